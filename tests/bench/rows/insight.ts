import {
  type CustomerId,
  type CustomerState,
  DAY_MS,
  type Fold,
  HeatmapIndex,
  heatmapContribution,
  heatmapWeeks,
  type MemberId,
  MovesIndex,
  type Scope,
} from '#rules';
import { insightAnswer } from '../../../client/data/answers/insight/insight-answer.ts';
import { makePrng } from '../../support/prng.ts';
import { entriesOf, factsOf, LARGE, LARGE_QUICK } from '../support/large-company.ts';
import { type Cost, collectGarbage, costOf, timed } from '../support/measure.ts';
import { decodeRooms, foldAll } from '../support/replica-fold.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';
import { isHistory, wireRooms, withLog } from '../support/stored.ts';
import { storeWorld } from '../support/world.ts';

const ROUNDS = 7;
const SCOPES: readonly Scope[] = [
  {},
  { territory: 't3' },
  { team: 'm7' },
  { person: 'm47' },
  { product: '产品4' },
  { source: '来源2', tag: 'vip' },
];

/** Customers with a whole history each, who stand for those of a cell. */
const livedCustomers = async (): Promise<{ fold: Fold; states: readonly CustomerState[] }> => {
  const [territories, events] = [['east', 'south', 'north'], 400];
  const plan = { seed: 5, territories, repsEach: 4, poolEvents: events, customers: events / 5, logEvents: events };
  const { folder } = await storeWorld({ ...plan, quarters: 2 });
  const rooms = await withLog(folder, (log) => wireRooms(log, (room) => isHistory(room) || room.startsWith('org')));
  const fold = foldAll(decodeRooms(rooms));
  return { fold, states: [...fold.customerIds()].flatMap((id) => fold.customer(id) ?? []) };
};

/** Customers of a company in the two indices; behind each id a lived one, to be compared by its traits. */
const companyOf = (fold: Fold, states: readonly CustomerState[], count: number, nowMs: number) => {
  const random = makePrng(4105);
  const [entered, moves] = [new HeatmapIndex(), new MovesIndex()];
  let entries = 0;
  for (let at = 0; at < count; at += 1) {
    const contribution = { facts: factsOf(random), entries: entriesOf(random, nowMs) };
    entries += contribution.entries.length;
    entered.set(`c${at}` as CustomerId, contribution);
    const moved = contribution.entries.map((entry) => ({ ...entry, movedOnAt: entry.leftAt }));
    moves.set(`c${at}` as CustomerId, { facts: contribution.facts, entries: moved });
  }
  const customer = (id: CustomerId): CustomerState | null => states[Number(id.slice(1)) % states.length] ?? null;
  const company: Fold = Object.create(fold, { customer: { value: customer } });
  return { company, entered, moves, entries };
};

/** Everybody of the history in one cell's cohort, as often as it takes to be as many: every trait of theirs is compared. */
const crowdedCell = (fold: Fold, states: readonly CustomerState[], cohort: number, nowMs: number) => {
  const entered = new HeatmapIndex();
  const ids = new Map<CustomerId, CustomerState>();
  for (let copy = 0; ids.size < cohort; copy += 1) {
    for (const state of states) {
      const id = `${state.id}-${copy}` as CustomerId;
      ids.set(id, { ...state, id });
      entered.set(id, heatmapContribution(state, fold.org()));
    }
  }
  const company: Fold = Object.create(fold, {
    customer: { value: (id: CustomerId) => ids.get(id) ?? null },
  });
  const weeks = heatmapWeeks(nowMs, 30).map(({ week }) => week);
  return { company, entered, weeks };
};

const told = (what: string, costs: readonly Cost[], most: number): readonly Finding[] => [
  atMost(`${what}: slowest, median of ${ROUNDS - 1}`, Math.max(...costs.map(({ ms }) => ms)), 'ms', most),
  shown('the same on the processor', Math.max(...costs.map(({ cpuMs }) => cpuMs)), 'ms'),
];

/** What moved and why, at the size of the largest company (issue 4). */
export const insight: BenchRow = {
  name: 'insight',
  title: 'What moved, and why, in a large company',
  run: async ({ quick }) => {
    const nowMs = Date.now();
    const { fold, states } = await livedCustomers();
    const built = timed(() => companyOf(fold, states, quick ? LARGE_QUICK : LARGE, nowMs));
    const { company, entered, moves, entries } = built.result;
    const context = { fold: company, member: 'boss' as MemberId, nowMs, entered: () => entered, flow: () => moves };
    collectGarbage();
    const moved = SCOPES.map((filter) => costOf(ROUNDS, () => insightAnswer({ kind: 'moves', filter }, context)));
    const conversion = costOf(ROUNDS, () =>
      moves.conversion({}, 'needConfirmed', { fromMs: nowMs - 28 * DAY_MS, toMs: nowMs }, company.org().process),
    );
    const crowd = crowdedCell(fold, states, quick ? 100 : 20_000, nowMs);
    const why = { ...context, fold: crowd.company, entered: () => crowd.entered };
    const causes = crowd.weeks.slice(0, 8).map((week) => {
      let cohort = 0;
      const cost = costOf(ROUNDS, () => {
        const answer = insightAnswer({ kind: 'causes', filter: {}, stage: 'initialContact', week }, why);
        cohort = 'finding' in answer ? answer.finding.entered : 0;
      });
      return { cost, cohort };
    });
    return [
      ...told(`what moved, under each of ${SCOPES.length} filters`, moved, 100),
      ...told('conversion of a stage before and after a guess', [conversion], 100),
      ...told(
        'why, of a cell',
        causes.map(({ cost }) => cost),
        300,
      ),
      shown('customers of the largest of those cells', Math.max(...causes.map(({ cohort }) => cohort)), ''),
      shown('both indices from scratch', built.ms, 'ms'),
      shown('entries', entries, ''),
    ];
  },
};
