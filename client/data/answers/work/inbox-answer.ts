import {
  type ActingEffect,
  type Brake,
  type CustomerId,
  type CustomerState,
  customerName,
  inForce,
  LEADING_ROLES,
  ladderOf,
  leads,
  type MemberId,
  mayBrake,
  type OrgState,
  type RuleBook,
  waitingId,
} from '#rules';
import type { AlertItem, InboxAnswer, InboxItem, InboxScope, InboxSegment } from '../../work-contract.ts';
import type { AlertWork, CustomerWork } from './customer-work.ts';

const DONE_SHOWN = 20;

export interface InboxContext {
  readonly org: OrgState;
  readonly book: RuleBook;
  readonly member: MemberId;
  readonly now: number;
  readonly scope: InboxScope;
}

/** Whose word it is first: the direct manager's, else that of whoever leads the customer. */
const decides = ({ org, member, scope }: InboxContext, { owner, territory }: CustomerWork): boolean => {
  if (!leads(org, member, owner, territory)) return false;
  const direct = owner === null ? null : (org.members[owner]?.manager ?? null);
  const isDirect = direct === null || org.members[direct]?.active !== true || direct === member;
  return scope === 'mine' ? isDirect : !isDirect;
};

/** Of these people, those whose work is shown in this scope. */
const shownTo = (
  { org, member, scope }: InboxContext,
  people: readonly MemberId[],
  { territory }: CustomerWork,
): boolean =>
  scope === 'mine'
    ? people.includes(member)
    : !people.includes(member) && people.some((one) => leads(org, member, one, territory));

const base = (id: CustomerId, work: CustomerWork) => ({ customer: id, customerName: work.name });

/** Whether the viewer may end it by its brake, and the words that are there already. */
const closing = ({ org, member }: InboxContext, brake: Brake | null, work: CustomerWork) => ({
  mayClose: brake?.exit === 'close' && mayBrake(brake, { org, actor: member }, work),
  note: brake?.note ?? null,
});

function* taskItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<InboxItem> {
  for (const { task, evidence, brake } of work.tasks) {
    if (task.status === 'done') continue;
    const people = task.assignee === null ? [] : [task.assignee];
    const quietUntilMs = task.snoozedUntil !== null && task.snoozedUntil > context.now ? task.snoozedUntil : null;
    const item = { ...base(id, work), segment: 'todo' as const, task, atMs: task.dueAt };
    if (shownTo(context, people, work)) {
      yield {
        ...item,
        id: task.id,
        kind: 'task',
        people,
        quietUntilMs,
        evidence,
        owner: work.owner,
        ...closing(context, brake, work),
      };
    }
    if (task.status === 'returned' && work.owner !== null && !people.includes(work.owner)) {
      const owner = [work.owner];
      if (shownTo(context, owner, work))
        yield { ...item, id: `supply.${task.id}`, kind: 'supply', people: owner, quietUntilMs: null };
    }
  }
}

/** A skipped stage also tells by a notice, which whoever cannot end the alert can put away (R11). */
const isToldByNotice = (alert: AlertWork, mayClose: boolean): boolean => alert.trigger === 'stageSkipped' && !mayClose;

function* alertItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<InboxItem> {
  for (const alert of work.alerts) {
    if (context.now > alert.untilMs) continue;
    const people = [...new Set(alert.open.flatMap(({ to }) => to))];
    if (!shownTo(context, people, work)) continue;
    const { mayClose, note } = closing(context, alert.brake, work);
    if (isToldByNotice(alert, mayClose)) continue;
    const wakesAt = Math.min(...alert.open.map(({ quietUntilMs }) => quietUntilMs));
    const { rule, ruleName, trigger, params, text, firedAt, untilMs } = alert;
    yield {
      ...base(id, work),
      id: alert.id,
      kind: 'alert',
      segment: mayClose && work.owner !== context.member ? 'decide' : 'todo',
      people,
      atMs: Number.isFinite(untilMs) ? untilMs : firedAt,
      quietUntilMs: wakesAt > context.now ? wakesAt : null,
      ...{ rule, ruleName, trigger, params, text, mayClose, note },
      exit: alert.brake?.exit ?? null,
      effects: alert.open.map((one) => one.id),
      isLed: leads(context.org, context.member, work.owner, work.territory),
      isProvisional: false,
    };
  }
}

function* decisionItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<InboxItem> {
  if ((work.appeals.length === 0 && work.overrides.length === 0) || !decides(context, work)) return;
  const item = { ...base(id, work), segment: 'decide' as const, people: [context.member], quietUntilMs: null };
  for (const appeal of work.appeals) {
    // Restored and not rejected in time: there is nothing left to decide.
    const isOver = appeal.isComplete && context.now > appeal.rejectBy;
    if (appeal.author !== context.member && !isOver) yield { ...item, kind: 'appeal', ...appeal };
  }
  for (const override of work.overrides) yield { ...item, kind: 'override', ...override };
}

/** Of the kinds of notices that ask for something. */
const ASKING: ReadonlySet<string> = new Set(['confirmHandoverEdit', 'contactRequested']);

function* noticeItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<InboxItem> {
  if (context.scope === 'team') return;
  const { org, member } = context;
  for (const { to, seenBy, cause, ...notice } of work.notices) {
    if (!to.includes(member)) continue;
    const isAlertToo = work.alerts.some(
      (alert) =>
        notice.notice === 'stageSkipped' &&
        alert.trigger === 'stageSkipped' &&
        alert.cause === cause &&
        alert.brake !== null &&
        mayBrake(alert.brake, { org, actor: member }, work),
    );
    if (isAlertToo) continue;
    const seen = seenBy.includes(member);
    const segment = ASKING.has(notice.notice) && !seen ? 'decide' : 'notice';
    yield { ...base(id, work), ...notice, kind: 'notice', segment, people: [member], quietUntilMs: null, seen };
  }
}

/** What a rule would do here by now and the relay has not confirmed. */
const provisionalItem = (
  { book, member }: InboxContext,
  customer: CustomerState,
  { waiting, branch }: ActingEffect,
): AlertItem | null => {
  const timeline = book.rules.find(({ id }) => id === waiting.rule);
  const rule = timeline === undefined ? undefined : inForce(timeline)?.rule;
  const actions = rule?.branches[branch]?.do ?? [];
  // Tasks of the presales kind stand in the state themselves, provisional.
  if (rule === undefined || waiting.trigger === 'greenEntered') return null;
  const isForOwner = actions.some(
    (action) =>
      action.kind === 'mark' || action.kind === 'pool' || (action.kind === 'alert' && action.to.includes('owner')),
  );
  if (
    waiting.rung === null
      ? !isForOwner
      : !ladderOf(rule, branch).some(({ id, to }) => id === waiting.rung && to === 'owner')
  )
    return null;
  const brake = rule.branches[branch]?.brake ?? rule.brake ?? null;
  return {
    id: waitingId(waiting),
    kind: 'alert',
    segment: 'todo',
    customer: customer.id,
    customerName: customerName(customer),
    people: [member],
    atMs: waiting.dueAt,
    quietUntilMs: null,
    rule: waiting.rule,
    ruleName: waiting.ruleName,
    trigger: waiting.trigger,
    params: waiting.params,
    effects: [],
    exit: brake?.exit ?? null,
    text: null,
    // Nothing to end yet: what is not fired cannot be closed.
    mayClose: false,
    note: null,
    isLed: false,
    isProvisional: true,
  };
};

const isCounted = (item: InboxItem): boolean =>
  item.quietUntilMs === null && !(item.kind === 'notice' && item.seen && item.segment === 'notice');

const doneOf = (works: Iterable<CustomerWork>, member: MemberId): InboxAnswer['done'] => {
  const done: InboxAnswer['done'][number][] = [];
  for (const { tasks, name } of works) {
    for (const { task } of tasks)
      if (task.status === 'done' && task.assignee === member) done.push({ task, customerName: name });
  }
  return done.sort((a, b) => (b.task.completed?.t ?? 0) - (a.task.completed?.t ?? 0)).slice(0, DONE_SHOWN);
};

/** What waits for the viewer, or for those he leads, in the order in which it is due. */
export const inboxAnswer = (
  works: ReadonlyMap<CustomerId, CustomerWork>,
  acting: Iterable<readonly [CustomerState, readonly ActingEffect[]]>,
  context: InboxContext,
  limit: number,
): InboxAnswer => {
  const found: InboxItem[] = [];
  for (const [id, work] of works) {
    found.push(...taskItems(context, id, work), ...alertItems(context, id, work));
    found.push(...decisionItems(context, id, work), ...noticeItems(context, id, work));
  }
  if (context.scope === 'mine') {
    for (const [customer, effects] of acting) {
      for (const one of effects) {
        const item = provisionalItem(context, customer, one);
        if (item !== null) found.push(item);
      }
    }
  }
  found.sort((a, b) => (a.segment === 'notice' && b.segment === 'notice' ? b.atMs - a.atMs : a.atMs - b.atMs));
  const counts: Record<InboxSegment, number> = { todo: 0, decide: 0, notice: 0 };
  const taken: Record<InboxSegment, number> = { todo: 0, decide: 0, notice: 0 };
  const items: InboxItem[] = [];
  for (const item of found) {
    if (isCounted(item)) counts[item.segment]++;
    if (taken[item.segment]++ < limit) items.push(item);
  }
  const role = context.org.members[context.member]?.role;
  return {
    items,
    counts,
    later: found.filter(({ quietUntilMs }) => quietUntilMs !== null).length,
    done: context.scope === 'mine' ? doneOf(works.values(), context.member) : [],
    leads: role !== undefined && LEADING_ROLES.has(role),
  };
};
