import {
  actingEffects,
  type CustomerState,
  DEFAULT_PROCESS,
  type Fold,
  type FoldRow,
  type ProcessPart,
  waitingEffects,
} from '#rules';
import { collectGarbage, median, worked } from '../support/measure.ts';
import { type Decoded, decodeRooms, foldAll } from '../support/replica-fold.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { isHistory, wireRooms, withLog } from '../support/stored.ts';
import { OWN_FIELDS_PART, variedRules } from '../support/varied-rules.ts';
import { bigWorld } from '../support/worlds.ts';

const RULES = 200;
const ROUNDS = 3;

/** The company's own rows with these parts published, sealed one after the other, by whoever founded it. */
const withParts = (decoded: readonly Decoded[], published: readonly ProcessPart[]): readonly Decoded[] => {
  const founding = decoded.flatMap(({ rows }) => rows).find(({ event }) => event.type === 'companyFounded');
  if (founding === undefined) throw new Error('nobody founded the company');
  const { event, doc } = founding;
  const device = `${event.device}-rules` as typeof event.device;
  const at = event.at + 1000;
  const rows = published.map(
    (part, n): FoldRow => ({
      doc,
      received: at + n,
      event: {
        ...event,
        id: `${device}-${n}` as typeof event.id,
        type: 'processPublished',
        device,
        n,
        prev: null,
        at: at + n,
        payload: { part },
      },
    }),
  );
  const seal = {
    kind: 'seal' as const,
    tick: at + published.length,
    ranges: [[device, 0, published.length - 1, 0] as const],
  };
  return [...decoded, { rows, facts: [{ fact: seal, doc }] }];
};

interface Measured {
  readonly fold: Fold;
  readonly waitedMs: number;
  readonly actedMs: number;
  readonly waiting: number;
  readonly acting: number;
}

/** Folds everything, finds for every customer what rules wait on, and then which of them would act by now. */
const measure = (decoded: readonly Decoded[]): Measured => {
  collectGarbage();
  let [waiting, acting] = [0, 0];
  const waited = worked(() => {
    const fold = foldAll(decoded);
    for (const customer of customersOf(fold)) waiting += waitingEffects(customer, fold.ruleBook()).length;
    return fold;
  });
  const fold = waited.result;
  const now = Date.now();
  const acted = worked(() => {
    for (const customer of customersOf(fold)) acting += actingEffects(customer, fold, now).length;
  });
  return { fold, waitedMs: waited.ms, actedMs: waited.ms + acted.ms, waiting, acting };
};

function* customersOf(fold: Fold): Iterable<CustomerState> {
  for (const id of fold.customerIds()) {
    const customer = fold.customer(id);
    if (customer !== null) yield customer;
  }
}

export const manyRules: BenchRow = {
  name: 'many-rules',
  title: `Fold of 300,000 events under ${RULES} different rules ÷ under the shipped ones`,
  async run(options) {
    const { folder } = await bigWorld(options);
    const rooms = await withLog(folder, (log) => wireRooms(log, (room) => isHistory(room) || room.startsWith('org')));
    const rules = variedRules(RULES - DEFAULT_PROCESS.rules.length);
    const published: ProcessPart[] = [OWN_FIELDS_PART, ...rules.map((rule) => ({ kind: 'rule' as const, rule }))];
    measure(decodeRooms(rooms));
    const [few, many]: [Measured[], Measured[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      few.push(measure(decodeRooms(rooms)));
      many.push(measure(withParts(decodeRooms(rooms), published)));
    }
    const of = (rounds: readonly Measured[], key: 'waitedMs' | 'actedMs') => median(rounds.map((one) => one[key]));
    const [shipped, full] = [few.at(-1), many.at(-1)];
    const count = full?.fold.org().process.rules.length ?? 0;
    return [
      atMost(
        `processor time of fold and waiting effects of every customer, ${count} rules ÷ shipped`,
        of(many, 'waitedMs') / of(few, 'waitedMs'),
        '×',
        2,
      ),
      atMost('the same, and every condition of what is due', of(many, 'actedMs') / of(few, 'actedMs'), '×', 2),
      shown(
        'processor time with the shipped rules; with conditions',
        of(few, 'waitedMs'),
        `ms; ${of(few, 'actedMs').toFixed(0)}`,
      ),
      shown(
        `processor time with ${count} rules; with conditions`,
        of(many, 'waitedMs'),
        `ms; ${of(many, 'actedMs').toFixed(0)}`,
      ),
      shown('waiting effects, shipped; would act', shipped?.waiting ?? 0, `; ${shipped?.acting ?? 0}`),
      shown(`waiting effects, ${count} rules; would act`, full?.waiting ?? 0, `; ${full?.acting ?? 0}`),
    ];
  },
};
