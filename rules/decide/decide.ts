import { accessTo } from '../access/access.ts';
import { documentClassOf, mayHoldType } from '../access/document-class.ts';
import type { Command, DecideContext, Decision } from '../commands.ts';
import { type EventType, type PayloadOf, payloadSchemas } from '../events/payloads.ts';
import type { CustomerState } from '../state.ts';
import { decideClose } from './brake.ts';
import { decideComplaint, decideComplaintResolved } from './complaint.ts';
import { decideContact, decideContactGrant, decideContactRequest } from './contact.ts';
import {
  decideCreate,
  decideHandOver,
  decideInteraction,
  decidePatch,
  decideRetract,
  decideShare,
} from './customer.ts';
import { type DeskCommand, decideOnDesk } from './desk.ts';
import { decideLeadAnswer, decideLeadAssigned, decideLeadDiscarded, decideLeadRecorded } from './lead.ts';
import { decideLeave, decideLeaveCancelled } from './leave.ts';
import { decideCancel, decideDelivered, decideNote, decideReschedule, type NoteInProgress } from './note.ts';
import { decideAdd, decideEnd, decideReopen, decideStage, decideTrade } from './opportunity.ts';
import {
  decideBaseline,
  decideFounding,
  decideInvite,
  decideMemberChange,
  decideProcess,
  decideStore,
  decideTerritory,
} from './org.ts';
import { refused } from './outcome.ts';
import {
  decideAppeal,
  decideAppealDecision,
  decideMerge,
  decideRelease,
  decideUnmerge,
  decideVoid,
  isSuspended,
} from './pool.ts';
import { shapeRefusals } from './schema-check.ts';
import { decideMark, decideSettle } from './status.ts';
import {
  decideAssign,
  decideNoticeSeen,
  decideReassign,
  decideSnooze,
  decideSnoozeEffect,
  decideTask,
} from './task.ts';

/** Event type a command is held to. */
const eventTypeOf = (type: Command['type']): EventType => {
  switch (type) {
    case 'createPrivateCustomer':
      return 'customerCreated';
    case 'shareCustomer':
      return 'customerCreated';
    default:
      return type;
  }
};

/** What the fold will fill in has a place in the schema: given here so that only what the person gave is judged. */
const withPlaces = (type: EventType, payload: object): object => {
  switch (type) {
    case 'statusMarked':
      return { ...payload, basis: null };
    case 'stageEntered':
      return { ...payload, basis: null, from: '-' };
    default:
      return payload;
  }
};

type OrgCommand = Extract<
  Command,
  {
    type:
      | 'companyFounded'
      | 'territoryDefined'
      | 'storeDefined'
      | 'memberInvited'
      | 'memberChanged'
      | 'leaveEntered'
      | 'leaveCancelled'
      | 'processPublished'
      | 'baselineSet';
  }
>;
type LeadCommand = Extract<Command, { type: 'leadRecorded' | 'leadAssigned' | 'leadDiscarded' }>;
type CreateCommand = Extract<Command, { type: 'customerCreated' | 'createPrivateCustomer' }>;
type CustomerCommand = Exclude<Command, OrgCommand | LeadCommand | CreateCommand | DeskCommand>;

const isOrgCommand = (command: Command): command is OrgCommand => command.subject === 'org';
const isDeskCommand = (command: Command): command is DeskCommand =>
  documentClassOf(eventTypeOf(command.type)) === 'desk';
const isCreateCommand = (command: Command): command is CreateCommand =>
  command.type === 'customerCreated' || command.type === 'createPrivateCustomer';

const isLeadCommand = (command: Command): command is LeadCommand =>
  documentClassOf(eventTypeOf(command.type)) === 'mql';

const decideOnLead = (command: LeadCommand, context: DecideContext): Decision => {
  const { lead } = context;
  if (command.type === 'leadRecorded') return decideLeadRecorded(command.subject, command.payload, context);
  if (!lead) return refused(context, { code: 'unknownSubject', rule: 'subject' });
  return command.type === 'leadAssigned'
    ? decideLeadAssigned(command.payload, context, lead)
    : decideLeadDiscarded(command.payload, context, lead);
};

const decideOrg = (command: Command, context: DecideContext): Decision => {
  switch (command.type) {
    case 'companyFounded':
      return decideFounding(command.payload, context);
    case 'territoryDefined':
      return decideTerritory(command.payload, context);
    case 'storeDefined':
      return decideStore(command.payload, context);
    case 'memberInvited':
      return decideInvite(command.payload, context);
    case 'memberChanged':
      return decideMemberChange(command.payload, context);
    case 'leaveEntered':
      return decideLeave(command.payload, context);
    case 'leaveCancelled':
      return decideLeaveCancelled(command.payload, context);
    case 'processPublished':
      return decideProcess(command.payload, context);
    case 'baselineSet':
      return decideBaseline(command.payload, context);
    default:
      return refused(context, { code: 'unknownSubject', rule: 'subject' });
  }
};

const decideOnCustomer = (command: CustomerCommand, context: DecideContext, customer: CustomerState): Decision => {
  switch (command.type) {
    case 'shareCustomer':
      return decideShare(context, customer);
    case 'fieldPatched':
      return decidePatch(command.payload, context, customer);
    case 'opportunityAdded':
      return decideAdd(command.payload, context, customer);
    case 'customerHandedOver':
      return decideHandOver(command.payload, context, customer);
    case 'statusMarked':
      return decideMark(command.payload, context, customer);
    case 'stageEntered':
      return decideStage(command.payload, context, customer);
    case 'opportunityEnded':
      return decideEnd(command.payload, context, customer);
    case 'opportunityReopened':
      return decideReopen(command.payload, context, customer);
    case 'visitNoteRecorded':
      return decideNote(command.payload as NoteInProgress, context, customer);
    case 'commitmentDelivered':
      return decideDelivered(command.payload, context, customer);
    case 'touchpointRescheduled':
      return decideReschedule(command.payload, context, customer);
    case 'touchpointCancelled':
      return decideCancel(command.payload, context, customer);
    case 'interactionRecorded':
      return decideInteraction(command.payload, context, customer);
    case 'inquiryReceived':
    case 'quoteSent':
      return decideTrade(command.type, command.payload, context, customer);
    case 'complaintRecorded':
      return decideComplaint(command.payload, context, customer);
    case 'complaintResolved':
      return decideComplaintResolved(command.payload, context, customer);
    case 'taskAssigned':
      return decideAssign(command.payload, context, customer);
    case 'taskCompleted':
    case 'taskReturned':
    case 'taskResumed':
      return decideTask(command.type, command.payload as PayloadOf<'taskReturned'>, context, customer);
    case 'taskReassigned':
      return decideReassign(command.payload, context, customer);
    case 'taskSnoozed':
      return decideSnooze(command.payload, context, customer);
    case 'overrideSettled':
      return decideSettle(command.payload, context, customer);
    case 'effectSnoozed':
      return decideSnoozeEffect(command.payload, context, customer);
    case 'effectClosed':
      return decideClose(command.payload, context, customer);
    case 'appealFiled':
      return decideAppeal(command.payload, context, customer);
    case 'appealDecided':
      return decideAppealDecision(command.payload, context, customer);
    case 'poolReleased':
      return decideRelease(command.payload, context, customer);
    case 'customerVoided':
      return decideVoid(command.payload, context, customer);
    case 'customerMerged':
      return decideMerge(command.payload, context, customer);
    case 'mergeUndone':
      return decideUnmerge(command.payload, context, customer);
    case 'noticeSeen':
      return decideNoticeSeen(command.payload, context, customer);
    case 'contactAccessRequested':
      return decideContactRequest(command.payload, context, customer);
    case 'contactAccessGranted':
      return decideContactGrant(command.payload, context, customer);
    case 'retracted':
      return decideRetract(command.payload, context, customer);
    case 'leadAccepted':
    case 'leadDeclined':
      return decideLeadAnswer(command.type, command.payload, context, customer);
    case 'contactSaved':
      return decideContact(command.payload, context, customer);
    default:
      return refused(context, { code: 'unknownSubject', rule: 'subject' });
  }
};

/** A private document is appended to by its member alone (RA-4): whoever else sees the customer only reads it. */
const isOutOfReach = (type: EventType, { actor }: DecideContext, { isPrivate, created }: CustomerState): boolean =>
  isPrivate && created.author !== actor && documentClassOf(type) !== 'contact';

/**
 * Rows of pool and log go where their author may append, by the relay's own rule: anything else would wait in the
 * outbox for ever.
 */
const isAppendable = (
  decision: Decision,
  { org, actor }: DecideContext,
  { territory, owner }: CustomerState,
): boolean => {
  if (decision.kind === 'refused') return true;
  const holdings = { of: () => null, ownsIn: () => owner === actor };
  return decision.drafts.every(
    ({ document }) =>
      (document !== 'pool' && document !== 'log') || accessTo(org, actor, { kind: 'pool', territory }, holdings).append,
  );
};

/** A note explains its own gaps; `shareCustomer` has no payload. */
const isShapeJudgedElsewhere = (type: Command['type']): boolean =>
  type === 'visitNoteRecorded' || type === 'shareCustomer';

/**
 * Judges a command by the process in force, as this device knows it: offline exactly as online (S21). Accepted
 * drafts always fit their payload schemas; a refusal names everything that is missing at once. Never throws.
 */
export const decide = (command: Command, context: DecideContext): Decision => {
  const type = eventTypeOf(command.type);
  if (!Object.hasOwn(payloadSchemas, type)) return refused(context, { code: 'invalid', rule: 'subject' });
  const member = context.org.members[context.actor];
  if (!member?.active || !mayHoldType(member.role, type)) {
    return refused(context, { code: 'notEntitled', rule: 'role', params: { type } });
  }
  if (!isShapeJudgedElsewhere(command.type)) {
    const faults = shapeRefusals(type, withPlaces(type, command.payload), context);
    if (faults.length > 0) return { kind: 'refused', refusals: faults };
  }
  if (isOrgCommand(command)) return decideOrg(command, context);
  if (isLeadCommand(command)) return decideOnLead(command, context);
  if (isDeskCommand(command)) return decideOnDesk(command, context);
  if (isCreateCommand(command)) {
    const document = command.type === 'createPrivateCustomer' ? 'private' : 'pool';
    return decideCreate(command.subject, command.payload, context, document);
  }
  if (context.customer === null) return refused(context, { code: 'unknownSubject', rule: 'subject' });
  if (isOutOfReach(type, context, context.customer)) {
    return refused(context, { code: 'ownerOnly', rule: 'customer.private' });
  }
  if (isSuspended(type, context, context.customer)) return refused(context, { code: 'suspended', rule: 'pool' });
  const decision = decideOnCustomer(command, context, context.customer);
  return isAppendable(decision, context, context.customer)
    ? decision
    : refused(context, { code: 'notEntitled', rule: 'territory', params: { type } });
};
