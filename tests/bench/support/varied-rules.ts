import {
  type Condition,
  DEFAULT_PROCESS,
  type Duration,
  type Process,
  type ProcessPart,
  partFaults,
  type Rule,
  type Trigger,
  withPart,
} from '#rules';
import { makePrng, type Prng } from '../../support/prng.ts';

/** Fields a company of this size has made itself, beside the product's. */
const OWN_FIELDS = 20;
const ownField = (index: number) => `x_own${index}`;

/** The company's own fields: texts, numbers, choices, dates. */
export const OWN_FIELDS_PART: Extract<ProcessPart, { kind: 'fields' }> = {
  kind: 'fields',
  fields: [
    ...DEFAULT_PROCESS.fields,
    ...Array.from({ length: OWN_FIELDS }, (_, index) => ({
      id: ownField(index),
      name: `自建字段 ${index}`,
      of: index % 2 === 0 ? ('customer' as const) : ('opportunity' as const),
      type: (['text', 'number', 'choice', 'date'] as const)[index % 4] ?? 'text',
      options: index % 4 === 2 ? ['a', 'b', 'c'].map((id) => ({ id, name: `选项 ${id}`, requires: [] })) : [],
      isRetired: false,
    })),
  ],
};

const STAGES = DEFAULT_PROCESS.stages.map(({ id }) => id);
const COLOURS = ['yellow', 'red', 'green'] as const;

const limit = (prng: Prng): Duration =>
  prng.pick([
    { amount: 1 + prng.int(60), unit: 'day' },
    { amount: 1 + prng.int(40), unit: 'workingDay' },
    { amount: 1 + prng.int(500), unit: 'hour' },
    { amount: 1 + prng.int(80), unit: 'workingHour' },
  ]);

/** Every kind of trigger that waits, each with a limit, stage or colour of its own. */
const TRIGGERS: readonly ((prng: Prng) => Trigger)[] = [
  (prng) => ({ kind: 'markStands', colour: prng.pick(COLOURS), for: limit(prng) }),
  (prng) => ({ kind: 'silent', for: limit(prng) }),
  (prng) => ({ kind: 'neverFollowedUp', for: limit(prng) }),
  (prng) => ({ kind: 'quoteUnanswered', for: limit(prng) }),
  (prng) => ({ kind: 'inquiryUnanswered', for: limit(prng) }),
  (prng) => ({ kind: 'touchpointPassed', after: limit(prng) }),
  (prng) => ({ kind: 'promiseOverdue', after: limit(prng) }),
  (prng) => ({ kind: 'stageStay', stage: prng.pick(STAGES), for: limit(prng) }),
  (prng) => ({ kind: 'stageStay', for: limit(prng) }),
  (prng) => ({ kind: 'stageEntered', stage: prng.pick(STAGES) }),
  (prng) => ({ kind: 'unowned', for: limit(prng) }),
  () => ({ kind: 'holds' }),
];

const test = (field: string, op: Extract<Condition, { kind: 'test' }>['op'], value?: unknown): Condition =>
  ({ kind: 'test', field, op, ...(value === undefined ? {} : { value }) }) as Condition;

/** What a manager tests: 客户等级, 标签, 城市, 产品, 预算, 阶段天数, words of a remark, fields of his own. */
const TESTS: readonly ((prng: Prng) => Condition)[] = [
  (prng) => test('level', 'isOneOf', prng.pick([['A'], ['A', 'B'], ['C']])),
  (prng) => test('x_tags', 'contains', [prng.pick(['key', 'referred', 'publicTender'])]),
  (prng) => test('segment', 'is', prng.pick(['project', 'channel'])),
  (prng) => test('city', 'isNoneOf', [prng.pick(['上海', '杭州', '成都', '广州']), `城市 ${prng.int(50)}`]),
  (prng) => test('product', 'contains', [prng.pick(['石板', '涂料', '输送线']), `型号 ${prng.int(99)}`]),
  (prng) => test('budgetFen', 'moreThan', 1_000_000 * (1 + prng.int(400))),
  (prng) => test('stageDays', 'atLeast', prng.int(60)),
  (prng) => test('noteCount', 'lessThan', 1 + prng.int(20)),
  (prng) => test('interactionCount', 'atMost', prng.int(40)),
  (prng) => test('lastConcern', 'is', prng.pick(['budget', 'technicalFit', 'decisionChain'])),
  (prng) => test('remark', 'containsNone', ['暂停', `第 ${prng.int(99)} 期`]),
  (prng) => test('stage', 'isOneOf', [prng.pick(STAGES), prng.pick(STAGES)]),
  (prng) => test('source', 'contains', [prng.pick(['展会', '转介绍', '官网', '存疑'])]),
  (prng) => test('expectedCloseMs', 'withinDays', 7 + prng.int(90)),
  (prng) => test(ownField(4 * prng.int(5)), 'contains', [`词 ${prng.int(99)}`]),
  (prng) => test(ownField(4 * prng.int(5) + 1), 'atLeast', prng.int(1000)),
  (prng) => test(ownField(4 * prng.int(5) + 2), 'isNot', prng.pick(['a', 'b', 'c'])),
  (prng) => test(ownField(4 * prng.int(5) + 3), 'daysAgo', prng.int(90)),
];

const some = (prng: Prng, most: number): Condition[] =>
  Array.from({ length: 1 + prng.int(most) }, () => prng.pick(TESTS)(prng));

const where = (prng: Prng): Condition => ({
  kind: 'all',
  of: [...some(prng, 2), { kind: 'any', of: [...some(prng, 3), { kind: 'not', of: prng.pick(TESTS)(prng) }] }],
});

const rung = (id: string, hours: number, to: 'owner' | 'directManager') => ({
  id,
  after: { amount: hours, unit: 'hour' as const },
  to,
  act: 'tell' as const,
});

const draw = (index: number, prng: Prng): Rule => {
  const hours = 1 + prng.int(100);
  const alert = { kind: 'alert' as const, to: ['owner' as const], message: false };
  const branches = Array.from({ length: prng.int(3) }, () => ({
    when: prng.pick(TESTS)(prng),
    do: [alert],
    escalate: [rung('one', hours, 'directManager')],
  }));
  return {
    id: `varied.${index}`,
    name: `第 ${index} 条`,
    group: 'company',
    isOn: true,
    on: (TRIGGERS[index % TRIGGERS.length] ?? TRIGGERS[0])?.(prng) ?? { kind: 'holds' },
    where: where(prng),
    branches: [...branches, { when: { kind: 'always' }, do: [alert] }],
    brake: { who: ['owner', 'manager'], within: null, reason: true, exit: 'close', note: '已处理' },
    escalate: [rung('owner', hours, 'owner'), rung('manager', 2 * hours, 'directManager')],
  };
};

const WITH_FIELDS: Process = withPart(DEFAULT_PROCESS, OWN_FIELDS_PART);
const isPublishable = (rule: Rule): boolean => partFaults({ kind: 'rule', rule }, WITH_FIELDS).length === 0;

/** So many rules that may be published beside the shipped ones, no two alike in trigger and conditions. */
export const variedRules = (count: number): readonly Rule[] => {
  const prng = makePrng(1);
  const rules = new Map<string, Rule>();
  for (let tries = 0; rules.size < count; tries += 1) {
    if (tries > 50 * count) throw new Error('too few different rules may be published');
    const rule = draw(rules.size, prng);
    if (isPublishable(rule)) rules.set(JSON.stringify([rule.on, rule.where]), rule);
  }
  return [...rules.values()];
};
