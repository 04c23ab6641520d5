import { accessToContacts } from '../access/access-to-contacts.ts';
import type { DecideContext, Decision } from '../commands.ts';
import type { PayloadOf } from '../events/payloads.ts';
import type { EventId, MemberId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { ownsOrLeads } from './entitlement.ts';
import { accepted, citing, customerDraft, refused } from './outcome.ts';

/** Asks owner and leaders for a look at the contacts; whoever may look already has nothing to ask. */
export const decideContactRequest = (
  payload: PayloadOf<'contactAccessRequested'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'contact.request';
  if (accessToContacts(context.org, context.actor, customer).read) {
    return refused(context, { code: 'alreadyDone', rule });
  }
  return accepted([customerDraft(customer, 'contactAccessRequested', payload)]);
};

/** Grants an active colleague the contacts, with or without his request. */
export const decideContactGrant = (
  payload: PayloadOf<'contactAccessGranted'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'contact.grant';
  if (!ownsOrLeads(context, customer)) return refused(context, { code: 'ownerOnly', rule });
  if (context.org.members[payload.member]?.active !== true) {
    return refused(context, { code: 'unknownSubject', rule, field: 'member' });
  }
  if (customer.contactGrants.includes(payload.member as MemberId))
    return refused(context, { code: 'alreadyDone', rule });
  return accepted([
    customerDraft(customer, 'contactAccessGranted', payload, citing(payload.request as EventId | undefined)),
  ]);
};

/** A person's details, in the customer's contact document; a correction replaces every leaf its author saw. */
export const decideContact = (
  payload: PayloadOf<'contactSaved'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'contact.save';
  if (!accessToContacts(context.org, context.actor, customer).append) {
    return refused(context, { code: 'notEntitled', rule });
  }
  const { phone, wechat, email, address, removed } = payload;
  if (!removed && ![phone, wechat, email, address].some(hasText)) {
    return refused(context, { code: 'required', rule, field: 'phone' });
  }
  const leaves = context.contacts?.find(({ person }) => person === payload.person)?.leaves ?? [];
  return accepted([customerDraft(customer, 'contactSaved', payload, citing(...leaves.map(({ id }) => id)))]);
};
