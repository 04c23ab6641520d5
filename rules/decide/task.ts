import { leads, worksIn } from '../access/access.ts';
import { mayHoldType } from '../access/document-class.ts';
import type { DecideContext, Decision } from '../commands.ts';
import type { PayloadOf, TaskOrigin } from '../events/payloads.ts';
import type { EventId, MemberId } from '../ids.ts';
import { isLiveTask } from '../live-task.ts';
import type { CustomerState, TaskState } from '../state.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { hasText } from '../text/invisible.ts';
import { SNOOZE_MAX_MS } from '../time.ts';
import { accepted, citing, customerDraft, type RefusalInput, refused } from './outcome.ts';

const RULE = 'task';

type Judged =
  | { readonly kind: 'task'; readonly task: TaskState }
  | { readonly kind: 'not'; readonly decision: Decision };

/** `bySupplier`: whose customer it is, or who gave it, may do it too. */
const judge = (id: string, context: DecideContext, customer: CustomerState, bySupplier = false): Judged => {
  const task = customer.tasks.find((one) => one.id === id);
  const not = (code: 'unknownSubject' | 'alreadyDone' | 'notEntitled'): Judged => ({
    kind: 'not',
    decision: refused(context, { code, rule: RULE }),
  });
  if (!task) return not('unknownSubject');
  if (!isLiveTask(task)) return not('alreadyDone');
  const isTheirs =
    (bySupplier && (task.assigned?.by ?? customer.owner) === context.actor) ||
    task.assignee === context.actor ||
    leads(context.org, context.actor, task.assignee, customer.territory);
  return isTheirs ? { kind: 'task', task } : not('notEntitled');
};

/** Matters that somebody is sent out for because of a number; the steps of a playbook are done by being done. */
const SENDS_OUT: Readonly<Record<TaskOrigin['kind'], boolean>> = { cause: true, cell: true, playbook: false };
const isSentOut = (origin: TaskOrigin | null | undefined): boolean => origin != null && SENDS_OUT[origin.kind];

/**
 * Somebody was sent because of a number: whoever sent him counts what is done, so a bare 完成 would be an answer that
 * nobody gave (R54). Of what one takes on oneself, or gave oneself, nobody waits for an answer.
 */
export const needsResult = (
  { assigned, assignee }: Pick<TaskState, 'assigned' | 'assignee'>,
  actor: MemberId,
): boolean => assigned !== null && assigned.by !== assignee && assigned.by !== actor && isSentOut(assigned.origin);

type TaskEvent = 'taskCompleted' | 'taskReturned' | 'taskResumed';

const saysNothing = ({ remark, evidence = [] }: PayloadOf<'taskCompleted'>): boolean =>
  !hasText(remark) && evidence.length === 0;

/** 完成, 退回补充, 继续: by whoever has the task, or leads him; what was missing is supplied by whoever gave it, else by the customer's owner. */
export const decideTask = (
  type: TaskEvent,
  payload: PayloadOf<TaskEvent>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const judged = judge(payload.task, context, customer, type === 'taskResumed');
  if (judged.kind === 'not') return judged.decision;
  const isReturned = judged.task.returned !== null && judged.task.status === 'returned';
  if (type === 'taskReturned' && isReturned) return refused(context, { code: 'alreadyDone', rule: RULE });
  // Asking oneself would only stop one's own clock.
  if (type === 'taskReturned' && judged.task.assigned?.by === judged.task.assignee && judged.task.assigned) {
    return refused(context, { code: 'invalid', rule: RULE });
  }
  const isDone = type === 'taskCompleted' && needsResult(judged.task, context.actor);
  if (isDone && saysNothing(payload as PayloadOf<'taskCompleted'>)) {
    return refused(context, { code: 'resultMissing', rule: RULE, field: 'remark' });
  }
  if (type === 'taskResumed' && !isReturned) return refused(context, { code: 'alreadyDone', rule: RULE });
  return accepted([customerDraft(customer, type, payload, citing(eventOf(judged.task), judged.task.returned?.id))]);
};

const untilFault = (untilMs: number, context: DecideContext): Decision | null => {
  const field = 'untilMs';
  if (untilMs <= context.now) return refused(context, { code: 'dueInPast', rule: RULE, field });
  return untilMs > context.now + SNOOZE_MAX_MS ? refused(context, { code: 'invalid', rule: RULE, field }) : null;
};

/** An alert out of one's own sight until then: for whoever it tells, or whoever it is about now. */
export const decideSnoozeEffect = (
  payload: PayloadOf<'effectSnoozed'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const effect = customer.effects.find(({ id }) => id === payload.effect);
  if (effect === undefined) return refused(context, { code: 'unknownSubject', rule: RULE });
  const { actor, org } = context;
  const isTold = effect.recipients.includes(actor) || customer.owner === actor;
  if (!isTold && !leads(org, actor, customer.owner, customer.territory)) {
    return refused(context, { code: 'notEntitled', rule: RULE });
  }
  if (effect.status !== 'standing') return refused(context, { code: 'alreadyDone', rule: RULE });
  // The effect is no event: whoever holds the fact knows it, so nothing is cited.
  return untilFault(payload.untilMs, context) ?? accepted([customerDraft(customer, 'effectSnoozed', payload)]);
};

/** 稍后: out of sight until then; the deadline stays where it is. */
export const decideSnooze = (
  payload: PayloadOf<'taskSnoozed'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const judged = judge(payload.task, context, customer);
  if (judged.kind === 'not') return judged.decision;
  const wrong = untilFault(payload.untilMs, context);
  if (wrong !== null) return wrong;
  return accepted([customerDraft(customer, 'taskSnoozed', payload, citing(eventOf(judged.task)))]);
};

/** What is behind a task where that is a person's event: what a rule did stands in no log and cannot be cited. */
const eventOf = ({ cause, kind }: TaskState): EventId | null => (kind === 'ruleTask' ? null : cause);

/**
 * The task that stands for the same matter of this customer and would supersede another one (FA-3); `null` = none, or
 * no matter is named.
 */
const sameMatter = ({ tasks }: CustomerState, origin: TaskOrigin | undefined, isTakenOn: boolean): TaskState | null => {
  if (origin === undefined) return null;
  const matter = canonicalJson(origin);
  const isOf = ({ assigned, status }: TaskState): boolean =>
    assigned?.origin != null &&
    canonicalJson(assigned.origin) === matter &&
    (isTakenOn || assigned.by !== assigned.to) &&
    status !== 'superseded' &&
    status !== 'revoked';
  return tasks.findLast(isOf) ?? null;
};

/** Whom a leader may give a task about the customer: who works there, or owns it, and may do tasks at all. */
export const mayBeGivenTask = (
  { org }: Pick<DecideContext, 'org'>,
  to: string,
  { owner, territory }: Pick<CustomerState, 'owner' | 'territory'>,
): boolean => {
  const member = org.members[to];
  if (member === undefined || !member.active || !mayHoldType(member.role, 'taskCompleted')) return false;
  return member.id === owner || worksIn(member, territory);
};

/**
 * 派任务: a leader to anybody who works there, the owner to himself (R45, R53, R54, R63). For one matter there is one
 * open task; after its end it may be given again. Nobody is sent to a customer in 待清洗池 because of a number (R23): what
 * a leader gives there without one is for the cleaning.
 */
export const decideAssign = (
  payload: PayloadOf<'taskAssigned'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'task.assign';
  const { org, actor, now } = context;
  const { to, title, dueMs, origin } = payload;
  const { owner, territory } = customer;
  const leading = leads(org, actor, owner, territory) || leads(org, actor, to as MemberId, territory);
  if (!leading && !(actor === owner && actor === to)) return refused(context, { code: 'managersOnly', rule });
  if (isSentOut(origin) && customer.pool?.status === 'in') return refused(context, { code: 'suspended', rule });
  const faults: RefusalInput[] = [];
  if (!mayBeGivenTask(context, to, customer)) faults.push({ code: 'unknownSubject', rule, field: 'to' });
  if (!hasText(title)) faults.push({ code: 'required', rule, field: 'title' });
  if (dueMs <= now) faults.push({ code: 'dueInPast', rule, field: 'dueMs' });
  if (faults.length > 0) return refused(context, ...faults);
  const before = sameMatter(customer, origin, actor === to);
  if (before !== null && isLiveTask(before)) return refused(context, { code: 'alreadyDone', rule, field: 'origin' });
  const end = before?.completed ?? before?.closed;
  return accepted([customerDraft(customer, 'taskAssigned', payload, citing(before?.cause, end?.id))]);
};

/** 不做了: what a person gave is ended for good by him or by a leader, with the reason. */
export const decideCloseTask = (
  { effect, reason, resumeAtMs }: PayloadOf<'effectClosed'>,
  context: DecideContext,
  customer: CustomerState,
  task: TaskState,
): Decision => {
  const rule = 'task.close';
  const { org, actor } = context;
  const leading =
    leads(org, actor, customer.owner, customer.territory) || leads(org, actor, task.assignee, customer.territory);
  if (!leading && task.assigned?.by !== actor) return refused(context, { code: 'managersOnly', rule });
  if (!isLiveTask(task)) return refused(context, { code: 'alreadyDone', rule });
  if (!hasText(reason)) return refused(context, { code: 'overrideNeedsReason', rule, field: 'reason' });
  if (resumeAtMs !== undefined) return refused(context, { code: 'invalid', rule, field: 'resumeAtMs' });
  return accepted([customerDraft(customer, 'effectClosed', { effect, reason }, citing(task.cause))]);
};

/** A task cannot be declined, only given to somebody else; that of presales to another engineer (R22). */
export const decideReassign = (
  payload: PayloadOf<'taskReassigned'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const judged = judge(payload.task, context, customer);
  if (judged.kind === 'not') return judged.decision;
  const to = context.org.members[payload.to];
  const fits = judged.task.kind !== 'draftProposal' || to?.role === 'presales';
  if (!to?.active || !fits) return refused(context, { code: 'unknownSubject', rule: RULE, field: 'to' });
  if (to.id === judged.task.assignee) return refused(context, { code: 'alreadyDone', rule: RULE, field: 'to' });
  return accepted([customerDraft(customer, 'taskReassigned', payload, citing(eventOf(judged.task)))]);
};

export const decideNoticeSeen = (
  payload: PayloadOf<'noticeSeen'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const notice = customer.notices.find(({ id }) => id === payload.notice);
  if (!notice?.recipients.includes(context.actor)) return refused(context, { code: 'unknownSubject', rule: 'notice' });
  if (notice.seenBy.includes(context.actor)) return refused(context, { code: 'alreadyDone', rule: 'notice' });
  return accepted([customerDraft(customer, 'noticeSeen', payload, citing(notice.cause))]);
};
