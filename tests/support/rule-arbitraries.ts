import fc from 'fast-check';
import { type Condition, DEFAULT_PROCESS, fieldsOf, OPERATORS, type Operand, type Process, type Test } from '#rules';

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
