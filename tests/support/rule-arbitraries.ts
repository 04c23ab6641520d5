import fc from 'fast-check';
import {
  type Action,
  type Brake,
  type Condition,
  DEFAULT_PROCESS,
  DURATION_UNITS,
  type Duration,
  fieldsOf,
  GAP_KINDS,
  OPERATORS,
  type Operand,
  type Process,
  ROUTES,
  RULE_GROUPS,
  type Rule,
  type Test,
  type Trigger,
} from '#rules';

/** The default template with fields of the company's own, one of them retired. */
export const OWN_FIELDS: Process = {
  ...DEFAULT_PROCESS,
  fields: [
    {
      id: 'x_roof',
      name: '屋面类型',
      of: 'customer',
      type: 'choice',
      options: [
        { id: 'flat', name: '平屋面', requires: [] },
        { id: 'pitched', name: '坡屋面', requires: ['siteAddress'] },
      ],
      isRetired: false,
    },
    {
      id: 'x_marks',
      name: '标记',
      of: 'customer',
      type: 'tags',
      options: ['flat', 'none', 'red'].map((id) => ({ id, name: `记${id}`, requires: [] })),
      isRetired: false,
    },
    { id: 'x_floors', name: '楼层数', of: 'opportunity', type: 'number', options: [], isRetired: false },
    { id: 'x_old', name: '旧编号', of: 'customer', type: 'text', options: [], isRetired: true },
  ],
};
const FIELD_IDS = [...fieldsOf(OWN_FIELDS).keys(), 'x_old', 'x_never', 'gone'];
const WORDS = ['red', 'none', 'flat', '存疑', 'ＲＯＩ', '', '　', 'initialContact', 'need'];

const operands: fc.Arbitrary<Operand> = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.integer(),
  fc.integer({ min: -3, max: 3 }),
  fc.boolean(),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }),
);
const tests: fc.Arbitrary<Test> = fc
  .record({
    field: fc.constantFrom(...FIELD_IDS),
    op: fc.constantFrom(...OPERATORS),
    value: fc.option(operands, { nil: undefined }),
  })
  .map(({ field, op, value }) => ({ kind: 'test', field, op, ...(value === undefined ? {} : { value }) }));

/** Any condition that fits the schema, most of them nonsense. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 5, arbitrary: tests },
    { weight: 1, arbitrary: fc.constant<Condition>({ kind: 'always' }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('condition'), { maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: tie('condition').map((of): Condition => ({ kind: 'not', of })) },
  ),
})).condition;

const durations: fc.Arbitrary<Duration> = fc.record({
  amount: fc.oneof(fc.nat(3), fc.nat(40), fc.constant(100_000)),
  unit: fc.constantFrom(...DURATION_UNITS),
});
const colours = fc.constantFrom('green' as const, 'yellow' as const, 'red' as const);
const stages = fc.constantFrom('initialContact', 'negotiation', 'neverThere');
const triggers: fc.Arbitrary<Trigger> = fc.oneof(
  fc.record({ kind: fc.constant('markStands' as const), colour: colours, for: durations }),
  fc.record({
    kind: fc.constant('markStands' as const),
    colour: colours,
    automatic: fc.constant(true as const),
    for: durations,
  }),
  fc.constantFrom<Trigger[]>(
    { kind: 'greenEntered' },
    { kind: 'redTwice' },
    { kind: 'stageSkipped' },
    { kind: 'holds' },
    { kind: 'stageStay' },
    { kind: 'stageEntered' },
  ),
  fc.record({
    kind: fc.constantFrom(
      'greenAwaitsDocument' as const,
      'silent' as const,
      'neverFollowedUp' as const,
      'quoteUnanswered' as const,
      'inquiryUnanswered' as const,
      'unowned' as const,
    ),
    for: durations,
  }),
  fc.record({ kind: fc.constantFrom('touchpointPassed' as const, 'promiseOverdue' as const), after: durations }),
  fc.record({ kind: fc.constant('stageStay' as const), stage: stages, for: durations }),
  fc.record({ kind: fc.constant('stageEntered' as const), stage: stages }),
);
const routes = fc.constantFrom(...ROUTES);
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('mark' as const), colour: fc.constantFrom('yellow' as const, 'red' as const) }),
  fc.record({ kind: fc.constant('task' as const), title: fc.constant('办一件事'), to: routes, due: durations }),
  fc.record({
    kind: fc.constant('alert' as const),
    to: fc.array(routes, { minLength: 1, maxLength: 3 }),
    message: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('gap' as const), gap: fc.constantFrom(...GAP_KINDS), holder: routes }),
  fc.constant<Action>({ kind: 'pool' }),
);
const brakes: fc.Arbitrary<Brake> = fc.record({
  who: fc.constantFrom<Brake['who'][]>(['owner'], ['manager'], ['owner', 'manager']),
  within: fc.option(durations, { nil: null }),
  reason: fc.boolean(),
  exit: fc.constantFrom('override' as const, 'close' as const, 'appeal' as const),
});
const ladders = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    after: durations,
    to: routes,
    act: fc.constantFrom('tell' as const, 'takeOver' as const),
  }),
  { maxLength: 3, selector: ({ id }) => id },
);

/** Any rule that fits the schema, most of them nobody would publish; some take the place of one of the template. */
export const rules: fc.Arbitrary<Rule> = fc.record(
  {
    id: fc.oneof(fc.constantFrom(...DEFAULT_PROCESS.rules.map(({ id }) => id)), fc.constantFrom('own.a', 'own.b')),
    name: fc.constant('任意'),
    group: fc.constantFrom(...RULE_GROUPS),
    isOn: fc.nat(9).map((dice) => dice > 0),
    on: triggers,
    where: conditions,
    branches: fc.array(
      fc.record(
        { when: conditions, do: fc.array(actions, { minLength: 1, maxLength: 3 }), brake: brakes, escalate: ladders },
        { requiredKeys: ['when', 'do'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    brake: brakes,
    escalate: ladders,
  },
  { requiredKeys: ['id', 'name', 'group', 'isOn', 'on', 'where', 'branches', 'escalate'] },
);
