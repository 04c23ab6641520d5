import { type Operator, PATCHABLE_FIELDS, type Process } from '#rules';
import { customerFields } from '../locales/zh-CN/customer-fields.ts';
import { ruleFields as words } from '../locales/zh-CN/rule-fields.ts';
import { ruleWords } from '../locales/zh-CN/rule-words.ts';
import { fieldName } from './refusal-words.ts';

/** What a condition can be made of: every field by name, with the operators its type takes and the values to choose. */
export type FieldType = 'text' | 'number' | 'money' | 'date' | 'choice' | 'yesNo';
export interface ConditionField {
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  /** Of a choice: what may be chosen. */
  readonly options: readonly { readonly id: string; readonly name: string }[];
}

export const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: ['isFilled', 'isEmpty', 'is', 'isNot', 'contains', 'containsNone'],
  number: ['isFilled', 'isEmpty', 'is', 'lessThan', 'atMost', 'moreThan', 'atLeast'],
  money: ['isFilled', 'isEmpty', 'lessThan', 'atMost', 'moreThan', 'atLeast'],
  date: ['isFilled', 'isEmpty', 'withinDays', 'daysAgo'],
  choice: ['isOneOf', 'isNoneOf', 'isFilled', 'isEmpty'],
  yesNo: ['is'],
};

const TYPES: Readonly<Record<string, FieldType>> = { budgetFen: 'money', expectedCloseMs: 'date', segment: 'choice' };
const named = (names: Readonly<Record<string, string>>): ConditionField['options'] =>
  Object.entries(names).map(([id, name]) => ({ id, name }));

/** Fields of the product and of the company, in the order they are offered. */
export const conditionFields = ({ stages, fields }: Process): readonly ConditionField[] => [
  { id: 'colour', name: words.colour, type: 'choice', options: named(ruleWords.colours) },
  { id: 'isRunning', name: words.isRunning, type: 'yesNo', options: [] },
  { id: 'stage', name: words.stage, type: 'choice', options: stages.map(({ id, name }) => ({ id, name })) },
  ...PATCHABLE_FIELDS.map((id) => ({
    id,
    name: fieldName(id),
    type: TYPES[id] ?? ('text' as const),
    options: id === 'segment' ? named(customerFields.segments) : [],
  })),
  ...fields.filter(({ isRetired }) => !isRetired).map(({ id, name, type, options }) => ({ id, name, type, options })),
];
