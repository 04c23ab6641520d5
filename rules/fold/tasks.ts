import { deadlineOf } from '../effects/deadline.ts';
import { effectId } from '../effects/effect-id.ts';
import type { EffectId, EventId, MemberId } from '../ids.ts';
import type { TaskState } from '../state.ts';
import { PRESALES_RULE } from '../templates/rules.ts';
import type { CustomerContext } from './context.ts';
import type { Fired } from './facts.ts';
import type { MarkNode, Marks } from './marks.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';

/** An entry into green that calls for a proposal draft. */
interface Entry {
  readonly id: EffectId;
  readonly green: MarkNode;
  /** Effective mark left behind; `null` = the card had none. */
  readonly left: MarkNode | null;
  /** Later of mark and attestation (S17), ms. */
  readonly startsAt: number;
}

/**
 * Nearest mark below that counted when this green began to: a green then still waiting for its file had not been
 * entered (S17), and its file arriving later moves nothing.
 */
const leftBehind = (node: MarkNode, startsAt: number): MarkNode | null => {
  let left = node.base;
  while (left !== null && (left.countsFrom === null || left.countsFrom > startsAt)) left = left.base;
  return left;
};

/** One entry per effect id: greens made apart on one mark are one entry, the earliest that counts. */
const entriesOf = (context: CustomerContext, marks: Marks): ReadonlyMap<EffectId, Entry> => {
  const entries = new Map<EffectId, Entry>();
  for (const green of marks.nodes) {
    if (!green.mark.effective || green.mark.colour !== 'green' || green.countsFrom === null) continue;
    const startsAt = green.countsFrom;
    const left = leftBehind(green, startsAt);
    if (left?.mark.colour === 'green') continue;
    const id = effectId(PRESALES_RULE, context.id, left?.rec.event.id ?? 'unmarked');
    const known = entries.get(id);
    const isEarlier =
      known === undefined ||
      startsAt < known.startsAt ||
      (startsAt === known.startsAt && compareRec(green.rec, known.green.rec) < 0);
    if (isEarlier) entries.set(id, { id, green, left, startsAt });
  }
  return entries;
};

/** Fired first, by tick; then by start and order: the first is the live one (S17). */
const byStanding =
  (context: CustomerContext) =>
  (a: Entry, b: Entry): number => {
    const x = context.facts.fired.get(a.id)?.tick ?? Number.POSITIVE_INFINITY;
    const y = context.facts.fired.get(b.id)?.tick ?? Number.POSITIVE_INFINITY;
    if (x !== y) return x < y ? -1 : 1;
    return a.startsAt - b.startsAt || compareRec(a.green.rec, b.green.rec);
  };

const actsOn = (context: CustomerContext, id: EffectId): readonly Rec[] => {
  const acts: Rec[] = [];
  for (const type of ['taskReassigned', 'taskReturned', 'taskResumed', 'taskCompleted'] as const) {
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
}

const mayAct = (context: CustomerContext, rec: Rec, assignee: MemberId | null): boolean => {
  const { author } = rec.event;
  if (author === assignee || context.org.memberAt(author, rec)?.role === 'presales') return true;
  return context.org.leads(author, rec, context.ownership.owner, context.territory);
};

/** What people did to the task, in order; once done nothing moves it any more. */
const progressOf = (context: CustomerContext, id: EffectId, routed: MemberId | null): Progress => {
  const progress: Progress = { assignee: routed, returned: null, completed: null, pausedMs: 0 };
  const resume = (at: number): void => {
    if (progress.returned !== null) progress.pausedMs += Math.max(0, at - progress.returned.t);
    progress.returned = null;
  };
  for (const rec of actsOn(context, id)) {
    if (progress.completed !== null) break;
    // Supplying what was missing is for anybody; the rest for the assignee, presales and leaders.
    if (rec.event.type === 'taskResumed') resume(rec.t);
    else if (!mayAct(context, rec, progress.assignee)) continue;
    else if (rec.event.type === 'taskReassigned') progress.assignee = payloadOf(rec, 'taskReassigned').to as MemberId;
    else if (rec.event.type === 'taskReturned') progress.returned ??= rec;
    else {
      resume(rec.t);
      progress.completed = rec;
    }
  }
  return progress;
};

const stateOf = (context: CustomerContext, entry: Entry, isLive: boolean): TaskState => {
  const { green, left, startsAt } = entry;
  const progress = progressOf(context, entry.id, context.org.presalesAt(startsAt, context.territory));
  const firedAt = context.facts.fired.get(entry.id)?.tick ?? null;
  const isSealed = green.rec.tick !== null && (left === null || left.rec.tick !== null);
  const { returned, completed } = progress;
  const open = firedAt !== null || isSealed ? 'open' : 'provisional';
  const going = completed !== null ? 'done' : returned !== null ? 'returned' : open;
  return {
    id: entry.id,
    kind: 'draftProposal',
    title: '技术方案初稿',
    snoozedUntil: null,
    closed: null,
    customer: context.id,
    rule: PRESALES_RULE,
    cause: green.rec.event.id,
    inputs: left === null ? [green.rec.event.id] : [green.rec.event.id, left.rec.event.id],
    inputsSealed: isSealed,
    causedAt: startsAt,
    assignee: progress.assignee,
    dueAt: deadlineOf(startsAt, context.org.presalesLimits()) + progress.pausedMs,
    status: isLive ? going : 'superseded',
    returned: returned && placed(returned, { missing: payloadOf(returned, 'taskReturned').missing }),
    completed: completed && placed(completed, { payload: payloadOf(completed, 'taskCompleted') }),
    firedAt,
  };
};

/** A fired task whose cause no longer holds stays visible as revoked (S22, I26). */
const revokedState = (context: CustomerContext, fired: Fired): TaskState => {
  const progress = progressOf(context, fired.effect, context.org.presalesAt(fired.tick, context.territory));
  const { completed } = progress;
  return {
    id: fired.effect,
    kind: 'draftProposal',
    title: '技术方案初稿',
    snoozedUntil: null,
    closed: null,
    customer: context.id,
    rule: fired.rule,
    cause: fired.inputs[0] ?? ('' as EventId),
    inputs: fired.inputs,
    inputsSealed: true,
    causedAt: fired.tick,
    assignee: progress.assignee,
    dueAt: deadlineOf(fired.tick, context.org.presalesLimits()) + progress.pausedMs,
    status: 'revoked',
    returned: null,
    completed: completed && placed(completed, { payload: payloadOf(completed, 'taskCompleted') }),
    firedAt: fired.tick,
  };
};

const revokedTasks = (context: CustomerContext, marks: Marks, entries: ReadonlyMap<EffectId, Entry>): TaskState[] => {
  if (context.facts.firedByInput.size === 0) return [];
  const gone = new Map<EffectId, Fired>();
  for (const { rec } of marks.nodes) {
    for (const id of context.facts.firedByInput.get(rec.event.id) ?? []) {
      const fired = context.facts.fired.get(id);
      if (fired?.rule === PRESALES_RULE && !entries.has(id)) gone.set(id, fired);
    }
  }
  return [...gone.values()].sort((a, b) => a.tick - b.tick).map((fired) => revokedState(context, fired));
};

/**
 * Presales tasks (R22, S17, I24). Every entry into green whose confirmation is attested asks for one; while one is
 * open, returned or done there is no second. One that was fired all the same is superseded by the lower tick.
 */
export const foldTasks = (context: CustomerContext, marks: Marks): readonly TaskState[] => {
  const entries = entriesOf(context, marks);
  const [live, ...others] = [...entries.values()].sort(byStanding(context));
  const tasks = live === undefined ? [] : [stateOf(context, live, true)];
  for (const entry of others) {
    if (context.facts.fired.has(entry.id)) tasks.push(stateOf(context, entry, false));
  }
  return [...tasks, ...revokedTasks(context, marks, entries)];
};
