import {
  type CustomerState,
  civilDate,
  type FieldState,
  type OpportunityState,
  type PatchableField,
  readAmountFen,
  shanghaiDay,
} from '#rules';
import { customerFields as words } from '../../locales/zh-CN/customer-fields.ts';
import { days } from '../../locales/zh-CN/days.ts';
import { amountWords, plainNumber } from '../../views/amount-words.ts';

/** What a field is edited with. */
export type FieldKind = 'text' | 'long' | 'amount' | 'date' | 'segment';
const KINDS: Partial<Record<PatchableField, FieldKind>> = {
  segment: 'segment',
  budgetFen: 'amount',
  expectedCloseMs: 'date',
  remark: 'long',
  need: 'long',
  decisionChain: 'long',
};
export const kindOfField = (field: PatchableField): FieldKind => KINDS[field] ?? 'text';

/** Fields that belong to the customer; the others belong to an opportunity. */
export const PROFILE_FIELDS = [
  'name',
  'segment',
  'industry',
  'level',
  'city',
  'district',
  'source',
  'product',
  'remark',
] as const satisfies readonly PatchableField[];
export const DEAL_FIELDS = [
  'need',
  'budgetFen',
  'decisionChain',
  'keyContact',
  'expectedCloseMs',
  'competitor',
  'siteAddress',
] as const satisfies readonly PatchableField[];

const PROFILE: ReadonlySet<string> = new Set(PROFILE_FIELDS);

/** Where a field stands, and so where it is patched: `null` = on the customer. */
export interface Place {
  readonly state: FieldState | null;
  readonly opportunity: string | null;
}

/**
 * An opportunity without a value of its own shows the customer's. What is written goes where the shown value
 * stands, except that with several opportunities each gets its own; two values are settled where they are.
 */
export const placeOf = (
  customer: CustomerState,
  opportunity: OpportunityState | null,
  field: PatchableField,
): Place => {
  const own = opportunity?.fields[field];
  const shared = customer.fields[field] ?? null;
  if (own && opportunity) return { state: own, opportunity: opportunity.id };
  if (opportunity === null || PROFILE.has(field)) return { state: shared, opportunity: null };
  const isShared = shared !== null && (shared.leaves.length > 1 || customer.opportunities.length === 1);
  return { state: shared, opportunity: isShared ? null : opportunity.id };
};

/** `2026年12月18日`, without the year when it is that of `nowMs`. */
export const dateWords = (atMs: number, nowMs: number): string => {
  const { year, month, day } = civilDate(shanghaiDay(atMs));
  return year === civilDate(shanghaiDay(nowMs)).year ? days.date(month, day) : days.fullDate(year, month, day);
};

/** A value as shown. */
export const valueWords = (field: PatchableField, value: string | number | null, nowMs: number): string => {
  if (value === null) return words.cleared;
  switch (kindOfField(field)) {
    case 'amount':
      return amountWords(Number(value));
    case 'date':
      return dateWords(Number(value), nowMs);
    case 'segment':
      return words.segments[String(value)] ?? String(value);
    default:
      return String(value);
  }
};

/** What stands in the text box while editing; dates are instants in text. */
export const draftOf = (field: PatchableField, value: string | number | null): string => {
  if (value === null) return '';
  return kindOfField(field) === 'amount' ? plainNumber(Number(value) / 100) : String(value);
};

export type FieldDraft =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'bad'; readonly problem: string };

/** What was typed as a value of the field. */
export const readDraft = (field: PatchableField, draft: string): FieldDraft => {
  const text = draft.trim();
  if (text === '') return { kind: 'empty' };
  if (kindOfField(field) === 'date') return { kind: 'value', value: Number(text) };
  if (kindOfField(field) !== 'amount') return { kind: 'value', value: text };
  const amount = readAmountFen(text);
  return amount.kind === 'value' ? amount : { kind: 'bad', problem: words.amountBad };
};
