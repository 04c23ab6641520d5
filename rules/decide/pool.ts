import { leads } from '../access/access.ts';
import type { DecideContext, Decision } from '../commands.ts';
import type { EventType, PayloadOf } from '../events/payloads.ts';
import type { EventId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { accepted, citing, customerDraft, type RefusalInput, refused } from './outcome.ts';

const POOL = 'pool';
const APPEAL = 'pool.appeal';

const isLeader = ({ org, actor }: DecideContext, { owner, territory }: CustomerState): boolean =>
  leads(org, actor, owner, territory);

/** What somebody may still do whose follow-up is suspended: appeal, read, and finish what was promised. */
const ALLOWED_IN_POOL: ReadonlySet<EventType> = new Set<EventType>([
  'appealFiled',
  'noticeSeen',
  'commitmentDelivered',
  'complaintRecorded',
  'complaintResolved',
  'taskCompleted',
  'taskReturned',
  'taskResumed',
  'taskReassigned',
  'taskSnoozed',
  'effectSnoozed',
  'contactAccessRequested',
  'contactAccessGranted',
  'contactSaved',
]);

/** 跟进权限 suspended: in the pool only leaders act on a customer, others appeal (R23). */
export const isSuspended = (type: EventType, context: DecideContext, customer: CustomerState): boolean =>
  customer.pool?.status === 'in' && !ALLOWED_IN_POOL.has(type) && !isLeader(context, customer);

/** 《无效线索申诉表》: a recording and a screenshot, both, and why (R24). */
export const decideAppeal = (
  payload: PayloadOf<'appealFiled'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const { pool } = customer;
  if (pool?.status !== 'in' || pool.entry !== payload.effect) {
    return refused(context, { code: 'unknownSubject', rule: APPEAL, field: 'effect' });
  }
  if (customer.owner !== context.actor && !isLeader(context, customer)) {
    return refused(context, { code: 'ownerOnly', rule: APPEAL });
  }
  const has = (documentType: string): boolean => payload.evidence.some((file) => file.documentType === documentType);
  const faults: RefusalInput[] = [];
  if (!hasText(payload.reason)) faults.push({ code: 'required', rule: APPEAL, field: 'reason' });
  if (!has('callRecording')) faults.push({ code: 'appealNeedsAudio', rule: APPEAL, field: 'callRecording' });
  if (!has('chatScreenshot')) faults.push({ code: 'appealNeedsImage', rule: APPEAL, field: 'chatScreenshot' });
  if (faults.length > 0) return refused(context, ...faults);
  return accepted([customerDraft(customer, 'appealFiled', payload)]);
};

/** The manager's word within his time; a rejection puts the customer back (A22). */
export const decideAppealDecision = (
  payload: PayloadOf<'appealDecided'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const appeal = customer.pool?.appeals.find(({ id }) => id === payload.appeal);
  if (appeal === undefined) return refused(context, { code: 'unknownSubject', rule: APPEAL, field: 'appeal' });
  // Whoever appealed does not judge himself, leader or not.
  if (!isLeader(context, customer) || appeal.author === context.actor) {
    return refused(context, { code: 'managersOnly', rule: APPEAL });
  }
  if (appeal.decided !== null) return refused(context, { code: 'alreadyDone', rule: APPEAL });
  if (!payload.isAccepted && !hasText(payload.reason))
    return refused(context, { code: 'required', rule: APPEAL, field: 'reason' });
  if (!payload.isAccepted && appeal.isComplete && context.now > appeal.rejectBy) {
    return refused(context, { code: 'overrideClosed', rule: APPEAL, params: { deadline: appeal.rejectBy } });
  }
  return accepted([customerDraft(customer, 'appealDecided', payload, citing(appeal.id))]);
};

const leadersAct = (context: DecideContext, customer: CustomerState, reason: string | undefined): Decision | null => {
  if (!isLeader(context, customer)) return refused(context, { code: 'managersOnly', rule: POOL });
  return hasText(reason) ? null : refused(context, { code: 'required', rule: POOL, field: 'reason' });
};

/** 改派 or 放行: a leader lets the customer out, to somebody else where he names one (R23, A22). */
export const decideRelease = (
  payload: PayloadOf<'poolReleased'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const denied = leadersAct(context, customer, payload.reason);
  if (denied !== null) return denied;
  if (customer.pool?.status !== 'in' || customer.pool.entry !== payload.effect) {
    return refused(context, { code: 'unknownSubject', rule: POOL, field: 'effect' });
  }
  const { to } = payload;
  if (to !== undefined && context.org.members[to]?.active !== true) {
    return refused(context, { code: 'unknownSubject', rule: POOL, field: 'to' });
  }
  const released = customerDraft(customer, 'poolReleased', payload);
  if (to === undefined || to === customer.owner) return accepted([released]);
  const handed = customerDraft(
    customer,
    'customerHandedOver',
    { to, reason: payload.reason },
    citing(customer.created.id),
  );
  return accepted([released, handed]);
};

/** 作废. */
export const decideVoid = (
  payload: PayloadOf<'customerVoided'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const denied = leadersAct(context, customer, payload.reason);
  if (denied !== null) return denied;
  if (customer.voided !== null) return refused(context, { code: 'alreadyDone', rule: POOL });
  return accepted([customerDraft(customer, 'customerVoided', payload, citing(customer.created.id))]);
};

/** 合并: this record goes into another of the same company (S18). */
export const decideMerge = (
  payload: PayloadOf<'customerMerged'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'customer.merge';
  if (!isLeader(context, customer)) return refused(context, { code: 'managersOnly', rule });
  if (payload.into === customer.id) return refused(context, { code: 'invalid', rule, field: 'into' });
  if (customer.mergedInto.some(({ into }) => into === payload.into))
    return refused(context, { code: 'alreadyDone', rule });
  return accepted([customerDraft(customer, 'customerMerged', payload, citing(customer.created.id))]);
};

/** Takes back exactly the edges it names. */
export const decideUnmerge = (
  payload: PayloadOf<'mergeUndone'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'customer.merge';
  if (!isLeader(context, customer)) return refused(context, { code: 'managersOnly', rule });
  const live = new Set<string>(customer.mergedInto.map(({ id }) => id));
  if (!payload.merges.every((id) => live.has(id)))
    return refused(context, { code: 'unknownSubject', rule, field: 'merges' });
  return accepted([customerDraft(customer, 'mergeUndone', payload, citing(...(payload.merges as EventId[])))]);
};
