import type { Occurrence } from '../automation/occurrences.ts';
import type { Action, Route, Rule } from '../automation/rule.ts';
import { dueBy } from '../automation/timeline.ts';
import { effectId } from '../effects/effect-id.ts';
import type { MemberId } from '../ids.ts';
import { isLiveTask } from '../live-task.ts';
import { compareText } from '../order.ts';
import type { EffectState, TaskState } from '../state.ts';
import { PRESALES_RULE } from '../templates/rules.ts';
import type { CustomerContext } from './context.ts';
import { foldManualTasks } from './manual-tasks.ts';
import { ownerAt } from './ownership.ts';
import { recOfFired } from './relay-acts.ts';
import { resolveRoute } from './routes.ts';
import { type Asked, type End, taskState } from './task-progress.ts';

/** Fired first, by tick; then by start and cause: the first is the live one (S17). */
const byStanding =
  (context: CustomerContext) =>
  (a: Asked, b: Asked): number => {
    const x = context.facts.fired.get(a.id)?.tick ?? Number.POSITIVE_INFINITY;
    const y = context.facts.fired.get(b.id)?.tick ?? Number.POSITIVE_INFINITY;
    if (x !== y) return x < y ? -1 : 1;
    return a.from - b.from || compareText(a.cause, b.cause);
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
  assigned: null,
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
  assigned: null,
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
    assigned: null,
  };
  return taskState(context, asked, endOf(effect), effect.closed);
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
 * The customer's own presales task where that of another merged record stands (S17). What was done or ended by a
 * person stays so.
 */
const amongMerged = ({ presalesOf }: CustomerContext, task: TaskState): TaskState =>
  presalesOf === null || !isLiveTask(task) ? task : { ...task, status: 'superseded', supersededBy: presalesOf };

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
    tasks.push(amongMerged(context, taskState(context, one, endOf(effect), effect?.closed ?? null)));
  }
  for (const one of others.filter(isFired)) tasks.push(taskState(context, one, 'superseded', null));
  for (const effect of effects) {
    if (effect.rule !== PRESALES_RULE || effect.rung !== null || known.has(effect.id)) continue;
    tasks.push(taskState(context, goneProposal(context, effect), 'revoked', effect.closed));
  }
  return tasks;
};

/** Every task about the customer: presales first, then those of other rules as they acted, then those people gave. */
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
  return [...tasks, ...foldManualTasks(context)];
};
