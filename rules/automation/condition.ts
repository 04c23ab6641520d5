import * as z from 'zod/mini';

/**
 * Typed condition tree. An empty list matches nothing: whoever wants every occurrence says `always`. Fields are ids
 * of the registry (`fields.ts`) or of the company's own fields; which operators a field takes depends on its type.
 */
export const OPERATORS = [
  'isFilled',
  'isEmpty',
  'is',
  'isNot',
  'isOneOf',
  'isNoneOf',
  'contains',
  'containsNone',
  'lessThan',
  'atMost',
  'moreThan',
  'atLeast',
  /** Dates: at most that many days ahead of now; not in the past. */
  'withinDays',
  /** Dates: at least that many days ago. */
  'daysAgo',
] as const;
export type Operator = (typeof OPERATORS)[number];

const operand = z.union([
  z.string().check(z.maxLength(200)),
  z.int(),
  z.boolean(),
  z.array(z.string().check(z.maxLength(200))).check(z.maxLength(100)),
]);
export type Operand = z.infer<typeof operand>;

export interface Test {
  readonly kind: 'test';
  readonly field: string;
  readonly op: Operator;
  readonly value?: Operand | undefined;
}
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | Test;

const test = z.strictObject({
  kind: z.literal('test'),
  field: z.string().check(z.minLength(1), z.maxLength(64)),
  op: z.enum(OPERATORS),
  value: z.optional(operand),
});

/** Deepest nesting a tree may have: more is not readable, and evaluation stays total. */
const MAX_DEPTH = 6;

const levelOf = (depth: number): z.ZodMiniType<Condition> => {
  const leaf = [z.strictObject({ kind: z.literal('always') }), test] as const;
  if (depth === 0) return z.union(leaf) as unknown as z.ZodMiniType<Condition>;
  const below = levelOf(depth - 1);
  const many = z.array(below).check(z.maxLength(30));
  return z.union([
    ...leaf,
    z.strictObject({ kind: z.literal('all'), of: many }),
    z.strictObject({ kind: z.literal('any'), of: many }),
    z.strictObject({ kind: z.literal('not'), of: below }),
  ]) as unknown as z.ZodMiniType<Condition>;
};

export const conditionSchema: z.ZodMiniType<Condition> = levelOf(MAX_DEPTH);
