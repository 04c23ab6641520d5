import {
  type CustomerId,
  DAY_MS,
  DEFAULT_PROCESS,
  type HeatmapContribution,
  HeatmapIndex,
  type MemberId,
  makeFold,
  type ScopeFacts,
  type StageEntry,
  type TerritoryId,
} from '#rules';
import { boardAnswer } from '../../../client/data/answers/board/board-answer.ts';
import type { HeatmapFilter } from '../../../client/data/board-contract.ts';
import { makePrng, type Prng } from '../../support/prng.ts';
import { collectGarbage, median, percentile, timed } from '../support/measure.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';

const CUSTOMERS = 100_000;
const QUICK_CUSTOMERS = 5_000;
const YEARS_MS = 2 * 365 * DAY_MS;
const TWO_YEARS = 104;
const PEOPLE = 400;
const TERRITORIES = 20;
const ROUNDS = 7;
const STAGES = DEFAULT_PROCESS.stages.map(({ id }) => id);

const factsOf = (random: Prng): ScopeFacts => {
  const person = random.int(PEOPLE);
  return {
    territory: `t${person % TERRITORIES}` as TerritoryId,
    person: `m${person}` as MemberId,
    team: `m${person % 40}` as MemberId,
    store: null,
    product: `产品${random.int(12)}`,
    source: `来源${random.int(6)}`,
    tags: random.chance(0.3) ? ['vip'] : [],
  };
};

/** A way through the stages from a day in the two years on; most stop somewhere. */
const entriesOf = (random: Prng, nowMs: number): readonly StageEntry[] => {
  const entries: StageEntry[] = [];
  let enteredAt = nowMs - Math.floor(random.next() * YEARS_MS);
  for (const stage of STAGES) {
    const leftAt = enteredAt + (1 + random.int(30)) * DAY_MS;
    const isLast = leftAt > nowMs || random.chance(0.15);
    entries.push({ stage, atMs: enteredAt, enteredAt, leftAt: isLast ? null : leftAt });
    if (isLast) break;
    enteredAt = leftAt;
  }
  return entries;
};

const FILTERS: readonly HeatmapFilter[] = [
  { weeks: TWO_YEARS },
  { weeks: TWO_YEARS, territory: 't3' },
  { weeks: TWO_YEARS, team: 'm7' },
  { weeks: TWO_YEARS, person: 'm47' },
  { weeks: TWO_YEARS, product: '产品4' },
  { weeks: TWO_YEARS, source: '来源2', tag: 'vip' },
];

/** Filter change of the funnel page at the size of the largest company (issue 4): two years, every facet. */
export const board: BenchRow = {
  name: 'board',
  title: 'Heatmap of a large company: filter change, one event',
  run: async ({ quick }) => {
    const random = makePrng(4104);
    const nowMs = Date.now();
    const index = new HeatmapIndex();
    const count = quick ? QUICK_CUSTOMERS : CUSTOMERS;
    const contributionOf = (): HeatmapContribution => ({
      facts: factsOf(random),
      entries: entriesOf(random, nowMs),
    });
    let entries = 0;
    const put = (at: number): void => {
      const contribution = contributionOf();
      entries += contribution.entries.length;
      index.set(`c${at}` as CustomerId, contribution);
    };
    const built = timed(() => {
      for (let at = 0; at < count; at += 1) put(at);
    });
    const counts = { entered: () => index, touches: () => index };
    const fold = makeFold();
    const row = () => {
      throw new Error('a heatmap needs no row');
    };
    const ask = (filter: HeatmapFilter): number =>
      timed(() =>
        boardAnswer(
          counts,
          { kind: 'heatmap', filter },
          { fold, member: 'boss' as MemberId, nowMs, row, readsRecordsOf: () => true },
        ),
      ).ms;
    collectGarbage();
    const times = Array.from({ length: ROUNDS }, () => FILTERS.map(ask)).slice(1);
    const byFilter = FILTERS.map((_, at) => median(times.map((round) => round[at] ?? 0)));
    const cpuBefore = process.cpuUsage();
    for (const filter of FILTERS) ask(filter);
    const { user, system } = process.cpuUsage(cpuBefore);
    const shortTimes = Array.from({ length: ROUNDS }, () => ask({ weeks: 8, team: 'm7' }));
    const oneCustomer = median(Array.from({ length: 200 }, (_, at) => timed(() => put(at)).ms));
    return [
      atMost(
        `slowest of ${FILTERS.length} filters over two years, median of ${ROUNDS - 1}`,
        Math.max(...byFilter),
        'ms',
        100,
      ),
      shown('the same, worst single answer', percentile(times.flat(), 1), 'ms'),
      shown('time on the processor of one answer over two years, mean', (user + system) / 1000 / FILTERS.length, 'ms'),
      shown('a filter over the last eight weeks, median', median(shortTimes), 'ms'),
      shown('one customer into the index, median', oneCustomer, 'ms'),
      shown('the index from scratch', built.ms, 'ms'),
      shown('customers', count, ''),
      shown('entries', entries, ''),
    ];
  },
};
