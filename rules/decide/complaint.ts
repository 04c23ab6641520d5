import type { DecideContext, Decision } from '../commands.ts';
import type { PayloadOf } from '../events/payloads.ts';
import type { CustomerState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { ownsOrLeads, worksOn } from './entitlement.ts';
import { accepted, citing, customerDraft, type RefusalInput, refused } from './outcome.ts';

const RULE = 'complaint';

/** 投诉: by whoever works on the customer; names the promise that was broken where it was one (R38). */
export const decideComplaint = (
  payload: PayloadOf<'complaintRecorded'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule: RULE });
  const note = customer.notes.find(({ id }) => id === payload.commitment);
  const faults: RefusalInput[] = [];
  if (!hasText(payload.summary)) faults.push({ code: 'required', rule: RULE, field: 'summary' });
  if (payload.atMs > context.now) faults.push({ code: 'invalid', rule: RULE, field: 'atMs' });
  if (payload.commitment !== undefined && note?.payload.commitment.kind !== 'promised') {
    faults.push({ code: 'unknownSubject', rule: RULE, field: 'commitment' });
  }
  if (faults.length > 0) return refused(context, ...faults);
  return accepted([customerDraft(customer, 'complaintRecorded', payload, citing(note?.id))]);
};

/** 处理好了: by the responsible person or a leader, with what was done; it stays in the count. */
export const decideComplaintResolved = (
  payload: PayloadOf<'complaintResolved'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const complaint = customer.complaints.find(({ id }) => id === payload.complaint);
  if (complaint === undefined) return refused(context, { code: 'unknownSubject', rule: RULE, field: 'complaint' });
  if (!ownsOrLeads(context, customer)) return refused(context, { code: 'ownerOnly', rule: RULE });
  if (complaint.resolved !== null) return refused(context, { code: 'alreadyDone', rule: RULE });
  if (!hasText(payload.reason)) return refused(context, { code: 'required', rule: RULE, field: 'reason' });
  return accepted([customerDraft(customer, 'complaintResolved', payload, citing(complaint.id))]);
};
