import type { CommandPayload, DecideContext, Decision } from '../commands.ts';
import type { PayloadOf } from '../events/payloads.ts';
import type { Stage } from '../process.ts';
import type { CustomerState, OpportunityState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { fieldValue, findOpportunity, ownsOrLeads, worksOn } from './entitlement.ts';
import { accepted, citing, customerDraft, type RefusalInput, refused } from './outcome.ts';

const STAGE = 'stage.enter';
const END = 'opportunity.end';

/** Stages jumped over on the way forward (R11); none on the way back. */
const skippedStages = (context: DecideContext, from: string, to: string): readonly string[] => {
  const names = context.org.process.stages.map(({ id }) => id);
  const [start, end] = [names.indexOf(from), names.indexOf(to)];
  return start >= 0 && end > start + 1 ? names.slice(start + 1, end) : [];
};

/** What a stage asks for from wherever, and from this one (R9). */
const requiredFor = ({ requiredFields, transitions }: Stage, from: string): readonly string[] => [
  ...new Set([
    ...requiredFields,
    ...transitions.filter((one) => one.from === from).flatMap((one) => one.requiredFields),
  ]),
];

const stageFaults = (
  payload: CommandPayload<'stageEntered'>,
  context: DecideContext,
  customer: CustomerState,
  opportunity: OpportunityState,
): RefusalInput[] => {
  const target = context.org.process.stages.find(({ id }) => id === payload.stage);
  if (!target) return [{ code: 'stageUnknown', rule: STAGE, field: 'stage' }];
  if (opportunity.ended) return [{ code: 'opportunityEnded', rule: STAGE }];
  const isSettling = opportunity.alsoEntered.length > 0;
  if (opportunity.stage === target.id && !isSettling) return [{ code: 'stageSame', rule: STAGE, field: 'stage' }];
  const faults: RefusalInput[] = [];
  const missing = requiredFor(target, opportunity.stage).filter(
    (field) => fieldValue(customer, opportunity, field) === null,
  );
  if (missing.length > 0) {
    faults.push({ code: 'stageFieldsMissing', rule: STAGE, field: 'stage', params: { stage: target.name, missing } });
  }
  const skipped = skippedStages(context, opportunity.stage, target.id);
  if (skipped.length > 0 && !hasText(payload.skippedReason)) {
    faults.push({ code: 'skipNeedsReason', rule: STAGE, field: 'skippedReason', params: { skipped } });
  }
  return faults;
};

/** R9, R11: entering a stage needs its fields, jumping over stages needs a reason. */
export const decideStage = (
  payload: CommandPayload<'stageEntered'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const opportunity = findOpportunity(customer, payload.opportunity);
  if (!opportunity) return refused(context, { code: 'unknownSubject', rule: STAGE, field: 'opportunity' });
  if (!ownsOrLeads(context, customer)) return refused(context, { code: 'ownerOnly', rule: STAGE });
  const faults = stageFaults(payload, context, customer, opportunity);
  if (faults.length > 0) return refused(context, ...faults);
  const present = opportunity.visits[opportunity.visits.length - 1];
  const basis = present && present.from !== null ? present.id : null;
  const entry: PayloadOf<'stageEntered'> = { ...payload, from: opportunity.stage, basis };
  const others = opportunity.alsoEntered.map(({ id }) => id);
  return accepted([customerDraft(customer, 'stageEntered', entry, citing(present?.id, ...others))]);
};

const endFaults = (payload: PayloadOf<'opportunityEnded'>): RefusalInput[] => {
  const faults: RefusalInput[] = [];
  if (payload.outcome === 'lost' && !hasText(payload.reason)) {
    faults.push({ code: 'lossNeedsReason', rule: END, field: 'reason' });
  }
  if (payload.outcome === 'won') {
    if (payload.amountFen === undefined) faults.push({ code: 'required', rule: END, field: 'amountFen' });
    if (payload.dateMs === undefined) faults.push({ code: 'required', rule: END, field: 'dateMs' });
  }
  return faults;
};

/** R101: 成单 with amount and date, 丢单 with a reason, or 搁置; ends the stage clock. */
export const decideEnd = (
  payload: PayloadOf<'opportunityEnded'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const opportunity = findOpportunity(customer, payload.opportunity);
  if (!opportunity) return refused(context, { code: 'unknownSubject', rule: END, field: 'opportunity' });
  if (!ownsOrLeads(context, customer)) return refused(context, { code: 'ownerOnly', rule: END });
  if (opportunity.ended) return refused(context, { code: 'opportunityEnded', rule: END });
  const faults = endFaults(payload);
  if (faults.length > 0) return refused(context, ...faults);
  const present = opportunity.visits[opportunity.visits.length - 1];
  return accepted([customerDraft(customer, 'opportunityEnded', payload, citing(present?.id))]);
};

export const decideReopen = (
  payload: PayloadOf<'opportunityReopened'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const opportunity = findOpportunity(customer, payload.opportunity);
  if (!opportunity?.ended) return refused(context, { code: 'unknownSubject', rule: 'opportunity.reopen' });
  if (!ownsOrLeads(context, customer)) return refused(context, { code: 'ownerOnly', rule: 'opportunity.reopen' });
  return accepted([customerDraft(customer, 'opportunityReopened', payload, citing(opportunity.ended.id))]);
};

/** Several opportunities may run at once (R102). */
export const decideAdd = (
  payload: PayloadOf<'opportunityAdded'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'opportunity.add';
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule });
  if (findOpportunity(customer, payload.opportunity)) return refused(context, { code: 'alreadyDone', rule });
  const isKnown = context.org.process.stages.some(({ id }) => id === payload.stage);
  if (!isKnown) return refused(context, { code: 'stageUnknown', rule, field: 'stage' });
  return accepted([customerDraft(customer, 'opportunityAdded', payload, citing(customer.created.id))]);
};

/** 询价 and 报价: recorded on a running opportunity. */
export const decideTrade = (
  type: 'inquiryReceived' | 'quoteSent',
  payload: PayloadOf<'inquiryReceived'> | PayloadOf<'quoteSent'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = `opportunity.${type}`;
  const opportunity = findOpportunity(customer, payload.opportunity);
  if (!opportunity) return refused(context, { code: 'unknownSubject', rule, field: 'opportunity' });
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule });
  if (opportunity.ended) return refused(context, { code: 'opportunityEnded', rule });
  return accepted([customerDraft(customer, type, payload)]);
};
