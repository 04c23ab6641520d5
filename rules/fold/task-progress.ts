import type { EffectId, EventId, MemberId } from '../ids.ts';
import type { Assigned, EffectClosing, TaskState } from '../state.ts';
import { snoozeEnd } from '../time.ts';
import type { CustomerContext } from './context.ts';
import { firedOn } from './facts.ts';
import { rungOf } from './fired-rung.ts';
import { ownerAt } from './ownership.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';
import { recOfFired } from './relay-acts.ts';
import { resolveRoute } from './routes.ts';

/** A task as it was asked for. */
export interface Asked {
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
  readonly assigned: Assigned | null;
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
  late: TaskState['late'];
  returned: Rec | null;
  completed: Rec | null;
  /** Total of the ended pauses, ms. */
  pausedMs: number;
  snoozedUntil: number | null;
}

const mayAct = (context: CustomerContext, rec: Rec, { assigned }: Asked, assignee: MemberId | null): boolean => {
  const { author } = rec.event;
  const { org, ownership, territory } = context;
  if (author === assignee || org.leads(author, rec, ownership.owner, territory)) return true;
  // Those of rules are for whoever of presales comes first; what a person gave is for the one he named.
  return assigned === null
    ? org.memberAt(author, rec)?.role === 'presales'
    : org.leads(author, rec, assignee, territory);
};

/** Nobody asks himself for what is missing: that would only stop his own clock. */
const asksHimself = ({ assigned }: Asked, assignee: MemberId | null): boolean =>
  assigned !== null && assigned.by === assignee;

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
  const progress: Progress = {
    assignee: asked.to,
    late: null,
    returned: null,
    completed: null,
    pausedMs: 0,
    snoozedUntil: null,
  };
  /** Before it is handed over or its clock stopped: neither undoes that it was late. */
  const noteLate = (at: number): void => {
    const dueAt = asked.dueAt + progress.pausedMs;
    if (!progress.returned && at > dueAt) progress.late ??= { assignee: progress.assignee, dueAt };
  };
  const give = (to: MemberId, at: number): void => {
    noteLate(at);
    progress.assignee = to;
  };
  const byRule = takeoversOf(context, asked);
  const resume = (at: number): void => {
    if (progress.returned !== null) progress.pausedMs += Math.max(0, at - progress.returned.t);
    progress.returned = null;
  };
  for (const rec of [...actsOn(context, asked.id), ...byRule.keys()].sort(compareRec)) {
    if (progress.completed !== null) break;
    const next = byRule.get(rec);
    if (next !== undefined) give(next, rec.t);
    // Supplying what was missing is for anybody; the rest for the assignee, presales and leaders.
    else if (rec.event.type === 'taskResumed') resume(rec.t);
    else if (!mayAct(context, rec, asked, progress.assignee)) continue;
    else if (rec.event.type === 'taskReassigned') give(payloadOf(rec, 'taskReassigned').to as MemberId, rec.t);
    else if (rec.event.type === 'taskReturned') {
      if (asksHimself(asked, progress.assignee)) continue;
      noteLate(rec.t);
      progress.returned ??= rec;
    } else if (rec.event.type === 'taskSnoozed')
      progress.snoozedUntil = snoozeEnd(rec.t, payloadOf(rec, 'taskSnoozed').untilMs);
    else {
      resume(rec.t);
      progress.completed = rec;
    }
  }
  return progress;
};

/** What has ended it besides its own course. */
export type End = 'superseded' | 'revoked' | 'closed' | null;

/** A task with what people, and the ladder, did to it; `closed`: by whom it was ended, when it was. */
export const taskState = (
  context: CustomerContext,
  asked: Asked,
  end: End,
  closed: EffectClosing | null,
): TaskState => {
  const progress = progressOf(context, asked);
  const { returned, completed } = progress;
  const firedAt = context.facts.fired.get(asked.id)?.tick ?? null;
  // What a person gives stands at once, as every act of a person.
  const open = firedAt !== null || asked.isSealed || asked.assigned !== null ? 'open' : 'provisional';
  const going = completed !== null ? 'done' : returned !== null ? 'returned' : open;
  return {
    id: asked.id,
    kind: asked.kind,
    title: asked.title,
    customer: context.id,
    rule: asked.rule,
    assigned: asked.assigned,
    cause: (asked.inputs[0] ?? asked.cause) as EventId,
    inputs: asked.inputs,
    inputsSealed: asked.isSealed,
    causedAt: asked.from,
    assignee: progress.assignee,
    late: progress.late,
    dueAt: asked.dueAt + progress.pausedMs,
    pausedMs: progress.pausedMs,
    // What was done stays done, whatever has become of its reason.
    status: completed !== null && end === 'closed' ? 'done' : (end ?? going),
    supersededBy: null,
    snoozedUntil: progress.snoozedUntil,
    closed,
    returned: returned && placed(returned, { missing: payloadOf(returned, 'taskReturned').missing }),
    completed: completed && placed(completed, { payload: payloadOf(completed, 'taskCompleted') }),
    firedAt,
  };
};
