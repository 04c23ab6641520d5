import type { MemberId } from '../ids.ts';
import type { OrgState } from '../org-state.ts';
import type { CustomerState } from '../state.ts';
import { type Access, accessTo } from './access.ts';

/**
 * What a member may do with a customer's contacts, by the customer's folded state: the relay's own rule, so that a
 * screen offers and `decide` accepts exactly what the relay takes and gives (R67).
 */
export const accessToContacts = (org: OrgState, member: MemberId, customer: CustomerState): Access => {
  const holding = {
    territory: customer.territory,
    owner: customer.owner,
    creator: customer.contributor ?? customer.created.author,
    grants: customer.contactGrants,
  };
  const holdings = { of: () => holding, ownsIn: () => customer.owner === member };
  return accessTo(org, member, { kind: 'contact', customer: customer.id }, holdings);
};
