import type { CustomField, Process } from '#rules';
import { customerFields as words } from '../locales/zh-CN/customer-fields.ts';
import { ruleFields } from '../locales/zh-CN/rule-fields.ts';
import { fieldName } from './refusal-words.ts';

/** What a field is edited with. */
export type FieldKind = 'text' | 'long' | 'amount' | 'date' | 'choice' | 'tags' | 'number';

export interface FieldOptionLook {
  readonly id: string;
  readonly name: string;
  /** Fields that choosing it asks for too. */
  readonly requires: readonly string[];
}

/** How a field of a customer or an opportunity looks: its name, what it is edited with, and what may be chosen. */
export interface FieldLook {
  readonly id: string;
  readonly name: string;
  readonly kind: FieldKind;
  /** Keeps its value, and takes no other. */
  readonly isRetired: boolean;
  /** Of a choice, and of tags. */
  readonly options: readonly FieldOptionLook[];
}

const KINDS: Readonly<Record<string, FieldKind>> = {
  segment: 'choice',
  budgetFen: 'amount',
  expectedCloseMs: 'date',
  remark: 'long',
  need: 'long',
  decisionChain: 'long',
};
const SEGMENTS = Object.entries(words.segments).map(([id, name]) => ({ id, name, requires: [] }));
const OWN_KINDS = {
  text: 'text',
  number: 'number',
  money: 'amount',
  date: 'date',
  choice: 'choice',
  tags: 'tags',
} as const satisfies Record<CustomField['type'], FieldKind>;

/** The look of a field, the product's or the company's own; of one that is gone, its id in words. */
export const fieldLook = (process: Process | undefined, id: string): FieldLook => {
  const own = process?.fields.find((field) => field.id === id);
  if (own !== undefined) {
    return { id, name: own.name, kind: OWN_KINDS[own.type], options: own.options, isRetired: own.isRetired };
  }
  const name = id.startsWith('x_') ? ruleFields.gone(id) : fieldName(id);
  return { id, name, kind: KINDS[id] ?? 'text', options: id === 'segment' ? SEGMENTS : [], isRetired: false };
};

/** Fields a new customer's form asks for, in order; the company's own come by themselves as soon as they exist (R15). */
export interface AskedField {
  readonly look: FieldLook;
  readonly isRequired: boolean;
}
export const askedFields = (process: Process): readonly AskedField[] => {
  const isRetired = (id: string): boolean => process.fields.some((field) => field.id === id && field.isRetired);
  const asked = process.forms.customer.filter(({ field }) => !isRetired(field));
  const listed = new Set(asked.map(({ field }) => field));
  const own = process.fields.filter(({ id, of, isRetired: gone }) => of === 'customer' && !gone && !listed.has(id));
  return [
    ...asked.map(({ field, isRequired }) => ({ look: fieldLook(process, field), isRequired })),
    ...own.map(({ id }) => ({ look: fieldLook(process, id), isRequired: false })),
  ];
};
