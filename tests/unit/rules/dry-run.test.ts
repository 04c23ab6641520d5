import { describe, expect, it } from 'vitest';
import {
  type Action,
  type CustomerId,
  type CustomerState,
  DAY_MS,
  DEFAULT_PROCESS,
  type DryRunInput,
  dryRun,
  HOUR_MS,
  isReleased,
  type ProcessPart,
  publishHolds,
  type Rule,
} from '#rules';
import { finishDryRun } from '../../support/finish-dry-run.ts';
import { days, ruleOf, testOf } from '../../support/rule-sketch.ts';
import { creation, makeStage, type RulesStage } from '../../support/rules-stage.ts';

const inputOf = (stage: RulesStage, rule: Rule, more: Partial<DryRunInput> = {}): DryRunInput => {
  const fold = stage.fold();
  const customers = [...fold.customerIds()].flatMap((id) => fold.customer(id) ?? []);
  return { rule, process: DEFAULT_PROCESS, customers, org: fold.org(), nowMs: stage.nowMs, days: 90, ...more };
};
/** Many customers, created one after the other, an hour apart. */
const crowd = (count: number): RulesStage => {
  const stage = makeStage();
  for (let index = 2; index <= count; index += 1) {
    stage.pass(HOUR_MS);
    const base = creation();
    const opportunity = { ...base.opportunity, opportunity: `o${index}` };
    stage.act('rae', 'customerCreated', { ...base, opportunity }, { subject: `c${index}` });
  }
  return stage;
};
const TELL_BOTH: Action = { kind: 'alert', to: ['owner', 'directManager'], message: true };
const ladder: Rule['escalate'] = [
  { id: 'three', after: days(3), to: 'owner', act: 'tell' },
  { id: 'five', after: days(5), to: 'directManager', act: 'takeOver' },
];

describe('dry run', () => {
  it('[RU-20][R10] counts what the rule would have done, to whom and when, with the rungs it would have climbed', () => {
    const stage = crowd(3);
    stage.pass(2 * DAY_MS);
    stage.act(
      'rae',
      'stageEntered',
      { opportunity: 'o2', stage: 'needConfirmed', from: 'initialContact', basis: null },
      { subject: 'c2' },
    );
    stage.pass(5 * DAY_MS);
    const on = { kind: 'stageStay', stage: 'initialContact', for: days(1) } as const;
    const rule = ruleOf({
      on,
      escalate: ladder,
      branches: [{ when: testOf('hasOwner', 'is', true), do: [TELL_BOTH, { kind: 'mark', colour: 'yellow' }] }],
    });
    const result = finishDryRun(inputOf(stage, rule));
    const dueAt = (id: string) => {
      const state = stage.fold().customer(id as CustomerId);
      return (state?.opportunities[0]?.visits[0]?.enteredAt ?? 0) + DAY_MS;
    };
    expect(result.hits).toEqual([
      { customer: 'c1', atMs: dueAt('c1'), branch: 0, rungs: ['three', 'five'] },
      { customer: 'c2', atMs: dueAt('c2'), branch: 0, rungs: [] },
      { customer: 'c3', atMs: dueAt('c3'), branch: 0, rungs: ['three', 'five'] },
    ]);
    expect(result).toMatchObject({
      customers: 3,
      running: 3,
      actions: [
        { kind: 'alert', colour: null, count: 3 },
        { kind: 'mark', colour: 'yellow', count: 3 },
      ],
      rungs: [
        { id: 'three', act: 'tell', to: 'owner', count: 2 },
        { id: 'five', act: 'takeOver', to: 'directManager', count: 2 },
      ],
      // three alerts to two places each on one day
      messagesPerDay: 6,
      matchesEverybody: false,
    });
  });

  it('[RU-20] looks back so many days and not into the future', () => {
    const stage = makeStage();
    stage.pass(40 * DAY_MS);
    const hits = (limit: number, lookBack: number) =>
      finishDryRun(inputOf(stage, ruleOf({ on: { kind: 'stageStay', for: days(limit) } }), { days: lookBack })).hits
        .length;
    expect([hits(39, 2), hits(30, 9), hits(30, 11), hits(41, 90)]).toEqual([1, 0, 1, 0]);
  });

  it('[RU-20][R80] the first branch that holds acts; where none does, nothing happens; resting customers are left alone', () => {
    const stage = crowd(2);
    stage.act('mia', 'customerHandedOver', { to: null }, { subject: 'c2' });
    stage.pass(10 * DAY_MS);
    const branch = (owned: boolean, kind: 'alert' | 'task') => ({
      when: testOf('hasOwner', 'is', owned),
      do: [kind === 'alert' ? TELL_BOTH : ({ kind: 'task', title: '跟进', to: 'owner', due: days(1) } as const)],
    });
    const branches = (...list: Rule['branches']) => finishDryRun(inputOf(stage, ruleOf({ branches: list }))).hits;
    const found = branches(branch(false, 'task'), branch(true, 'alert'));
    expect(found.map(({ customer, branch: index }) => [customer, index])).toEqual([
      ['c1', 1],
      ['c2', 0],
    ]);
    expect(branches(branch(false, 'task')).map(({ customer }) => customer)).toEqual(['c2']);
    const where = testOf('hasOwner', 'is', true);
    expect(finishDryRun(inputOf(stage, ruleOf({ where }))).hits.map(({ customer }) => customer)).toEqual(['c1']);
    stage.act('mia', 'customerVoided', { reason: '重复' }, { subject: 'c1' });
    expect(finishDryRun(inputOf(stage, ruleOf({ where }))).hits).toEqual([]);
  });

  it('[RU-20] conditions speak of the opportunity that the time ran on', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'negotiation' });
    stage.pass(10 * DAY_MS);
    const at = (id: string) => {
      const rule = ruleOf({ where: testOf('stage', 'is', id), on: { kind: 'stageStay', for: days(3) } });
      return finishDryRun(inputOf(stage, rule)).hits.map(({ atMs }) => atMs);
    };
    const [first, second] = stage.customer().opportunities.map(({ visits }) => visits[0]?.enteredAt ?? 0);
    expect([at('initialContact'), at('negotiation'), at('needConfirmed')]).toEqual([
      [(first ?? 0) + 3 * DAY_MS],
      [(second ?? 0) + 3 * DAY_MS],
      [],
    ]);
  });

  it('[RU-21] a rule that meets nearly everybody, and one that sends too much, can be told', () => {
    const stage = crowd(30);
    for (const index of [28, 29, 30]) stage.act('mia', 'customerHandedOver', { to: null }, { subject: `c${index}` });
    stage.pass(10 * DAY_MS);
    const run = (where: Rule['where'], customers?: readonly CustomerState[]) => {
      const input = inputOf(stage, ruleOf({ where, branches: [{ when: { kind: 'always' }, do: [TELL_BOTH] }] }));
      return finishDryRun(customers === undefined ? input : { ...input, customers });
    };
    expect(run({ kind: 'always' })).toMatchObject({ customers: 30, running: 30, matchesEverybody: true });
    // 27 of 30 are no more than nine tenths
    expect(run(testOf('hasOwner', 'is', true))).toMatchObject({ customers: 27, matchesEverybody: false });
    const few = [...inputOf(stage, ruleOf()).customers].slice(0, 19);
    expect(run({ kind: 'always' }, few)).toMatchObject({ customers: 19, running: 19, matchesEverybody: false });
    const everybody = [...inputOf(stage, ruleOf()).customers];
    const crowded = run({ kind: 'always' }, Array.from({ length: 8 }, () => everybody).flat());
    expect(crowded.messagesPerDay).toBeGreaterThan(200);
    expect(crowded.sendsTooMuch).toBe(true);
    const { messagesPerDay, sendsTooMuch } = run({ kind: 'always' });
    expect([messagesPerDay <= 60, sendsTooMuch]).toEqual([true, false]);
    const told = inputOf(stage, ruleOf());
    const limited = (messageLimit: number) => finishDryRun({ ...told, messageLimit });
    const { messagesPerDay: most } = limited(0);
    expect([limited(most).sendsTooMuch, limited(most - 1).sendsTooMuch]).toEqual([false, true]);
  });

  it('[RU-25] what holds a part back is told with its figures, and a reason releases it', () => {
    const stage = crowd(30);
    stage.pass(10 * DAY_MS);
    const rule = ruleOf({ branches: [{ when: { kind: 'always' }, do: [TELL_BOTH] }] });
    const found = finishDryRun({ ...inputOf(stage, rule), messageLimit: 10 });
    const holds = (part: ProcessPart) => publishHolds(part, DEFAULT_PROCESS, { needConfirmed: 3 }, found);
    const two = holds({ kind: 'rule', rule });
    expect(two).toEqual([
      { kind: 'matchesEverybody', customers: 30, running: 30 },
      { kind: 'sendsTooMuch', perDay: found.messagesPerDay, limit: 10 },
    ]);
    expect([isReleased(two, ' '), isReleased(two, '季末清一遍'), isReleased([], '')]).toEqual([false, true, true]);
    // switched off, it meets nobody
    expect(holds({ kind: 'rule', rule: { ...rule, isOn: false } })).toEqual([]);
    const without = (gone: string): ProcessPart => ({
      kind: 'stages',
      stages: DEFAULT_PROCESS.stages.filter(({ id }) => id !== gone),
    });
    expect(holds(without('needConfirmed'))).toEqual([{ kind: 'dropsStage', stage: '需求确认', customers: 3 }]);
    expect([holds(without('negotiation')), holds(without('none'))]).toEqual([[], []]);
  });

  it('[RU-22] tells how far it is, and ends where it is left', () => {
    const [customer] = inputOf(makeStage(), ruleOf()).customers;
    if (customer === undefined) throw new Error('no customer');
    let taken = 0;
    const customers = (function* () {
      for (; taken < 1000; taken += 1) yield customer;
    })();
    const run = dryRun({ ...inputOf(makeStage(), ruleOf()), customers });
    const seen = [run.next(), run.next()].map(({ value }) => value);
    expect(seen).toEqual([250, 500]);
    run.return?.(undefined as never);
    expect(taken).toBeLessThan(501);
  });
});
