import { leads } from '../access/access.ts';
import type { DecideContext, Decision } from '../commands.ts';
import type { PayloadOf } from '../events/payloads.ts';
import type { EventId } from '../ids.ts';
import type { CustomerState, TaskState } from '../state.ts';
import { DAY_MS } from '../time.ts';
import { accepted, citing, customerDraft, refused } from './outcome.ts';

const RULE = 'task';

/** Tasks that can still be acted on. */
const isLive = ({ status }: TaskState): boolean =>
  status === 'provisional' || status === 'open' || status === 'returned';

type Judged =
  | { readonly kind: 'task'; readonly task: TaskState }
  | { readonly kind: 'not'; readonly decision: Decision };

/** `byOwner`: whose customer it is may do it too. */
const judge = (id: string, context: DecideContext, customer: CustomerState, byOwner = false): Judged => {
  const task = customer.tasks.find((one) => one.id === id);
  const not = (code: 'unknownSubject' | 'alreadyDone' | 'notEntitled'): Judged => ({
    kind: 'not',
    decision: refused(context, { code, rule: RULE }),
  });
  if (!task) return not('unknownSubject');
  if (!isLive(task)) return not('alreadyDone');
  const isTheirs =
    (byOwner && customer.owner === context.actor) ||
    task.assignee === context.actor ||
    leads(context.org, context.actor, task.assignee, customer.territory);
  return isTheirs ? { kind: 'task', task } : not('notEntitled');
};

type TaskEvent = 'taskCompleted' | 'taskReturned' | 'taskResumed';

/** 完成, 退回补充, 继续: by whoever has the task, or leads him; what was missing is supplied by the customer's owner. */
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
  if (type === 'taskResumed' && !isReturned) return refused(context, { code: 'alreadyDone', rule: RULE });
  return accepted([customerDraft(customer, type, payload, citing(eventOf(judged.task), judged.task.returned?.id))]);
};

/** Longest a task may be out of sight, ms. */
const SNOOZE_MAX_MS = 30 * DAY_MS;

/** 稍后: out of sight until then; the deadline stays where it is. */
export const decideSnooze = (
  payload: PayloadOf<'taskSnoozed'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const judged = judge(payload.task, context, customer);
  if (judged.kind === 'not') return judged.decision;
  const field = 'untilMs';
  if (payload.untilMs <= context.now) return refused(context, { code: 'dueInPast', rule: RULE, field });
  if (payload.untilMs > context.now + SNOOZE_MAX_MS) return refused(context, { code: 'invalid', rule: RULE, field });
  return accepted([customerDraft(customer, 'taskSnoozed', payload, citing(eventOf(judged.task)))]);
};

/** The mark behind a task where that is a person's event: an automatic one stands in no log and cannot be cited. */
const eventOf = ({ cause, kind }: TaskState): EventId | null => (kind === 'draftProposal' ? cause : null);

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
