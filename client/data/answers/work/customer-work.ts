import {
  type Brake,
  type CustomerState,
  customerName,
  type EffectId,
  type EffectState,
  hasConflict,
  type MemberId,
  offeredLead,
  openOffer,
  otherStages,
  type TaskState,
  type TerritoryId,
} from '#rules';
import type { AppealItem, GapRow, NoticeItem, OfferItem, OverrideItem } from '../../work-contract.ts';

/** What is kept of an alert as it stands, whoever looks: the viewer's rights come later. */
export interface AlertWork {
  readonly id: EffectId;
  readonly trigger: EffectState['trigger'];
  readonly cause: string;
  readonly brake: Brake | null;
  readonly firedAt: number;
  /** By member, until when he has put all of it out of his own sight, ms. */
  readonly snoozed: Readonly<Record<string, number>>;
  /** Open effects, each silent until an instant. */
  readonly open: readonly { readonly id: EffectId; readonly to: readonly MemberId[]; readonly quietUntilMs: number }[];
  /** It needs nobody any more from then on, ms; null = it does until it ends. */
  readonly untilMs: number | null;
}
/** An alert with all that is shown of it. */
export interface AlertTold extends AlertWork {
  readonly rule: string;
  readonly ruleName: string;
  readonly params: EffectState['params'];
  readonly text: string | null;
}
/** What is kept of a task: the rest is looked up where it is shown. */
export interface TaskWork extends Pick<TaskState, 'id' | 'assignee' | 'dueAt' | 'snoozedUntil'> {
  /** Who gave it, or has the customer: whom it waits for once it is sent back. */
  readonly supplier: MemberId | null;
  readonly isReturned: boolean;
  /** Done, or not to be done any more because the task of another record of the same company stands (S17). */
  readonly isOver: boolean;
  /** When it was done; of one that was given up for another record's, when it had been given. */
  readonly overAt: number;
}
/** What is kept of a gap, at its place among those of its customer. */
export type GapWork = Pick<
  GapRow,
  'rule' | 'ruleName' | 'firstSeenMs' | 'holder' | 'resolvedMs' | 'closedBy' | 'resumeAtMs'
>;
export type GapTold = Omit<GapRow, 'customer' | 'customerName' | 'team'>;
type Without<Item> = Omit<Item, 'customer' | 'customerName' | 'segment' | 'people' | 'kind' | 'quietUntilMs'>;

/** What one customer has for the viewer's lists of work: small, so that 100,000 of them may be kept. */
export interface CustomerWork {
  readonly name: string;
  readonly owner: MemberId | null;
  readonly territory: TerritoryId;
  readonly tasks: readonly TaskWork[];
  readonly alerts: readonly AlertWork[];
  readonly appeals: readonly Without<AppealItem>[];
  readonly overrides: readonly Without<OverrideItem>[];
  /** To the viewer. */
  readonly notices: readonly (Without<NoticeItem> & { readonly cause: string })[];
  /** A lead that waits for its answer. */
  readonly offer: (Without<OfferItem> & { readonly to: MemberId }) | null;
  readonly gaps: readonly GapWork[];
}

/** Silent until a date, or open since ever; `null` = ended. */
const quietUntil = ({ status, closed, endedAt }: EffectState): number | null => {
  if (status === 'standing') return 0;
  return status === 'closed' && endedAt === null ? (closed?.resumeAtMs ?? null) : null;
};

/**
 * Until when an act of a rule needs somebody, ms; null = until it ends. What it did may have been replaced meanwhile:
 * then since ever nobody.
 */
const needsUntil = (customer: CustomerState, effect: EffectState): number | null => {
  const does = (kind: string): boolean => effect.actions.some((action) => action.kind === kind);
  const never = Number.NEGATIVE_INFINITY;
  if (does('pool')) return customer.pool?.entry === effect.id && customer.pool.status === 'in' ? null : never;
  if (does('mark')) {
    if (customer.mark?.automatic?.effect !== effect.id) return never;
    return effect.brake?.exit === 'override' ? effect.brakeEndsAt : null;
  }
  if (does('task')) {
    const task = customer.tasks.find(({ id }) => id === effect.id);
    return task?.status === 'open' || task?.status === 'returned' ? null : never;
  }
  return null;
};

/** What warned of the pool has come true: of one run of reds it is entered once (S15, I13). */
const hasPooled = ({ pool }: CustomerState, { trigger, cause }: EffectState): boolean =>
  trigger === 'markStands' && pool !== null && (pool.run as readonly string[]).includes(cause);

/** Why a stage was skipped is said by whoever skipped it (R11). */
const reasonOf = ({ notices }: CustomerState, { trigger, cause }: EffectState): EffectState['params'] => {
  const told = trigger === 'stageSkipped' ? notices.find((notice) => notice.cause === cause) : undefined;
  const reason = told?.params['reason'];
  return reason === undefined ? {} : { reason };
};

/** In whose hands it is now: what was asked of the owner of that time goes with the customer, as his tasks do (R14). */
const handsOf = ({ owner, owners }: CustomerState, { firedAt }: EffectState) => {
  const then = (owners.findLast(({ t }) => t < firedAt) ?? owners[0])?.owner ?? null;
  return (person: MemberId): MemberId | null => (person === then ? owner : person);
};

/** The last word of each about the rule's own effect and its rungs; a rung that came after it tells anew. */
const snoozedOf = (family: readonly EffectState[]): Readonly<Record<string, number>> => {
  const members = new Set(family.flatMap(({ snoozed }) => Object.keys(snoozed)));
  return Object.fromEntries(
    [...members].map((member) => [member, Math.min(...family.map(({ snoozed }) => snoozed[member] ?? 0))]),
  );
};

/** Alerts as they stand. */
export const alertsOf = (customer: CustomerState): AlertTold[] => {
  const alerts: AlertTold[] = [];
  const isPooled = customer.pool?.status === 'in';
  if (customer.voided !== null || customer.mergedInto.length > 0) return alerts;
  for (const effect of customer.effects) {
    // In the pool nothing else is asked for: first it is cleaned (R23).
    if (effect.rung !== null || (isPooled && effect.id !== customer.pool?.entry)) continue;
    if (hasPooled(customer, effect)) continue;
    const untilMs = needsUntil(customer, effect);
    if (untilMs === Number.NEGATIVE_INFINITY) continue;
    const family = customer.effects.filter(({ rule, cause }) => rule === effect.rule && cause === effect.cause);
    const open = family.flatMap((one) => {
      const quietUntilMs = quietUntil(one);
      return quietUntilMs === null || one.recipients.length === 0
        ? []
        : [{ id: one.id, to: one.recipients.map(handsOf(customer, one)).filter((to) => to !== null), quietUntilMs }];
    });
    if (open.length === 0) continue;
    const { id, rule, ruleName, trigger, cause, brake, firedAt } = effect;
    const params = { ...reasonOf(customer, effect), ...effect.params };
    // Closing ends the climbing too, so the rule's own effect goes along even where it told nobody.
    const base = quietUntil(effect);
    const first = base === null || open.some((one) => one.id === id) ? [] : [{ id, to: [], quietUntilMs: base }];
    const told = effect.actions.find((action) => action.kind === 'alert');
    const text = told?.text ?? null;
    alerts.push({
      id,
      rule,
      ruleName,
      trigger,
      params,
      cause,
      brake,
      text,
      firedAt,
      snoozed: snoozedOf(family),
      open: [...first, ...open],
      untilMs,
    });
  }
  return alerts;
};

const appealsOf = ({ pool }: CustomerState): CustomerWork['appeals'] =>
  pool === null || (pool.status !== 'in' && pool.status !== 'restored')
    ? []
    : pool.appeals
        .filter(({ decided }) => decided === null)
        .map(({ id, author, reason, isComplete, rejectBy }) => ({
          id,
          appeal: id,
          author,
          reason,
          isComplete,
          rejectBy,
          atMs: rejectBy,
        }));

const overridesOf = ({ marks }: CustomerState): CustomerWork['overrides'] =>
  marks.flatMap(({ id, author, t, override, noEffectBecause }) =>
    override?.verdict === 'disputed' && override.settled === null && noEffectBecause === null
      ? [{ id, mark: id, author, reason: override.reason, markedAt: t, deadline: override.deadline, atMs: t }]
      : [],
  );

const noticesOf = (customer: CustomerState, viewer: MemberId): CustomerWork['notices'] =>
  customer.notices
    .filter(({ recipients }) => recipients.includes(viewer))
    .map(({ id, kind, at, seenBy, params, cause }) => ({
      id,
      notice: kind,
      params,
      atMs: at,
      seen: seenBy.includes(viewer),
      cause,
    }));

const offerOf = (customer: CustomerState): CustomerWork['offer'] => {
  const open = customer.voided === null ? openOffer(customer) : null;
  if (open === null) return null;
  return { id: `offer.${open.id}`, offer: open.id, to: open.to, atMs: open.t, ...offeredLead(customer) };
};

/** When two people's values first stood side by side: the later of the two. */
const conflictSince = (customer: CustomerState): number => {
  const { alsoMarked, alsoHandedTo, mark, fields, opportunities } = customer;
  const leaves = [fields, ...opportunities.map((one) => one.fields)].flatMap((holder) =>
    Object.values(holder).flatMap((field) => (field.leaves.length > 1 ? [field.leaves.map(({ t }) => t)] : [])),
  );
  const sides = [
    ...leaves,
    ...(alsoMarked.length > 0 ? [[...alsoMarked, ...(mark === null ? [] : [mark])].map(({ t }) => t)] : []),
    ...(alsoHandedTo.length > 0 ? [alsoHandedTo.map(({ t }) => t)] : []),
    ...opportunities.flatMap((one) => {
      const others = otherStages(one);
      return others.length > 0 ? [others.map(({ t }) => t)] : [];
    }),
  ];
  return sides.reduce((first, times) => Math.min(first, Math.max(...times)), Number.POSITIVE_INFINITY);
};

const resolvedAt = ({ status, endedAt, closed }: EffectState): number | null => {
  if (status === 'ended') return endedAt;
  return status === 'closed' ? (endedAt ?? closed?.t ?? null) : null;
};

/** Gaps, those that are resolved too. */
export const gapsOf = (customer: CustomerState): GapTold[] => {
  const gaps: GapTold[] = customer.effects
    .filter(({ gap, rung, status }) => gap !== null && rung === null && status !== 'revoked')
    .map((effect) => ({
      id: effect.id,
      sort: effect.gap ?? 'overdue',
      rule: effect.rule,
      ruleName: effect.ruleName,
      trigger: effect.trigger,
      params: effect.params,
      effect: effect.id,
      firstSeenMs: effect.firedAt,
      holder: effect.holder === null ? customer.owner : handsOf(customer, effect)(effect.holder),
      resolvedMs: resolvedAt(effect),
      closedBy: effect.closed?.author ?? null,
      reason: effect.closed?.reason ?? null,
      resumeAtMs: effect.status === 'closed' && effect.endedAt === null ? (effect.closed?.resumeAtMs ?? null) : null,
    }));
  if (hasConflict(customer)) {
    gaps.push({
      id: `conflict.${customer.id}`,
      sort: 'conflict',
      rule: null,
      ruleName: '',
      trigger: null,
      params: {},
      effect: null,
      firstSeenMs: conflictSince(customer),
      holder: customer.owner,
      resolvedMs: null,
      closedBy: null,
      reason: null,
      resumeAtMs: null,
    });
  }
  return gaps;
};

const isKept = (status: TaskState['status']): boolean =>
  status !== 'superseded' && status !== 'revoked' && status !== 'closed';

const isOver = ({ status, supersededBy }: TaskState): boolean => status === 'done' || supersededBy !== null;

const tasksOf = ({ tasks, owner }: CustomerState, viewer: MemberId): CustomerWork['tasks'] =>
  tasks
    // Called, and then given up for another record's: still told to whoever had it.
    .filter(({ status, supersededBy, firedAt }) => isKept(status) || (supersededBy !== null && firedAt !== null))
    .filter((task) => !isOver(task) || task.assignee === viewer)
    .map((task) => ({
      id: task.id,
      assignee: task.assignee,
      dueAt: task.dueAt,
      snoozedUntil: task.snoozedUntil,
      supplier: task.assigned?.by ?? owner,
      isReturned: task.status === 'returned',
      isOver: isOver(task),
      overAt: task.completed?.t ?? task.firedAt ?? 0,
    }));

/** What a customer has for the lists of work of the viewer, independent of the time; `null` = nothing at all. */
export const customerWork = (customer: CustomerState, viewer: MemberId): CustomerWork | null => {
  const work: CustomerWork = {
    name: customerName(customer),
    owner: customer.owner,
    territory: customer.territory,
    tasks: tasksOf(customer, viewer),
    alerts: alertsOf(customer).map(({ id, trigger, cause, brake, firedAt, snoozed, open, untilMs }) => ({
      ...{ id, trigger, cause, brake, firedAt, snoozed, open, untilMs },
    })),
    appeals: appealsOf(customer),
    overrides: overridesOf(customer),
    notices: noticesOf(customer, viewer),
    offer: offerOf(customer),
    gaps: gapsOf(customer).map(({ rule, ruleName, firstSeenMs, holder, resolvedMs, closedBy, resumeAtMs }) => ({
      ...{ rule, ruleName, firstSeenMs, holder, resolvedMs, closedBy, resumeAtMs },
    })),
  };
  const { tasks, alerts, appeals, overrides, notices, offer, gaps } = work;
  const isEmpty = [tasks, alerts, appeals, overrides, notices, gaps].every(({ length }) => length === 0);
  return isEmpty && offer === null ? null : work;
};

/**
 * Whether any of it may be in the own list of that person, whatever the company and the time are. A leader has work of
 * everybody; his own is of few, and is asked for with every change.
 */
export const mayConcern = (work: CustomerWork, member: MemberId): boolean =>
  work.notices.length + work.appeals.length + work.overrides.length > 0 ||
  work.offer?.to === member ||
  work.tasks.some(({ assignee, supplier, isReturned }) => assignee === member || (isReturned && supplier === member)) ||
  work.alerts.some(({ open }) => open.some(({ to }) => to.includes(member)));
