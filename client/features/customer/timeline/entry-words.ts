import {
  type CustomerState,
  type DeskEventType,
  type EffectId,
  type EffectState,
  type EventType,
  isTagChange,
  type PayloadOf,
  type TimelineEntry,
  visibleText,
} from '#rules';
import { customerTimeline as words } from '../../../locales/zh-CN/customer-timeline.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { alertWords } from '../../../views/alert-words.ts';
import { amountWords } from '../../../views/amount-words.ts';
import { dayNear } from '../../../views/day-near.ts';
import type { FieldLook } from '../../../views/field-look.ts';
import { dateWords, tagNames, valueWords } from '../../../views/field-values.ts';

/** What a line of the history needs to speak of people, stages and other lines. */
export interface WordContext {
  readonly customer: CustomerState;
  /** Name of a colleague, '' when this device does not know him. */
  readonly nameOf: (member: string) => string;
  /** Stage ids in the order of the process, with their names. */
  readonly stages: readonly { readonly id: string; readonly name: string }[];
  /** How a field looks in the process in force. */
  readonly lookOf: (field: string) => FieldLook;
  readonly nowMs: number;
}

/** One line of the history: a sentence, and what more there is to read. */
export interface EntryWords {
  readonly line: string;
  readonly details: readonly string[];
}

type Speak<Type extends EventType> = (payload: PayloadOf<Type>, context: WordContext) => EntryWords | string;
const { events } = words;

const person = (context: WordContext, member: string | null): string => {
  if (member === null) return words.noOne;
  return context.nameOf(member) || words.someone;
};
const stageName = ({ stages }: WordContext, id: string): string =>
  stages.find((stage) => stage.id === id)?.name ?? words.unknownStage;
const given = (...details: readonly (string | null | undefined | false)[]): string[] =>
  details.filter((detail): detail is string => typeof detail === 'string' && detail !== '');
const filesOf = (evidence: readonly unknown[] | undefined): string | null =>
  evidence && evidence.length > 0 ? words.files(evidence.length) : null;
const reasonOf = (reason: string | undefined): string | null => (reason ? words.reason(reason) : null);

const promisedText = ({ customer }: WordContext, note: string): string | null => {
  const commitment = customer.notes.find(({ id }) => id === note)?.payload.commitment;
  return commitment?.kind === 'promised' ? visibleText(commitment.deliverable) : null;
};

const brokenWords = (context: WordContext, note: string): string | null => {
  const promised = promisedText(context, note);
  return promised === null ? null : events.brokenPromise(promised);
};

const moveWords: Speak<'stageEntered'> = ({ from, stage, skippedReason }, context) => {
  const at = (id: string) => context.stages.findIndex((known) => known.id === id);
  const say = at(stage) < at(from) ? events.stageBack : events.stageEntered;
  return {
    line: say(stageName(context, from), stageName(context, stage)),
    details: given(skippedReason && events.skippedWhy(skippedReason)),
  };
};

const endWords: Speak<'opportunityEnded'> = ({ outcome, amountFen, reason, evidence }) => {
  const won = amountFen === undefined ? events.wonPlain : events.won(amountWords(amountFen));
  return { line: outcome === 'won' ? won : events[outcome], details: given(reasonOf(reason), filesOf(evidence)) };
};

const markWords: Speak<'statusMarked'> = ({ colour, need, openItems, redGround, evidence, remark, override }) => ({
  line: override === undefined ? events.marked(words.colours[colour]) : events.overridden(words.colours[colour]),
  details: given(
    reasonOf(override?.reason),
    need,
    openItems?.map((item) => words.open[item]).join(words.join),
    redGround && words.grounds[redGround],
    filesOf(evidence),
    remark,
  ),
});

const noteWords: Speak<'visitNoteRecorded'> = ({ concern, commitment, next, remark, attachments }, { nowMs }) => ({
  line: events.note(words.concerns[concern.kind]),
  details: given(
    concern.text,
    commitment.kind === 'promised'
      ? events.promised(visibleText(commitment.deliverable), dateWords(commitment.dueMs, nowMs))
      : events.notPromised(commitment.reason),
    next.kind === 'touchpoint' && events.nextAt(dayNear(next.touchpoint.atMs, nowMs), next.touchpoint.agenda),
    remark,
    filesOf(attachments),
  ),
});

/** Types that may stand in a customer's history; what is said on a desk is about a person. */
type HistoryType = Exclude<EventType, DeskEventType>;
/** A sentence for every such type: a new one does not compile without. */
const SPEAK: { readonly [Type in HistoryType]: Speak<Type> } = {
  companyFounded: () => events.companyFounded,
  territoryDefined: ({ name }) => events.territoryDefined(name),
  storeDefined: ({ name }) => events.storeDefined(name),
  memberInvited: ({ name }) => events.memberInvited(name),
  memberChanged: ({ member }, context) => events.memberChanged(person(context, member)),
  leaveEntered: ({ member }, context) => events.leaveEntered(person(context, member)),
  leaveCancelled: () => events.leaveCancelled,
  processPublished: () => events.processPublished,
  baselineSet: () => events.baselineSet,
  customerCreated: ({ imported, contributor, lead, owner }, context) => {
    if (lead !== undefined) return events.leadGiven(person(context, owner ?? ''));
    if (imported) return events.customerImported(imported.file, imported.row);
    // Created once more, in the pool: for its author the private creation has its own line (R72).
    return contributor === undefined ? events.customerCreated : events.customerShared;
  },
  fieldPatched: ({ field, value }, { lookOf, nowMs }) => {
    const look = lookOf(field);
    if (value === null) return events.fieldCleared(look.name);
    if (!isTagChange(value)) return events.fieldPatched(look.name, valueWords(look, value, nowMs));
    return events.tagsChanged(look.name, tagNames(look.options, value.add), tagNames(look.options, value.remove));
  },
  opportunityAdded: ({ name, stage }, context) => events.opportunityAdded(name, stageName(context, stage)),
  customerHandedOver: ({ to, reason }, context) => ({
    line: to === null ? events.released : events.handedOver(person(context, to)),
    details: given(reasonOf(reason)),
  }),
  leadOffered: ({ to }, context) => events.leadGiven(person(context, to)),
  leadAccepted: () => events.leadAccepted,
  leadDeclined: ({ reason }) => ({ line: events.leadDeclined, details: given(reasonOf(reason)) }),
  leadRecorded: () => events.leadRecorded,
  leadAssigned: ({ to }, context) => events.leadGiven(person(context, to)),
  leadDiscarded: ({ reason }) => ({ line: events.leadDiscarded, details: given(reasonOf(reason)) }),
  statusMarked: markWords,
  stageEntered: moveWords,
  opportunityEnded: endWords,
  opportunityReopened: ({ reason }) => ({ line: events.reopened, details: given(reasonOf(reason)) }),
  visitNoteRecorded: noteWords,
  commitmentDelivered: ({ note, remark, evidence }, context) => ({
    line: events.delivered,
    details: given(promisedText(context, note), remark, filesOf(evidence)),
  }),
  touchpointRescheduled: ({ touchpoint, reason }, { nowMs }) => ({
    line: events.rescheduled(dayNear(touchpoint.atMs, nowMs)),
    details: given(touchpoint.agenda, reasonOf(reason)),
  }),
  touchpointCancelled: ({ reason }) => ({ line: events.cancelled, details: given(reasonOf(reason)) }),
  interactionRecorded: ({ channel, answered, summary }) => ({
    line: answered ? words.channels[channel] : words.unanswered[channel],
    details: given(summary),
  }),
  inquiryReceived: ({ summary }) => ({ line: events.inquiry, details: given(summary) }),
  quoteSent: ({ summary, amountFen, evidence }) => ({
    line: amountFen === undefined ? events.quote : events.quoteAmount(amountWords(amountFen)),
    details: given(summary, filesOf(evidence)),
  }),
  complaintRecorded: ({ summary, commitment }, context) => ({
    line: events.complaint,
    details: given(summary, commitment !== undefined && brokenWords(context, commitment)),
  }),
  complaintResolved: ({ reason }) => ({ line: events.complaintResolved, details: given(reason) }),
  taskAssigned: ({ title, to, dueMs, script }, context) => ({
    line: events.taskAssigned(person(context, to), title, dayNear(dueMs, context.nowMs)),
    details: given(script),
  }),
  taskCompleted: ({ task, remark, evidence }, { customer }) => ({
    line: events.taskCompleted(customer.tasks.find(({ id }) => id === task)?.title ?? words.someTask),
    details: given(remark, filesOf(evidence)),
  }),
  taskReassigned: ({ to, reason }, context) => ({
    line: events.taskReassigned(person(context, to)),
    details: given(reasonOf(reason)),
  }),
  taskReturned: ({ missing }) => events.taskReturned(missing),
  taskSnoozed: ({ untilMs }, { nowMs }) => events.snoozed(dayNear(untilMs, nowMs)),
  overrideSettled: ({ isValid, reason }) => ({
    line: isValid ? events.settled : events.settledLate,
    details: given(reasonOf(reason)),
  }),
  effectSnoozed: ({ untilMs }, { nowMs }) => events.alertSnoozed(dayNear(untilMs, nowMs)),
  effectClosed: ({ reason, resumeAtMs }, { nowMs }) => ({
    line: events.effectClosed,
    details: given(reasonOf(reason), resumeAtMs !== undefined && events.closedUntil(dayNear(resumeAtMs, nowMs))),
  }),
  appealFiled: ({ reason, evidence }) => ({
    line: events.appealFiled,
    details: given(reasonOf(reason), filesOf(evidence)),
  }),
  appealDecided: ({ isAccepted, reason }) => ({
    line: isAccepted ? events.appealAccepted : events.appealRejected,
    details: given(reasonOf(reason)),
  }),
  poolReleased: ({ to, reason }, context) => ({
    line: to === undefined ? events.poolReleased : events.poolReassigned(person(context, to)),
    details: given(reasonOf(reason)),
  }),
  customerVoided: ({ reason }) => ({ line: events.voided, details: given(reasonOf(reason)) }),
  customerMerged: ({ reason }) => ({ line: events.merged, details: given(reasonOf(reason)) }),
  mergeUndone: ({ reason }) => ({ line: events.unmerged, details: given(reasonOf(reason)) }),
  taskResumed: () => events.taskResumed,
  noticeSeen: () => events.noticeSeen,
  contactAccessRequested: ({ reason }) => ({ line: events.contactRequested, details: given(reasonOf(reason)) }),
  contactAccessGranted: ({ member }, context) => events.contactGranted(person(context, member)),
  retracted: ({ event, reason }, context) => {
    const target = context.customer.timeline.find(({ id, type }) => id === event && type !== 'retracted');
    return {
      line: target ? events.retracted(entryWords(target, context).line) : events.retractedUnknown,
      details: given(reasonOf(reason)),
    };
  },
  historyShared: () => events.historyShared,
  contactSaved: ({ name, removed }) => (removed ? events.contactRemoved(name) : events.contactSaved(name)),
};

/** What a task's line carries. */
interface TaskLine {
  readonly task: string;
  readonly assignee: string | null;
  readonly dueAt: number;
}

const taskWords = ({ task: id, assignee, dueAt }: TaskLine, context: WordContext): EntryWords => {
  const due = dayNear(dueAt, context.nowMs);
  const title = context.customer.tasks.find((task) => task.id === id)?.title ?? words.someTask;
  const line =
    assignee === null ? words.taskUnassigned(title, due) : words.taskCreated(person(context, assignee), title, due);
  return { line, details: [] };
};

const toldWords = ({ recipients }: EffectState, context: WordContext): string | null =>
  recipients.length === 0 ? null : words.told(recipients.map((one) => person(context, one)).join(words.and));

/** A rung of a ladder: who was told, or has taken over. */
const rungWords = (effect: EffectState, context: WordContext): EntryWords => {
  const handed = context.customer.owners.find(({ id }) => (id as string) === effect.id);
  const taken = context.customer.tasks.some(({ id }) => id === effect.parent);
  const who = effect.recipients.map((one) => person(context, one)).join(words.and);
  if (handed !== undefined)
    return { line: words.takenOver(person(context, handed.owner)), details: given(cause(effect, context)) };
  return { line: taken ? words.taskTakenOver(who) : words.climbed(who), details: given(cause(effect, context)) };
};

const cause = (effect: EffectState, { stages, nowMs }: WordContext): string => alertWords(effect, { stages, nowMs });

/** What a rule did: its marks, the pool, gaps, and whom it told; why in the second line. */
const actedWords = (id: string, context: WordContext): EntryWords => {
  const effect = context.customer.effects.find((one) => one.id === id);
  if (effect === undefined) return { line: words.ruleActed, details: [] };
  if (effect.rung !== null) return rungWords(effect, context);
  const did = effect.actions.flatMap((action): string[] => {
    if (action.kind === 'mark') return [words.ruleMarked(words.colours[action.colour])];
    if (action.kind === 'pool') return [words.pooled];
    return action.kind === 'gap' ? [words.gap(ruleWords.gaps[action.gap])] : [];
  });
  const told = toldWords(effect, context);
  const line = did.length > 0 ? did.join(words.join) : (told ?? effect.ruleName);
  return { line, details: given(cause(effect, context), did.length > 0 ? told : null) };
};

/** A line that a rule wrote: what it did, in words. */
const automaticWords = ({ type, payload }: TimelineEntry, context: WordContext): EntryWords =>
  type === 'taskCreated'
    ? taskWords(payload as TaskLine, context)
    : actedWords((payload as { readonly effect: string }).effect, context);

const isKnown = (type: string): type is HistoryType => Object.hasOwn(SPEAK, type);

/** A line of the history in natural words; a type of a newer version says that it needs one. */
export const entryWords = (entry: TimelineEntry, context: WordContext): EntryWords => {
  if (entry.automaticBy !== null) return automaticWords(entry, context);
  if (!isKnown(entry.type)) return { line: events.unknown, details: [] };
  const spoken = (SPEAK[entry.type] as Speak<HistoryType>)(entry.payload as PayloadOf<HistoryType>, context);
  return typeof spoken === 'string' ? { line: spoken, details: [] } : spoken;
};

/** Why a line does not count, as a reason a person understands. */
export const noEffectWords = (reason: string): string =>
  words.noEffect(words.noEffectReasons[reason] ?? words.otherReason);

/** The effect behind an automatic line. */
export const effectOf = ({ type, payload }: TimelineEntry): EffectId =>
  (type === 'taskCreated' ? (payload as TaskLine).task : (payload as { readonly effect: string }).effect) as EffectId;
