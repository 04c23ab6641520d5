import { accessTo, leads, worksIn } from '../access/access.ts';
import { mayHoldType } from '../access/document-class.ts';
import type { DecideContext, Decision, Draft } from '../commands.ts';
import type { PayloadOf } from '../events/payloads.ts';
import type { EventId, MemberId, TerritoryId } from '../ids.ts';
import { givenCustomer, openOffer } from '../insights/lead-row.ts';
import { leadCustomer, leadOpportunity } from '../lead-ids.ts';
import type { CustomerState, LeadState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { containsPhone } from '../text/normalise.ts';
import { accepted, citing, customerDraft, type RefusalInput, refused } from './outcome.ts';

const RECORD = 'lead.record';
const ASSIGN = 'lead.assign';
const ANSWER = 'lead.answer';

const leadDraft = (lead: string, type: Draft['type'], payload: unknown, ...cites: readonly EventId[]): Draft => ({
  ...{ type, subject: lead, payload, document: 'mql', cites },
});

/** Everything in it that a person typed, by its field. */
const textsOf = ({ name, source, campaign, remark, attributes }: PayloadOf<'leadRecorded'>): [string, string][] =>
  Object.entries({ name, source, campaign, remark, ...attributes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );

/** A lead of marketing's: once, without a phone number, which everybody who gives leads would read (R51, R67). */
export const decideLeadRecorded = (
  subject: string,
  payload: PayloadOf<'leadRecorded'>,
  context: DecideContext,
): Decision => {
  if (context.lead) return refused(context, { code: 'alreadyDone', rule: RECORD });
  const faults: RefusalInput[] = [];
  for (const field of ['name', 'source'] as const) {
    if (!hasText(payload[field])) faults.push({ code: 'required', rule: RECORD, field });
  }
  for (const [field, text] of textsOf(payload)) {
    if (containsPhone(text)) faults.push({ code: 'phoneNotHere', rule: RECORD, field });
  }
  const { territory } = payload;
  if (territory !== undefined && !context.org.territories.some(({ id }) => id === territory)) {
    faults.push({ code: 'unknownSubject', rule: RECORD, field: 'territory' });
  }
  if (payload.receivedAtMs > context.now) faults.push({ code: 'invalid', rule: RECORD, field: 'receivedAtMs' });
  if (faults.length > 0) return refused(context, ...faults);
  return accepted([leadDraft(subject, 'leadRecorded', payload)]);
};

/** The customer that comes of the lead, and what only a patch of its opportunity can carry. */
const creation = (lead: LeadState, { to, territory }: PayloadOf<'leadAssigned'>, context: DecideContext): Draft[] => {
  const { name, source, campaign, remark, receivedAtMs, attributes } = lead.recorded.payload;
  const { decisionMakerTitle, ...facts } = attributes;
  const opportunity = leadOpportunity(lead.id);
  const created: PayloadOf<'customerCreated'> = {
    territory,
    profile: { name, source, ...facts, ...(remark === undefined ? {} : { remark }) },
    owner: to,
    opportunity: { opportunity, name, stage: context.org.process.stages[0]?.id ?? '' },
    knownSinceMs: receivedAtMs,
    lead: lead.id,
    ...(campaign === undefined ? {} : { campaign }),
  };
  const draft = { subject: leadCustomer(lead.id), document: 'pool', cites: [lead.recorded.id] } as const;
  const title = { opportunity, field: 'decisionMakerTitle', value: decisionMakerTitle };
  return [
    { ...draft, type: 'customerCreated', payload: created },
    ...(decisionMakerTitle === undefined ? [] : [{ ...draft, type: 'fieldPatched' as const, payload: title }]),
  ];
};

/** Nobody has it any more: offered again where it was declined, else handed over. */
const givenAgain = (customer: CustomerState, to: string): Draft => {
  const last = customer.owners[customer.owners.length - 1];
  const isDeclined = customer.lead?.offers.some(({ declined }) => declined !== null && declined.id === last?.id);
  return last !== undefined && isDeclined === true
    ? customerDraft(customer, 'leadOffered', { to, after: last.id }, citing(customer.created.id, last.id))
    : customerDraft(customer, 'customerHandedOver', { to }, citing(customer.created.id));
};

/** Whoever may be given leads there: he works there, and may take one. */
const maySell = ({ org }: DecideContext, to: string, territory: TerritoryId): boolean => {
  const member = org.members[to];
  return member?.active === true && mayHoldType(member.role, 'leadAccepted') && worksIn(member, territory);
};

/**
 * 派发 (R50, R51): the lead becomes a customer of the person's, the same one on every device; where two give it away
 * apart the fold says who has it. Never while somebody has it.
 */
export const decideLeadAssigned = (
  payload: PayloadOf<'leadAssigned'>,
  context: DecideContext,
  lead: LeadState,
): Decision => {
  const { org, actor } = context;
  const customer = givenCustomer(context.customer);
  const territory = customer?.territory ?? (payload.territory as TerritoryId);
  if (customer !== null && customer.owner !== null) {
    return refused(context, { code: 'leadTaken', rule: ASSIGN, params: { owner: customer.owner } });
  }
  if (customer?.voided || (customer === null && lead.discarded !== null)) {
    return refused(context, { code: 'alreadyDone', rule: ASSIGN });
  }
  if (!org.territories.some(({ id }) => id === territory)) {
    return refused(context, { code: 'unknownSubject', rule: ASSIGN, field: 'territory' });
  }
  if (!maySell(context, payload.to, territory)) {
    return refused(context, { code: 'notEntitled', rule: ASSIGN, field: 'to' });
  }
  const holdings = { of: () => null, ownsIn: () => false };
  const writesThere = accessTo(org, actor, { kind: 'pool', territory }, holdings).append;
  if (!writesThere || !leads(org, actor, payload.to as MemberId, territory)) {
    return refused(context, { code: 'managersOnly', rule: ASSIGN, field: 'to' });
  }
  const assigned = leadDraft(lead.id, 'leadAssigned', { to: payload.to, territory }, lead.recorded.id);
  const given = customer === null ? creation(lead, payload, context) : [givenAgain(customer, payload.to)];
  return accepted([assigned, ...given]);
};

/** 作废: while nobody has it. */
export const decideLeadDiscarded = (
  payload: PayloadOf<'leadDiscarded'>,
  context: DecideContext,
  lead: LeadState,
): Decision => {
  const rule = 'lead.discard';
  if (!hasText(payload.reason)) return refused(context, { code: 'required', rule, field: 'reason' });
  if (lead.discarded !== null) return refused(context, { code: 'alreadyDone', rule });
  const owner = givenCustomer(context.customer)?.owner ?? null;
  if (owner !== null) return refused(context, { code: 'leadTaken', rule, params: { owner } });
  return accepted([leadDraft(lead.id, 'leadDiscarded', payload, lead.recorded.id)]);
};

/** 接收 or 退回, by whom it was given to, while nobody else has it (R51). */
export const decideLeadAnswer = (
  type: 'leadAccepted' | 'leadDeclined',
  payload: PayloadOf<'leadAccepted'> | PayloadOf<'leadDeclined'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const open = openOffer(customer);
  if (open === null || open.id !== payload.offer) return refused(context, { code: 'alreadyDone', rule: ANSWER });
  if (open.to !== context.actor) return refused(context, { code: 'ownerOnly', rule: ANSWER });
  if ('reason' in payload && !hasText(payload.reason)) {
    return refused(context, { code: 'required', rule: ANSWER, field: 'reason' });
  }
  return accepted([customerDraft(customer, type, payload, citing(open.id))]);
};
