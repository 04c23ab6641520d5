import {
  type ActingEffect,
  type Brake,
  type CustomerId,
  type CustomerState,
  customerName,
  LEADING_ROLES,
  ladderOf,
  type MemberId,
  type OrgState,
  type RuleBook,
  ruleInForce,
  type TaskState,
  waitingId,
} from '#rules';
import type { InboxAnswer, InboxItem, InboxScope, InboxSegment } from '../../work-contract.ts';
import type { AlertWork, CustomerWork } from './customer-work.ts';
import { type Leading, mayPull } from './leading.ts';

const DONE_SHOWN = 20;

export interface InboxContext {
  readonly org: OrgState;
  readonly book: RuleBook;
  readonly member: MemberId;
  readonly now: number;
  readonly scope: InboxScope;
  readonly isLed: Leading;
}

/** An item before it is written out: of thousands only the first are. */
interface Found {
  readonly segment: InboxSegment;
  readonly atMs: number;
  readonly isCounted: boolean;
  readonly isQuiet: boolean;
  readonly make: () => InboxItem;
}
const found = (segment: InboxSegment, atMs: number, quietUntilMs: number | null, make: Found['make']): Found => ({
  segment,
  atMs,
  isCounted: quietUntilMs === null,
  isQuiet: quietUntilMs !== null,
  make,
});

/** Whose word it is first: the direct manager's, else that of whoever leads the customer. */
const decides = ({ org, member, scope, isLed }: InboxContext, { owner, territory }: CustomerWork): boolean => {
  if (!isLed(owner, territory)) return false;
  const direct = owner === null ? null : (org.members[owner]?.manager ?? null);
  const isDirect = direct === null || org.members[direct]?.active !== true || direct === member;
  return scope === 'mine' ? isDirect : !isDirect;
};

/** Of these people, those whose work is shown in this scope. */
const shownTo = (
  { member, scope, isLed }: InboxContext,
  people: readonly MemberId[],
  { territory }: CustomerWork,
): boolean =>
  scope === 'mine' ? people.includes(member) : !people.includes(member) && people.some((one) => isLed(one, territory));

const base = (id: CustomerId, { name }: CustomerWork) => ({ customer: id, customerName: name });

/** Whether the viewer may end it by its brake, and the words that are there already. */
const closing = ({ member, isLed }: InboxContext, brake: Brake | null, work: CustomerWork) => ({
  mayClose: brake?.exit === 'close' && mayPull(brake, member, work, isLed),
  note: brake?.note ?? null,
});

/** What a person gave is ended by him or by a leader, as `decide` will judge it. */
const closingGiven = ({ member, isLed }: InboxContext, { assigned, assignee }: TaskState, work: CustomerWork) => ({
  mayClose: assigned?.by === member || isLed(work.owner, work.territory) || isLed(assignee, work.territory),
  note: null,
});

/** Done, or not to be done any more because the task of another record of the same company stands (S17). */
const isOver = ({ status, supersededBy }: TaskState): boolean => status === 'done' || supersededBy !== null;

function* taskItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  for (const { task, evidence, brake } of work.tasks) {
    if (isOver(task)) continue;
    const people = task.assignee === null ? [] : [task.assignee];
    const supplier = task.assigned?.by ?? work.owner;
    const quietUntilMs = task.snoozedUntil !== null && task.snoozedUntil > context.now ? task.snoozedUntil : null;
    const segment = 'todo';
    const { dueAt: atMs } = task;
    if (shownTo(context, people, work)) {
      const what = { kind: 'task', id: task.id, task, evidence, owner: supplier } as const;
      yield found(segment, atMs, quietUntilMs, () => ({
        ...{ ...base(id, work), ...what, segment, people, atMs, quietUntilMs },
        ...(task.assigned === null ? closing(context, brake, work) : closingGiven(context, task, work)),
      }));
    }
    if (task.status !== 'returned' || supplier === null || people.includes(supplier)) continue;
    if (shownTo(context, [supplier], work)) {
      const what = { kind: 'supply', id: `supply.${task.id}`, task, people: [supplier] } as const;
      yield found(segment, atMs, null, () => ({ ...base(id, work), ...what, segment, atMs, quietUntilMs: null }));
    }
  }
}

/** A skipped stage also tells by a notice, which whoever cannot end the alert can put away (R11). */
const isToldByNotice = (alert: AlertWork, mayClose: boolean): boolean => alert.trigger === 'stageSkipped' && !mayClose;

function* alertItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  for (const alert of work.alerts) {
    if (context.now > alert.untilMs) continue;
    const people = [...new Set(alert.open.flatMap(({ to }) => to))];
    if (!shownTo(context, people, work)) continue;
    const { mayClose, note } = closing(context, alert.brake, work);
    if (isToldByNotice(alert, mayClose)) continue;
    const wakesAt = Math.min(...alert.open.map(({ quietUntilMs }) => quietUntilMs));
    const ownUntil = context.scope === 'mine' ? (alert.snoozed[context.member] ?? 0) : 0;
    const quiet = Math.max(wakesAt, ownUntil);
    const quietUntilMs = quiet > context.now ? quiet : null;
    const segment = mayClose && work.owner !== context.member ? 'decide' : 'todo';
    const atMs = Number.isFinite(alert.untilMs) ? alert.untilMs : alert.firedAt;
    const { rule, ruleName, trigger, params, text } = alert;
    yield found(segment, atMs, quietUntilMs, () => ({
      ...{ ...base(id, work), id: alert.id, kind: 'alert', segment, people, atMs, quietUntilMs },
      ...{ rule, ruleName, trigger, params, text, mayClose, note },
      exit: alert.brake?.exit ?? null,
      effects: alert.open.map((one) => one.id),
      isLed: context.isLed(work.owner, work.territory),
      isProvisional: false,
    }));
  }
}

function* decisionItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  if ((work.appeals.length === 0 && work.overrides.length === 0) || !decides(context, work)) return;
  const item = { ...base(id, work), segment: 'decide' as const, people: [context.member], quietUntilMs: null };
  for (const appeal of work.appeals) {
    // Restored and not rejected in time: there is nothing left to decide.
    const isOver = appeal.isComplete && context.now > appeal.rejectBy;
    if (appeal.author === context.member || isOver) continue;
    yield found('decide', appeal.atMs, null, () => ({ ...item, kind: 'appeal', ...appeal }));
  }
  for (const override of work.overrides) {
    yield found('decide', override.atMs, null, () => ({ ...item, kind: 'override', ...override }));
  }
}

function* offerItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  if (work.offer === null) return;
  const { to, ...offer } = work.offer;
  const people = [to];
  if (!shownTo(context, people, work)) return;
  const item = { kind: 'offer', segment: 'todo', people, quietUntilMs: null } as const;
  yield found('todo', offer.atMs, null, () => ({ ...base(id, work), ...offer, ...item }));
}

/** Of the kinds of notices that ask for something. */
const ASKING: ReadonlySet<string> = new Set(['confirmHandoverEdit', 'contactRequested']);

function* noticeItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  const { member, isLed, scope } = context;
  if (scope === 'team') return;
  for (const { to, seenBy, cause, ...notice } of work.notices) {
    if (!to.includes(member)) continue;
    const isAlertToo =
      notice.notice === 'stageSkipped' &&
      work.alerts.some(
        ({ trigger, cause: of, brake }) =>
          trigger === 'stageSkipped' && of === cause && brake !== null && mayPull(brake, member, work, isLed),
      );
    if (isAlertToo) continue;
    const seen = seenBy.includes(member);
    const segment = ASKING.has(notice.notice) && !seen ? 'decide' : 'notice';
    const rest = { kind: 'notice', segment, people: [member], quietUntilMs: null, seen } as const;
    const item = found(segment, notice.atMs, null, () => ({ ...base(id, work), ...notice, ...rest }));
    yield { ...item, isCounted: !seen };
  }
}

/** What a rule would do here by now and the relay has not confirmed; `null` where the owner is told nothing by it. */
const provisionalItem = (
  { book, member }: InboxContext,
  customer: CustomerState,
  { waiting, branch }: ActingEffect,
): Found | null => {
  const rule = ruleInForce(book.rules, waiting.rule)?.rule;
  // Tasks of the presales kind stand in the state themselves, provisional.
  if (rule === undefined || waiting.trigger === 'greenEntered') return null;
  const isTold =
    waiting.rung === null
      ? rule.branches[branch]?.do.some(
          (action) =>
            action.kind === 'mark' ||
            action.kind === 'pool' ||
            (action.kind === 'alert' && action.to.includes('owner')),
        )
      : ladderOf(rule, branch).some(({ id, to }) => id === waiting.rung && to === 'owner');
  if (isTold !== true) return null;
  const { dueAt: atMs, ruleName, trigger, params } = waiting;
  const brake = rule.branches[branch]?.brake ?? rule.brake;
  return found('todo', atMs, null, () => ({
    ...{ id: waitingId(waiting), kind: 'alert', segment: 'todo', people: [member], atMs, quietUntilMs: null },
    ...{ customer: customer.id, customerName: customerName(customer) },
    ...{ rule: waiting.rule, ruleName, trigger, params, text: null, exit: brake?.exit ?? null },
    // Nothing to end yet: what is not fired cannot be closed.
    ...{ effects: [], mayClose: false, note: null, isLed: false, isProvisional: true },
  }));
};

/** When it was done; of one that was given up for another record's, when it had been given. */
const overAt = ({ completed, firedAt }: TaskState): number => completed?.t ?? firedAt ?? 0;

const doneOf = (works: Iterable<CustomerWork>, member: MemberId): InboxAnswer['done'] => {
  const done: InboxAnswer['done'][number][] = [];
  for (const { tasks, name } of works) {
    for (const { task } of tasks) if (isOver(task) && task.assignee === member) done.push({ task, customerName: name });
  }
  return done.sort((a, b) => overAt(b.task) - overAt(a.task)).slice(0, DONE_SHOWN);
};

/** By deadline; notices newest first. */
const inOrder = (a: Found, b: Found): number =>
  a.segment === 'notice' && b.segment === 'notice' ? b.atMs - a.atMs : a.atMs - b.atMs;

/** What waits for the viewer, or for those he leads, in the order in which it is due. */
export const inboxAnswer = (
  works: ReadonlyMap<CustomerId, CustomerWork>,
  acting: Iterable<readonly [CustomerState, readonly ActingEffect[]]>,
  context: InboxContext,
  limit: number,
): InboxAnswer => {
  const all: Found[] = [];
  for (const [id, work] of works) {
    all.push(...taskItems(context, id, work), ...alertItems(context, id, work));
    all.push(...decisionItems(context, id, work), ...noticeItems(context, id, work));
    all.push(...offerItems(context, id, work));
  }
  if (context.scope === 'mine') {
    for (const [customer, effects] of acting) {
      for (const one of effects) {
        const item = provisionalItem(context, customer, one);
        if (item !== null) all.push(item);
      }
    }
  }
  all.sort(inOrder);
  const counts: Record<InboxSegment, number> = { todo: 0, decide: 0, notice: 0 };
  const taken: Record<InboxSegment, number> = { todo: 0, decide: 0, notice: 0 };
  const items: InboxItem[] = [];
  for (const { segment, isCounted, make } of all) {
    if (isCounted) counts[segment]++;
    if (taken[segment]++ < limit) items.push(make());
  }
  const role = context.org.members[context.member]?.role;
  return {
    items,
    counts,
    later: all.filter(({ isQuiet }) => isQuiet).length,
    done: context.scope === 'mine' ? doneOf(works.values(), context.member) : [],
    leads: role !== undefined && LEADING_ROLES.has(role),
  };
};
