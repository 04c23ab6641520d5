import type { Occurrence } from '../automation/occurrences.ts';
import type { Action, Route, Rule } from '../automation/rule.ts';
import { dueBy } from '../automation/timeline.ts';
import { effectId } from '../effects/effect-id.ts';
import type { EffectId, EventId, MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { EffectState, TaskState } from '../state.ts';
import { PRESALES_RULE } from '../templates/rules.ts';
import type { CustomerContext } from './context.ts';
import { firedOn } from './facts.ts';
import { rungOf } from './fired-rung.ts';
import { ownerAt } from './ownership.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';
import { recOfFired } from './relay-acts.ts';
import { resolveRoute } from './routes.ts';

/** Fired first, by tick; then by start and cause: the first is the live one (S17). */
const byStanding =
  (context: CustomerContext) =>
  (a: Asked, b: Asked): number => {
    const x = context.facts.fired.get(a.id)?.tick ?? Number.POSITIVE_INFINITY;
    const y = context.facts.fired.get(b.id)?.tick ?? Number.POSITIVE_INFINITY;
    if (x !== y) return x < y ? -1 : 1;
    return a.from - b.from || compareText(a.cause, b.cause);
  };

/** A task as it was asked for. */
interface Asked {
  readonly id: EffectId;
  readonly rule: string;
  readonly kind: TaskState['kind'];
  readonly cause: string;
  readonly inputs: readonly EventId[];
  readonly isSealed: boolean;
  readonly from: number;
  readonly title: string;
  readonly to: MemberId | null;
  readonly dueAt: number;
}

const actsOn = (context: CustomerContext, id: EffectId): readonly Rec[] => {
  const acts: Rec[] = [];
  for (const type of ['taskReassigned', 'taskReturned', 'taskResumed', 'taskCompleted', 'taskSnoozed'] as const) {
    for (const rec of context.live(type)) if (payloadOf(rec, type).task === id) acts.push(rec);
  }
  return acts.sort(compareRec);
};

interface Progress {
  assignee: MemberId | null;
  returned: Rec | null;
  completed: Rec | null;
  /** Total of the ended pauses, ms. */
  pausedMs: number;
  snoozedUntil: number | null;
}

const mayAct = (context: CustomerContext, rec: Rec, assignee: MemberId | null): boolean => {
  const { author } = rec.event;
  if (author === assignee || context.org.memberAt(author, rec)?.role === 'presales') return true;
  return context.org.leads(author, rec, context.ownership.owner, context.territory);
};

/** Takeovers of a task by its rule's ladder: to whom, at which place. */
const takeoversOf = (context: CustomerContext, asked: Asked): ReadonlyMap<Rec, MemberId> => {
  const found = new Map<Rec, MemberId>();
  for (const fired of firedOn(context.facts, context.id)) {
    if (fired.rung === null || fired.rule !== asked.rule || fired.cause !== asked.cause) continue;
    const rung = rungOf(context.org, fired);
    if (rung?.act !== 'takeOver') continue;
    const at = recOfFired(fired, 'customerHandedOver', {});
    const { org, territory } = context;
    const owner = ownerAt(context.ownership, at);
    const [next] = resolveRoute(rung.to, { org, territory, at, owner, authors: [] });
    if (next !== undefined) found.set(at, next);
  }
  return found;
};

/** What people, and the ladder, did to the task, in order; once done nothing moves it any more. */
const progressOf = (context: CustomerContext, asked: Asked): Progress => {
  const progress: Progress = { assignee: asked.to, returned: null, completed: null, pausedMs: 0, snoozedUntil: null };
  const byRule = takeoversOf(context, asked);
  const resume = (at: number): void => {
    if (progress.returned !== null) progress.pausedMs += Math.max(0, at - progress.returned.t);
    progress.returned = null;
  };
  for (const rec of [...actsOn(context, asked.id), ...byRule.keys()].sort(compareRec)) {
    if (progress.completed !== null) break;
    const next = byRule.get(rec);
    if (next !== undefined) progress.assignee = next;
    // Supplying what was missing is for anybody; the rest for the assignee, presales and leaders.
    else if (rec.event.type === 'taskResumed') resume(rec.t);
    else if (!mayAct(context, rec, progress.assignee)) continue;
    else if (rec.event.type === 'taskReassigned') progress.assignee = payloadOf(rec, 'taskReassigned').to as MemberId;
    else if (rec.event.type === 'taskReturned') progress.returned ??= rec;
    else if (rec.event.type === 'taskSnoozed') progress.snoozedUntil = payloadOf(rec, 'taskSnoozed').untilMs;
    else {
      resume(rec.t);
      progress.completed = rec;
    }
  }
  return progress;
};

type End = 'superseded' | 'revoked' | 'closed' | null;

const stateOf = (context: CustomerContext, asked: Asked, end: End, effect: EffectState | null): TaskState => {
  const progress = progressOf(context, asked);
  const { returned, completed } = progress;
  const firedAt = context.facts.fired.get(asked.id)?.tick ?? null;
  const open = firedAt !== null || asked.isSealed ? 'open' : 'provisional';
  const going = completed !== null ? 'done' : returned !== null ? 'returned' : open;
  return {
    id: asked.id,
    kind: asked.kind,
    title: asked.title,
    customer: context.id,
    rule: asked.rule,
    cause: (asked.inputs[0] ?? asked.cause) as EventId,
    inputs: asked.inputs,
    inputsSealed: asked.isSealed,
    causedAt: asked.from,
    assignee: progress.assignee,
    dueAt: asked.dueAt + progress.pausedMs,
    pausedMs: progress.pausedMs,
    // What was done stays done, whatever has become of its reason.
    status: completed !== null && end === 'closed' ? 'done' : (end ?? going),
    snoozedUntil: progress.snoozedUntil,
    closed: effect?.closed ?? null,
    returned: returned && placed(returned, { missing: payloadOf(returned, 'taskReturned').missing }),
    completed: completed && placed(completed, { payload: payloadOf(completed, 'taskCompleted') }),
    firedAt,
  };
};

const taskOf = (rule: Rule, branch: number): Extract<Action, { kind: 'task' }> | undefined =>
  rule.branches[branch]?.do.find((action) => action.kind === 'task');

/** Deadline of a task from `t0`, ms, by every version of its rule (S20). */
const dueOf = (context: CustomerContext, rule: string, branch: number, t0: number): number => {
  const timeline = context.org.timeline(rule);
  if (timeline === null) return t0;
  return dueBy(t0, timeline, (version) => taskOf(version.rule, branch)?.due ?? null);
};

const endOf = (effect: EffectState | null): End => {
  switch (effect?.status) {
    case 'revoked':
      return 'revoked';
    case 'closed':
    case 'ended':
      return 'closed';
    default:
      return null;
  }
};

/** The presales task of one entry into green. */
const proposal = (context: CustomerContext, entry: Occurrence): Asked => ({
  id: effectId(PRESALES_RULE, context.id, entry.cause),
  rule: PRESALES_RULE,
  kind: 'draftProposal',
  cause: entry.cause,
  inputs: entry.inputs,
  isSealed: entry.sealed,
  from: entry.since,
  title: titleOf(context, PRESALES_RULE),
  to: context.org.presalesAt(entry.since, context.territory),
  dueAt: dueOf(context, PRESALES_RULE, 0, entry.since),
});

const titleOf = (context: CustomerContext, rule: string): string => {
  const last = context.org.timeline(rule)?.versions.at(-1);
  const known = last?.process.rules.find(({ id }) => id === rule);
  return (known === undefined ? undefined : taskOf(known, 0))?.title ?? '';
};

/** A fired presales task whose entry no longer holds stays visible as revoked (S22, I26). */
const goneProposal = (context: CustomerContext, effect: EffectState): Asked => ({
  id: effect.id,
  rule: effect.rule,
  kind: 'draftProposal',
  cause: effect.cause,
  inputs: effect.inputs,
  isSealed: true,
  from: effect.firedAt,
  title: titleOf(context, PRESALES_RULE),
  to: context.org.presalesAt(effect.firedAt, context.territory),
  dueAt: dueOf(context, PRESALES_RULE, 0, effect.firedAt),
});

/** A task that a rule opened. */
const ruleTask = (context: CustomerContext, effect: EffectState): TaskState | null => {
  const action = effect.actions.find(({ kind }) => kind === 'task');
  if (action?.kind !== 'task') return null;
  const asked: Asked = {
    id: effect.id,
    rule: effect.rule,
    kind: 'ruleTask',
    cause: effect.cause,
    inputs: effect.inputs,
    isSealed: true,
    from: effect.firedAt,
    title: action.title,
    to: assigneeOf(context, effect, action.to),
    dueAt: dueOf(context, effect.rule, effect.branch, effect.firedAt),
  };
  return stateOf(context, asked, endOf(effect), effect);
};

const assigneeOf = (context: CustomerContext, effect: EffectState, route: Route): MemberId | null => {
  const fired = context.facts.fired.get(effect.id);
  if (fired === undefined) return null;
  const at = recOfFired(fired, 'customerHandedOver', {});
  const { org, territory } = context;
  // The task of a salesperson goes with the customer: whoever is responsible now has it.
  if (route === 'owner') return context.ownership.owner;
  const owner = ownerAt(context.ownership, at);
  return resolveRoute(route, { org, territory, at, owner, authors: [] })[0] ?? null;
};

/** Whether the rule that calls presales is there at all; a company may have switched it off. */
const callsPresales = (context: CustomerContext): boolean =>
  context.org.timeline(PRESALES_RULE)?.versions.at(-1)?.rule !== null;

/**
 * Presales tasks (R22, S17, I24). Every entry into green whose confirmation is attested asks for one; while one is
 * open, returned or done there is no second. One that was fired all the same is superseded by the lower tick.
 */
const proposals = (
  context: CustomerContext,
  entries: readonly Occurrence[],
  effects: readonly EffectState[],
): TaskState[] => {
  const byId = new Map(effects.filter(({ rung }) => rung === null).map((effect) => [effect.id, effect]));
  const isFired = ({ id }: Asked): boolean => byId.has(id);
  const asked = entries.map((entry) => proposal(context, entry));
  const known = new Set(asked.map(({ id }) => id));
  const [live, ...others] = asked.filter((one) => callsPresales(context) || isFired(one)).sort(byStanding(context));
  const tasks: TaskState[] = [];
  for (const one of live === undefined ? [] : [live]) {
    const effect = byId.get(one.id) ?? null;
    tasks.push(stateOf(context, one, endOf(effect), effect));
  }
  for (const one of others.filter(isFired)) tasks.push(stateOf(context, one, 'superseded', null));
  for (const effect of effects) {
    if (effect.rule !== PRESALES_RULE || effect.rung !== null || known.has(effect.id)) continue;
    tasks.push(stateOf(context, goneProposal(context, effect), 'revoked', effect));
  }
  return tasks;
};

/** Every task about the customer: presales first, then those of other rules in the order they acted. */
export const foldTasks = (
  context: CustomerContext,
  entries: readonly Occurrence[],
  effects: readonly EffectState[],
): readonly TaskState[] => {
  const tasks = proposals(context, entries, effects);
  for (const effect of effects) {
    if (effect.rule === PRESALES_RULE || effect.rung !== null) continue;
    const task = ruleTask(context, effect);
    if (task !== null) tasks.push(task);
  }
  return tasks;
};
