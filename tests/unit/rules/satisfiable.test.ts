import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Condition,
  type CustomField,
  DAY_MS,
  evaluate,
  fieldsOf,
  isOperandOf,
  isSatisfiable,
  OPERATOR_ROWS,
  type Operand,
  operatorsOf,
  type Process,
  type Subject,
} from '#rules';
import { OWN_FIELDS } from '../../support/rule-arbitraries.ts';
import { all, any, not, testOf } from '../../support/rule-sketch.ts';
import { makeStage } from '../../support/rules-stage.ts';

const field = (id: string, type: CustomField['type']) => ({
  ...{ id, name: id, of: 'customer' as const, type, isRetired: false },
  options:
    type === 'choice' || type === 'tags'
      ? ['flat', 'pitched'].map((one) => ({ id: one, name: one, requires: [] }))
      : [],
});
const PROCESS: Process = {
  ...OWN_FIELDS,
  fields: [
    field('x_n', 'number'),
    field('x_c', 'choice'),
    field('x_t', 'text'),
    field('x_d', 'date'),
    field('x_g', 'tags'),
  ],
};
const FIELDS = fieldsOf(PROCESS);
const can = (...conditions: Condition[]) => isSatisfiable(conditions, FIELDS);

const stage = makeStage();
const customer = stage.customer();
const org = { ...stage.fold().org(), process: PROCESS };
type Value = string | number | readonly string[] | null;
type Values = Readonly<Record<string, Value>>;
const subjectOf = (values: Values, now: number, hasOwner: boolean): Subject => {
  const leaf = (value: Value) => ({ leaves: [{ ...customer.created, value }] });
  const fields = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, leaf(value)]));
  const owner = hasOwner ? customer.owner : null;
  return { customer: { ...customer, owner, fields: { ...customer.fields, ...fields } }, opportunity: null, org, now };
};

/** Valid tests only: what else there is, the check of the tests themselves finds. */
const testsOn = (ids: readonly string[], operands: fc.Arbitrary<Operand | undefined>): fc.Arbitrary<Condition> =>
  fc
    .constantFrom(...ids)
    .chain((id) => {
      const ops = operatorsOf(FIELDS.get(id)?.type ?? 'text');
      return fc.tuple(
        fc.constant(id),
        fc.constantFrom(...ops),
        operands,
        fc.array(operands, { minLength: 1, maxLength: 3 }),
      );
    })
    .map(([id, op, one, many]) => {
      const { operand } = OPERATOR_ROWS[op];
      if (operand === 'none') return testOf(id, op);
      return testOf(id, op, operand === 'many' ? many.filter((word) => typeof word === 'string') : one);
    })
    .filter((one) => one.kind === 'test' && isOperandOf(one.op, FIELDS.get(one.field)?.type ?? 'text', one.value));
const treesOf = (leaves: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 4, arbitrary: leaves },
      { weight: 4, arbitrary: fc.array(tie('tree'), { maxLength: 4 }).map((of): Condition => ({ kind: 'all', of })) },
      { weight: 1, arbitrary: fc.array(tie('tree'), { maxLength: 3 }).map((of): Condition => ({ kind: 'any', of })) },
      { weight: 2, arbitrary: tie('tree').map(not) },
    ),
  })).tree;

/** Agrees with going through every value there is. */
const agrees = (leaves: fc.Arbitrary<Condition>, subjects: readonly Subject[], numRuns: number): void => {
  const seen = { possible: 0, impossible: 0 };
  fc.assert(
    fc.property(fc.array(treesOf(leaves), { minLength: 1, maxLength: 4 }), (conditions) => {
      const found = subjects.some((subject) => conditions.every((condition) => evaluate(condition, subject).holds));
      expect(can(...conditions)).toBe(found);
      seen[found ? 'possible' : 'impossible'] += 1;
    }),
    { numRuns },
  );
  expect(Math.min(seen.possible, seen.impossible)).toBeGreaterThan(numRuns / 20);
};

describe('contradictions', () => {
  it('[RU-15] finds the plain ones, and leaves alone what somebody can meet', () => {
    const a = testOf('x_c', 'is', 'flat');
    const b = testOf('x_c', 'is', 'pitched');
    expect([
      can(a, b),
      can(a, not(a)),
      can(testOf('x_c', 'isEmpty'), a),
      can(a, testOf('x_c', 'isNoneOf', ['flat'])),
    ]).toEqual([false, false, false, false]);
    const [less, more] = [testOf('x_n', 'lessThan', 3), testOf('x_n', 'moreThan', 5)];
    expect([can(less, more), can(testOf('x_n', 'moreThan', 2), less), can(not(less), not(more))]).toEqual([
      false,
      false,
      true,
    ]);
    expect([can(any(a, b), not(a)), can(any(a, b), not(a), not(b)), can(not(all(a, b)), a)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([can(all()), can(not(all())), can(not({ kind: 'always' })), can(any(a, all()))]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('[RU-15] of words: what must be there and must not be there, inside one another too', () => {
    const holds = (...words: string[]) => testOf('x_t', 'contains', words);
    const lacks = (...words: string[]) => testOf('x_t', 'containsNone', words);
    expect([can(holds('预算'), lacks('预 算')), can(holds('预算不足'), lacks('预算'))]).toEqual([false, false]);
    expect([can(holds('预算'), lacks('预算不足')), can(holds('预算', '成本'), lacks('预算'))]).toEqual([true, true]);
    // the word that is left over has to stand beside another one, and apart from it
    expect(can(holds('预算', '成本'), holds('决策链'), lacks('预算'))).toBe(true);
    expect(can(holds('预'), holds('算'), lacks('预算', '算预'))).toBe(true);
    expect([can(testOf('x_t', 'is', 'ＲＯＩ'), lacks('roi')), can(testOf('x_t', 'isEmpty'), holds('甲'))]).toEqual([
      false,
      false,
    ]);
  });

  it('[RU-15] of numbers, choices and yes-or-no: the same as going through every value', () => {
    const numbers = [null, ...Array.from({ length: 9 }, (_, i) => i - 2)];
    const choices = [null, 'flat', 'pitched', 'gone', 'stranger'];
    const subjects = numbers.flatMap((x_n) =>
      choices.flatMap((x_c) => [true, false].map((hasOwner) => subjectOf({ x_n, x_c }, 0, hasOwner))),
    );
    const operands = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('flat', 'pitched', 'gone'), fc.boolean());
    agrees(testsOn(['x_n', 'x_n', 'x_c', 'x_c', 'hasOwner'], operands), subjects, 1500);
  });

  it('[RU-15] of texts: the same as going through every arrangement of the words', () => {
    const words = ['', '甲', '乙', '甲乙', '甲丙乙', '丙'];
    const texts = words.flatMap((first) =>
      words.flatMap((second) => words.map((third) => `${first}丁${second}丁${third}`)),
    );
    const values = [null, '甲', '乙', '甲乙', '甲丙乙', '丙', ...texts];
    const subjects = values.map((x_t) => subjectOf({ x_t }, 0, true));
    agrees(testsOn(['x_t'], fc.constantFrom('甲', '乙', '甲乙', '丙')), subjects, 600);
  });

  it('[RU-15] of tags: the same as going through every set of them', () => {
    const tags = ['flat', 'pitched', 'gone', 'stranger'];
    const every = Array.from({ length: 2 ** tags.length }, (_, bits) => tags.filter((_tag, at) => bits & (1 << at)));
    const subjects = every.map((set) => subjectOf({ x_g: set.length === 0 ? null : set }, 0, true));
    agrees(testsOn(['x_g'], fc.constantFrom('flat', 'pitched', 'gone')), subjects, 600);
  });

  it('[RU-15] of dates: the same as going through every date on every day', () => {
    const dates = [0, 10 * DAY_MS].flatMap((day) => [day - 1, day, day + 1]);
    const aheads = Array.from({ length: 13 }, (_, i) => i - 6);
    const subjects = [
      subjectOf({ x_d: null }, 0, true),
      ...dates.flatMap((x_d) => aheads.map((ahead) => subjectOf({ x_d }, x_d - ahead * DAY_MS, true))),
    ];
    // days as operands of absolute comparisons would need every date there is
    const operands = fc.constantFrom<Operand>(0, 10 * DAY_MS, 2, 3, 4);
    const fitting = testsOn(['x_d'], operands).filter(
      (one) =>
        one.kind !== 'test' ||
        typeof one.value !== 'number' ||
        (one.op === 'withinDays' || one.op === 'daysAgo') === (one.value > 0 && one.value < 5) ||
        one.value === 0,
    );
    agrees(fitting, subjects, 600);
  });

  it('[RU-15] a condition with too many alternatives counts as possible, and is answered at once', () => {
    const hidden = any(all(testOf('x_c', 'isEmpty'), testOf('x_c', 'isFilled')), not({ kind: 'always' }));
    const either = (index: number) => any(testOf('x_n', 'moreThan', index), testOf('x_t', 'isFilled'));
    const few = Array.from({ length: 8 }, (_, index) => either(index));
    expect(can(hidden, ...few)).toBe(false);
    const many = Array.from({ length: 30 }, (_, index) => either(index));
    expect(can(hidden, ...many)).toBe(true);
  });
});
