import {
  type ActingEffect,
  type Brake,
  type CustomerId,
  type CustomerState,
  compareText,
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
import { type AlertWork, alertsOf, type CustomerWork } from './customer-work.ts';
import { type Leading, mayPull } from './leading.ts';
import type { ActedOn } from './work-index.ts';

const DONE_SHOWN = 20;

export interface InboxContext {
  readonly org: OrgState;
  readonly book: RuleBook;
  readonly member: MemberId;
  readonly now: number;
  readonly scope: InboxScope;
  readonly isLed: Leading;
  /** Asked for what is shown only. */
  readonly customer: (id: CustomerId) => CustomerState | null;
}

/** An item before it is written out: of thousands only the first are. */
interface Found {
  readonly id: string;
  readonly segment: InboxSegment;
  readonly atMs: number;
  readonly isCounted: boolean;
  readonly isQuiet: boolean;
  readonly make: () => InboxItem | null;
}
const found = (
  id: string,
  segment: InboxSegment,
  atMs: number,
  quietUntilMs: number | null,
  make: Found['make'],
): Found => ({
  ...{ id, segment, atMs, make },
  isCounted: quietUntilMs === null,
  isQuiet: quietUntilMs !== null,
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

/** A task as it stands, with what its customer has for it. */
const toldTask = ({ customer }: InboxContext, id: CustomerId, task: string) => {
  const state = customer(id);
  const found = state?.tasks.find((one) => one.id === task);
  if (state === null || found === undefined) return null;
  return {
    task: found,
    evidence: found.kind === 'draftProposal' ? state.evidence : [],
    brake: state.effects.find((effect) => effect.id === task)?.brake ?? null,
  };
};

function* taskItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  for (const { id: task, assignee, supplier, dueAt: atMs, snoozedUntil, isReturned, isOver } of work.tasks) {
    if (isOver) continue;
    const people = assignee === null ? [] : [assignee];
    const quietUntilMs = snoozedUntil !== null && snoozedUntil > context.now ? snoozedUntil : null;
    const segment = 'todo';
    if (shownTo(context, people, work)) {
      yield found(task, segment, atMs, quietUntilMs, () => {
        const told = toldTask(context, id, task);
        return (
          told && {
            ...{ ...base(id, work), kind: 'task', id: task, task: told.task, evidence: told.evidence, owner: supplier },
            ...{ segment, people, atMs, quietUntilMs },
            ...(told.task.assigned === null
              ? closing(context, told.brake, work)
              : closingGiven(context, told.task, work)),
          }
        );
      });
    }
    if (!isReturned || supplier === null || people.includes(supplier)) continue;
    if (shownTo(context, [supplier], work)) {
      const what = { kind: 'supply', id: `supply.${task}`, people: [supplier] } as const;
      yield found(what.id, segment, atMs, null, () => {
        const told = toldTask(context, id, task);
        return told && { ...base(id, work), ...what, task: told.task, segment, atMs, quietUntilMs: null };
      });
    }
  }
}

/** A skipped stage also tells by a notice, which whoever cannot end the alert can put away (R11). */
const isToldByNotice = (alert: AlertWork, mayClose: boolean): boolean => alert.trigger === 'stageSkipped' && !mayClose;

function* alertItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  for (const alert of work.alerts) {
    if (alert.untilMs !== null && context.now > alert.untilMs) continue;
    const people = [...new Set(alert.open.flatMap(({ to }) => to))];
    if (!shownTo(context, people, work)) continue;
    const { mayClose, note } = closing(context, alert.brake, work);
    if (isToldByNotice(alert, mayClose)) continue;
    const wakesAt = Math.min(...alert.open.map(({ quietUntilMs }) => quietUntilMs));
    const ownUntil = context.scope === 'mine' ? (alert.snoozed[context.member] ?? 0) : 0;
    const quiet = Math.max(wakesAt, ownUntil);
    const quietUntilMs = quiet > context.now ? quiet : null;
    const segment = mayClose && work.owner !== context.member ? 'decide' : 'todo';
    const atMs = alert.untilMs ?? alert.firedAt;
    yield found(alert.id, segment, atMs, quietUntilMs, () => {
      const state = context.customer(id);
      const told = state && alertsOf(state).find((one) => one.id === alert.id);
      if (!told) return null;
      const { rule, ruleName, trigger, params, text } = told;
      return {
        ...{ ...base(id, work), id: alert.id, kind: 'alert', segment, people, atMs, quietUntilMs },
        ...{ rule, ruleName, trigger, params, text, mayClose, note },
        exit: alert.brake?.exit ?? null,
        effects: alert.open.map((one) => one.id),
        isLed: context.isLed(work.owner, work.territory),
        isProvisional: false,
      };
    });
  }
}

function* decisionItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  if ((work.appeals.length === 0 && work.overrides.length === 0) || !decides(context, work)) return;
  const item = { ...base(id, work), segment: 'decide' as const, people: [context.member], quietUntilMs: null };
  for (const appeal of work.appeals) {
    // Restored and not rejected in time: there is nothing left to decide.
    const isOver = appeal.isComplete && context.now > appeal.rejectBy;
    if (appeal.author === context.member || isOver) continue;
    yield found(appeal.id, 'decide', appeal.atMs, null, () => ({ ...item, kind: 'appeal', ...appeal }));
  }
  for (const override of work.overrides) {
    yield found(override.id, 'decide', override.atMs, null, () => ({ ...item, kind: 'override', ...override }));
  }
}

function* offerItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  if (work.offer === null) return;
  const { to, ...offer } = work.offer;
  const people = [to];
  if (!shownTo(context, people, work)) return;
  const item = { kind: 'offer', segment: 'todo', people, quietUntilMs: null } as const;
  yield found(offer.id, 'todo', offer.atMs, null, () => ({ ...base(id, work), ...offer, ...item }));
}

/** Of the kinds of notices that ask for something. */
const ASKING: ReadonlySet<string> = new Set(['confirmHandoverEdit', 'contactRequested']);

function* noticeItems(context: InboxContext, id: CustomerId, work: CustomerWork): Iterable<Found> {
  const { member, isLed, scope } = context;
  if (scope === 'team') return;
  for (const { cause, ...notice } of work.notices) {
    const isAlertToo =
      notice.notice === 'stageSkipped' &&
      work.alerts.some(
        ({ trigger, cause: of, brake }) =>
          trigger === 'stageSkipped' && of === cause && brake !== null && mayPull(brake, member, work, isLed),
      );
    if (isAlertToo) continue;
    const { seen } = notice;
    const segment = ASKING.has(notice.notice) && !seen ? 'decide' : 'notice';
    const rest = { kind: 'notice', segment, people: [member], quietUntilMs: null } as const;
    const item = found(notice.id, segment, notice.atMs, null, () => ({ ...base(id, work), ...notice, ...rest }));
    yield { ...item, isCounted: !seen };
  }
}

/** What a rule would do here by now and the relay has not confirmed; `null` where the owner is told nothing by it. */
const provisionalItem = (
  { book, member }: InboxContext,
  { id: customer, name }: ActedOn,
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
  const id = waitingId(waiting);
  return found(id, 'todo', atMs, null, () => ({
    ...{ id, kind: 'alert', segment: 'todo', people: [member], atMs, quietUntilMs: null },
    ...{ customer, customerName: name },
    ...{ rule: waiting.rule, ruleName, trigger, params, text: null, exit: brake?.exit ?? null },
    // Nothing to end yet: what is not fired cannot be closed.
    ...{ effects: [], mayClose: false, note: null, isLed: false, isProvisional: true },
  }));
};

const doneOf = (works: ReadonlyMap<CustomerId, CustomerWork>, context: InboxContext): InboxAnswer['done'] => {
  const done = [...works].flatMap(([id, { tasks, name }]) =>
    tasks.flatMap((task) => (task.isOver && task.assignee === context.member ? [{ id, task, name }] : [])),
  );
  return done
    .sort((a, b) => b.task.overAt - a.task.overAt || compareText(a.task.id, b.task.id))
    .slice(0, DONE_SHOWN)
    .flatMap(({ id, task, name }) => {
      const told = toldTask(context, id, task.id);
      return told === null ? [] : [{ task: told.task, customerName: name }];
    });
};

const isNotice = ({ segment }: Found): boolean => segment === 'notice';
/** By deadline, then notices, newest first; of one instant by id, so that the list never jumps. */
const inOrder = (a: Found, b: Found): number =>
  Number(isNotice(a)) - Number(isNotice(b)) ||
  (isNotice(a) ? b.atMs - a.atMs : a.atMs - b.atMs) ||
  compareText(a.id, b.id);

/**
 * What waits for the viewer, or for those he leads, in the order in which it is due.
 * @param works of everybody in whom anything may be of that scope
 */
export const inboxAnswer = (
  works: ReadonlyMap<CustomerId, CustomerWork>,
  acting: readonly ActedOn[],
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
    for (const customer of acting) {
      for (const one of customer.effects) {
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
    const item = taken[segment]++ < limit ? make() : null;
    if (item !== null) items.push(item);
  }
  const role = context.org.members[context.member]?.role;
  return {
    items,
    counts,
    later: all.filter(({ isQuiet }) => isQuiet).length,
    done: context.scope === 'mine' ? doneOf(works, context) : [],
    leads: role !== undefined && LEADING_ROLES.has(role),
  };
};
