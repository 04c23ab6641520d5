import { isCustomFieldId } from '../process-limits.ts';

/** Fields of a customer or an opportunity that anyone entitled may patch; the value's type is per field. */
export const PATCHABLE_FIELDS = [
  'name',
  'segment',
  'industry',
  'city',
  'district',
  'level',
  'source',
  'product',
  'remark',
  'budgetFen',
  'decisionChain',
  'keyContact',
  'decisionMakerTitle',
  'need',
  'expectedCloseMs',
  'competitor',
  'siteAddress',
] as const;
export type PatchableField = (typeof PATCHABLE_FIELDS)[number] | `x_${string}`;

/** Whether a value of this name can be patched: one of the product's fields, or one of the form of a company's own. */
export const isPatchable = (field: string): field is PatchableField =>
  (PATCHABLE_FIELDS as readonly string[]).includes(field) || isCustomFieldId(field);
