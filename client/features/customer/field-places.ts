import type { CustomerState, FieldState, OpportunityState, PatchableField, Process } from '#rules';

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
  'decisionMakerTitle',
  'expectedCloseMs',
  'competitor',
  'siteAddress',
] as const satisfies readonly PatchableField[];

const PROFILE: ReadonlySet<string> = new Set(PROFILE_FIELDS);

/** By any of its values: where one cleared it and another did not, that is to be settled there. */
const isThere = (state: FieldState | undefined): boolean => state?.leaves.some(({ value }) => value !== null) ?? false;

/** A customer's fields of which this opportunity has a value of its own: 产品 may be filled in on the way to a stage. */
export const heldFields = ({ fields }: OpportunityState): readonly PatchableField[] =>
  PROFILE_FIELDS.filter((field) => isThere(fields[field]));

/** Whether one of the customer's opportunities has it, where the customer itself does not. */
export const isHeldByOpportunity = ({ fields, opportunities }: CustomerState, field: PatchableField): boolean =>
  !isThere(fields[field]) && opportunities.some((one) => isThere(one.fields[field]));

/** The company's own fields of a customer or of an opportunity; retired ones only where they still hold something. */
export const ownFields = (
  process: Process | undefined,
  of: 'customer' | 'opportunity',
  fields: CustomerState['fields'],
): readonly PatchableField[] =>
  (process?.fields ?? [])
    .filter((field) => field.of === of)
    .flatMap(({ id, isRetired }) => {
      const field = id as `x_${string}`;
      return isRetired && !isThere(fields[field]) ? [] : [field];
    });

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
