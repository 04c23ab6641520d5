import { DEFAULT_PROCESS, type Fold, type FoldRow, type Rule, waitingEffects } from '#rules';
import { collectGarbage, median, timed } from '../support/measure.ts';
import { type Decoded, decodeRooms, foldAll } from '../support/replica-fold.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { isHistory, wireRooms, withLog } from '../support/stored.ts';
import { bigWorld } from '../support/worlds.ts';

const RULES = 200;
const ROUNDS = 3;

/** Copies of the shipped rules under names of their own, each with another limit or order, up to the number. */
const moreRules = (count: number): readonly Rule[] =>
  Array.from({ length: count }, (_, index) => {
    const rule = DEFAULT_PROCESS.rules[index % DEFAULT_PROCESS.rules.length];
    if (rule === undefined) throw new Error('the template has no rules');
    return { ...rule, id: `${rule.id}.${index}`, name: `${rule.name} ${index}` };
  });

/** The company's own rows with the rules published, sealed one after the other, by whoever founded it. */
const withRules = (parts: readonly Decoded[], rules: readonly Rule[]): readonly Decoded[] => {
  const founding = parts.flatMap(({ rows }) => rows).find(({ event }) => event.type === 'companyFounded');
  if (founding === undefined) throw new Error('nobody founded the company');
  const { event, doc } = founding;
  const device = `${event.device}-rules` as typeof event.device;
  const at = event.at + 1000;
  const rows = rules.map(
    (rule, n): FoldRow => ({
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
        payload: { part: { kind: 'rule', rule } },
      },
    }),
  );
  const seal = { kind: 'seal' as const, tick: at + rules.length, ranges: [[device, 0, rules.length - 1, 0] as const] };
  return [...parts, { rows, facts: [{ fact: seal, doc }] }];
};

/** Folds everything, and finds for every customer what rules wait on. */
const foldAndWait = (parts: readonly Decoded[]): { fold: Fold; waiting: number } => {
  const fold = foldAll(parts);
  let waiting = 0;
  for (const id of fold.customerIds()) {
    const customer = fold.customer(id);
    if (customer !== null) waiting += waitingEffects(customer, fold.ruleBook()).length;
  }
  return { fold, waiting };
};

export const manyRules: BenchRow = {
  name: 'many-rules',
  title: `Fold of 300,000 events under ${RULES} rules ÷ under the shipped ones`,
  async run(options) {
    const { folder } = await bigWorld(options);
    const rooms = await withLog(folder, (log) => wireRooms(log, (room) => isHistory(room) || room.startsWith('org')));
    const extra = moreRules(RULES - DEFAULT_PROCESS.rules.length);
    const [few, many]: [number[], number[]] = [[], []];
    let counts = { few: 0, many: 0, rules: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const shipped = decodeRooms(rooms);
      collectGarbage();
      const one = timed(() => foldAndWait(shipped));
      const full = withRules(decodeRooms(rooms), extra);
      collectGarbage();
      const two = timed(() => foldAndWait(full));
      few.push(one.ms);
      many.push(two.ms);
      counts = { few: one.result.waiting, many: two.result.waiting, rules: two.result.fold.org().process.rules.length };
    }
    return [
      atMost(
        `fold and waiting effects of every customer, ${counts.rules} rules ÷ shipped`,
        median(many) / median(few),
        '×',
        2,
      ),
      shown('with the shipped rules', median(few), 'ms'),
      shown(`with ${counts.rules} rules`, median(many), 'ms'),
      shown('waiting effects, shipped', counts.few, ''),
      shown(`waiting effects, ${counts.rules} rules`, counts.many, ''),
    ];
  },
};
