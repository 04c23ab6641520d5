import type { EventId } from '../ids.ts';
import type { EffectState, OpportunityState, TaskState, TimelineEntry } from '../state.ts';
import type { CustomerContext } from './context.ts';
import type { Marks } from './marks.ts';
import { placed, type Rec } from './records.ts';
import { BY_RULE } from './relay-acts.ts';

/** Acts that only acknowledge something: they would be noise in a history. */
const SILENT: ReadonlySet<string> = new Set(['noticeSeen', 'historyShared']);

const OF_OPPORTUNITY: ReadonlySet<string> = new Set([
  'stageEntered',
  'opportunityEnded',
  'opportunityReopened',
  'inquiryReceived',
  'quoteSent',
]);

const whyNoEffect = (context: CustomerContext, rec: Rec, opportunities: ReadonlySet<string>): string | null => {
  if (context.retracted.has(rec.event.id)) return 'retracted';
  if (context.ownership.withoutEffect.has(rec)) return 'notOwner';
  if (!OF_OPPORTUNITY.has(rec.event.type)) return null;
  const { opportunity } = rec.event.payload as { opportunity: string };
  return opportunities.has(opportunity) ? null : 'unknownOpportunity';
};

/** A task that nobody has by this event: another one stands for the matter, or its author might not give it. */
const whyNotGiven = ({ event }: Rec, tasks: ReadonlyMap<string, TaskState>): string | null => {
  if (event.type !== 'taskAssigned') return null;
  const task = tasks.get(event.id);
  if (task === undefined) return 'notEntitled';
  return task.status === 'superseded' ? 'superseded' : null;
};

/** The line an automatic act writes (R13): who caused it, and by which rule. */
const taskLine = (task: TaskState, cause: TimelineEntry): TimelineEntry => ({
  ...cause,
  id: task.id as string as EventId,
  t: task.causedAt,
  receivedAt: null,
  type: 'taskCreated',
  payload: { task: task.id, cause: task.cause, assignee: task.assignee, dueAt: task.dueAt },
  automaticBy: task.rule,
  noEffectBecause: task.status === 'revoked' || task.status === 'superseded' ? task.status : null,
});

/** What a rule did besides tasks and marks, which have lines of their own: told people, pooled, took over. */
const effectLine = (effect: EffectState): TimelineEntry => ({
  id: effect.id as string as EventId,
  author: BY_RULE,
  device: BY_RULE,
  t: effect.firedAt,
  standing: 'sealed',
  receivedAt: null,
  type: 'ruleActed',
  payload: { effect: effect.id, rung: effect.rung, trigger: effect.trigger, recipients: effect.recipients },
  automaticBy: effect.rule,
  noEffectBecause: effect.status === 'revoked' ? (effect.revokedBecause ?? 'revoked') : null,
});

/** A task's line says it already. */
const hasOwnLine = ({ actions, rung }: EffectState): boolean =>
  rung === null && actions.length > 0 && actions.every(({ kind }) => kind === 'task');

/** The customer's history, oldest first in the order S7; automatic lines stand after what caused them. */
export const foldTimeline = (
  context: CustomerContext,
  marks: Marks,
  opportunities: readonly OpportunityState[],
  tasks: readonly TaskState[],
  effects: readonly EffectState[],
): readonly TimelineEntry[] => {
  const known = new Set<string>(opportunities.map(({ id }) => id));
  const markEffects = new Map(marks.nodes.map(({ rec, mark }) => [rec, mark.noEffectBecause]));
  const timeline: TimelineEntry[] = [];
  const given = new Map<string, TaskState>(tasks.map((task) => [task.id, task]));
  for (const rec of context.sorted.all) {
    const { type, payload } = rec.event;
    if (SILENT.has(type)) continue;
    const noEffectBecause = markEffects.get(rec) ?? whyNoEffect(context, rec, known) ?? whyNotGiven(rec, given);
    timeline.push(placed(rec, { type, payload, automaticBy: null, noEffectBecause }));
  }
  for (const effect of effects) {
    if (hasOwnLine(effect)) continue;
    const line = effectLine(effect);
    timeline.splice(timeline.findLastIndex(({ t }) => t <= line.t) + 1, 0, line);
  }
  // After the rules' own lines: a rule's mark may be what called for a task (R103).
  for (const task of tasks) {
    // What a person gave is the person's own line.
    if (task.assigned !== null) continue;
    const cause = timeline.find(({ id }) => id === task.cause);
    if (cause === undefined) continue;
    const line = taskLine(task, cause);
    const after = timeline.findLastIndex(({ id, t }) => t <= line.t || id === task.cause);
    timeline.splice(after + 1, 0, line);
  }
  return timeline;
};
