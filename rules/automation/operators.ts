import { shanghaiDay } from '../calendar/shanghai.ts';
import { hasText } from '../text/invisible.ts';
import { normalise } from '../text/normalise.ts';
import { OPERATORS, type Operand, type Operator } from './condition.ts';

export type FieldType = 'text' | 'number' | 'money' | 'date' | 'choice' | 'tags' | 'boolean';

/** What a field holds: money in 分, a date as an instant in ms, a choice as its option's id, tags as theirs; `null` = empty. */
export type FieldContent = string | number | boolean | readonly string[] | null;

/**
 * What an operator is given: `none` = nothing; `one` = a value of the field's type; `many` = several of them (of a
 * text, words); `days` = a number of days.
 */
export type OperandKind = 'none' | 'one' | 'many' | 'days';

/** A value that is there, what it is compared with, and how. */
interface Comparison {
  readonly value: NonNullable<FieldContent>;
  readonly operand: Operand | undefined;
  readonly type: FieldType;
  readonly now: number;
}
interface OperatorRow {
  readonly types: readonly FieldType[];
  readonly operand: OperandKind;
  /** Opposite of another operator, on empty fields too: whatever is not 甲 includes what is nothing. */
  readonly opposite?: Operator;
  readonly holds: (comparison: Comparison) => boolean;
}

const FILLABLE: readonly FieldType[] = ['text', 'number', 'money', 'date', 'choice', 'tags'];
const COMPARABLE: readonly FieldType[] = ['text', 'number', 'money', 'choice', 'boolean'];
const ORDERED: readonly FieldType[] = ['number', 'money', 'date'];
const LISTED: readonly FieldType[] = ['text', 'choice'];
/** Of a text its words, of tags the tags themselves. */
const HOLDING: readonly FieldType[] = ['text', 'tags'];

const isSame = (type: FieldType, a: unknown, b: unknown): boolean =>
  type === 'text' && typeof a === 'string' && typeof b === 'string' ? normalise(a) === normalise(b) : a === b;
const listOf = (operand: Operand | undefined): readonly string[] => (Array.isArray(operand) ? operand : []);
/** Calendar days in Shanghai from now until the value. */
const daysAhead = ({ value, now }: Comparison): number => shanghaiDay(Number(value)) - shanghaiDay(now);

const isOne = ({ value, operand, type }: Comparison): boolean => isSame(type, value, operand);
const isAmong = ({ value, operand, type }: Comparison): boolean =>
  listOf(operand).some((one) => isSame(type, value, one));
/** Words made ready for comparison; lists of rules are few and asked often. */
const ready = new WeakMap<readonly string[], readonly string[]>();
const normalWords = (words: readonly string[]): readonly string[] => {
  let normal = ready.get(words);
  if (normal === undefined) {
    normal = words.map(normalise).filter((word) => word !== '');
    ready.set(words, normal);
  }
  return normal;
};
const hasOne = ({ value, operand }: Comparison): boolean => {
  if (typeof value === 'object') return listOf(operand).some((one) => value.includes(one));
  const text = normalise(String(value));
  return normalWords(listOf(operand)).some((word) => text.includes(word));
};
const ordered = (test: (value: number, operand: number) => boolean): OperatorRow => ({
  types: ORDERED,
  operand: 'one',
  holds: ({ value, operand }) => typeof value === 'number' && typeof operand === 'number' && test(value, operand),
});

/**
 * The one table of operators: which types take them, with what, and when they hold. Evaluation, the checks before
 * publishing and the designer all read it. An empty field meets `isEmpty` and the opposites, nothing else.
 */
export const OPERATOR_ROWS: Readonly<Record<Operator, OperatorRow>> = {
  isFilled: { types: FILLABLE, operand: 'none', holds: () => true },
  isEmpty: { types: FILLABLE, operand: 'none', opposite: 'isFilled', holds: () => false },
  is: { types: COMPARABLE, operand: 'one', holds: isOne },
  isNot: { types: COMPARABLE, operand: 'one', opposite: 'is', holds: (given) => !isOne(given) },
  isOneOf: { types: LISTED, operand: 'many', holds: isAmong },
  isNoneOf: { types: LISTED, operand: 'many', opposite: 'isOneOf', holds: (given) => !isAmong(given) },
  contains: { types: HOLDING, operand: 'many', holds: hasOne },
  containsNone: { types: HOLDING, operand: 'many', opposite: 'contains', holds: (given) => !hasOne(given) },
  lessThan: ordered((value, operand) => value < operand),
  atMost: ordered((value, operand) => value <= operand),
  moreThan: ordered((value, operand) => value > operand),
  atLeast: ordered((value, operand) => value >= operand),
  withinDays: {
    types: ['date'],
    operand: 'days',
    holds: (given) => daysAhead(given) >= 0 && daysAhead(given) <= Number(given.operand),
  },
  daysAgo: { types: ['date'], operand: 'days', holds: (given) => -daysAhead(given) >= Number(given.operand) },
};

/** Operators a field of this type takes, in the order of the designer. */
export const operatorsOf = (type: FieldType): readonly Operator[] =>
  OPERATORS.filter((op) => OPERATOR_ROWS[op].types.includes(type));

const isValueOf = (type: FieldType, operand: unknown): boolean => {
  switch (type) {
    case 'text':
    case 'choice':
    case 'tags':
      return typeof operand === 'string' && hasText(operand);
    case 'boolean':
      return typeof operand === 'boolean';
    default:
      return typeof operand === 'number';
  }
};

/** Whether the operator can work with this on a field of the type. */
export const isOperandOf = (op: Operator, type: FieldType, operand: Operand | undefined): boolean => {
  switch (OPERATOR_ROWS[op].operand) {
    case 'none':
      return operand === undefined;
    case 'one':
      return isValueOf(type, operand);
    case 'many':
      return Array.isArray(operand) && operand.length > 0 && operand.every((one) => isValueOf(type, one));
    case 'days':
      return typeof operand === 'number' && operand >= 0;
  }
};

/** Whether a field's content meets a test that fits its type. */
export const meets = (
  op: Operator,
  content: FieldContent,
  operand: Operand | undefined,
  type: FieldType,
  now: number,
): boolean => {
  const row = OPERATOR_ROWS[op];
  return content === null ? row.opposite !== undefined : row.holds({ value: content, operand, type, now });
};
