import { leads, worksIn } from '../access/access.ts';
import type { DecideContext } from '../commands.ts';
import { isPatchable } from '../events/patchable.ts';
import type { MemberId } from '../ids.ts';
import type { CustomerState, FieldValue, OpportunityState } from '../state.ts';

/** The customer's owner, or whoever leads him (S12, S16). */
export const ownsOrLeads = ({ org, actor }: DecideContext, customer: CustomerState): boolean =>
  customer.owner === actor || leads(org, actor, customer.owner, customer.territory);

/** Works in the customer's territory, or owns or leads it. */
export const worksOn = (context: DecideContext, customer: CustomerState): boolean => {
  const member = context.org.members[context.actor];
  return member !== undefined && (worksIn(member, customer.territory) || ownsOrLeads(context, customer));
};

/** Wrote it, or leads whoever did. */
export const wroteOrLeads = ({ org, actor }: DecideContext, author: MemberId, customer: CustomerState): boolean =>
  author === actor || leads(org, actor, author, customer.territory);

export const findOpportunity = (customer: CustomerState, id: string): OpportunityState | null =>
  customer.opportunities.find((opportunity) => opportunity.id === id) ?? null;

/** Shown value of a field: the opportunity's own, else the customer's. */
export const fieldValue = (
  customer: CustomerState,
  opportunity: OpportunityState | null,
  field: string,
): FieldValue['value'] => {
  if (!isPatchable(field)) return null;
  return opportunity?.fields[field]?.leaves[0]?.value ?? customer.fields[field]?.leaves[0]?.value ?? null;
};
