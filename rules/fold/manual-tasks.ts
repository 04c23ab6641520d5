import { worksIn } from '../access/access.ts';
import { mayHoldType } from '../access/document-class.ts';
import type { EffectId, MemberId } from '../ids.ts';
import type { EffectClosing, TaskState } from '../state.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { hasText } from '../text/invisible.ts';
import type { CustomerContext } from './context.ts';
import { ownerAt } from './ownership.ts';
import { payloadOf, placed, type Rec } from './records.ts';
import { type Asked, taskState } from './task-progress.ts';

/** Given by a leader to somebody who works there, or taken on by the customer's owner; at its place in the order. */
const isEntitled = (context: CustomerContext, rec: Rec): boolean => {
  const { org, territory, ownership } = context;
  const { author } = rec.event;
  const to = payloadOf(rec, 'taskAssigned').to as MemberId;
  const owner = ownerAt(ownership, rec);
  if (author === to && author === owner) return true;
  if (!org.leads(author, rec, owner, territory) && !org.leads(author, rec, to, territory)) return false;
  const member = org.memberAt(to, rec);
  if (member === null || !member.active || !mayHoldType(member.role, 'taskCompleted')) return false;
  return to === owner || worksIn(member, territory);
};

const askedOf = (rec: Rec): Asked => {
  const { title, to, dueMs, script, origin } = payloadOf(rec, 'taskAssigned');
  return {
    id: rec.event.id as string as EffectId,
    rule: '',
    kind: 'manualTask',
    cause: rec.event.id,
    inputs: [rec.event.id],
    isSealed: rec.tick !== null,
    from: rec.t,
    title,
    to: to as MemberId,
    dueAt: dueMs,
    assigned: { by: rec.event.author, to: to as MemberId, script: script ?? null, origin: origin ?? null },
  };
};

/** Ended for good by whoever gave it, or by a leader; the first word counts. */
const closingOf = (context: CustomerContext, { id, assignee, assigned }: TaskState): EffectClosing | null => {
  const { org, ownership, territory } = context;
  for (const rec of context.live('effectClosed')) {
    const { effect, reason } = payloadOf(rec, 'effectClosed');
    if (effect !== id || !hasText(reason)) continue;
    const { author } = rec.event;
    const leads = org.leads(author, rec, ownership.owner, territory) || org.leads(author, rec, assignee, territory);
    if (author === assigned?.by || leads) return placed(rec, { reason, resumeAtMs: null });
  }
  return null;
};

/** Given again knowing that the one before was over: the end it cites came before it. */
const knewItsEnd = (rec: Rec, before: TaskState): boolean => {
  const end = before.completed ?? before.closed;
  return end !== null && rec.event.cites.includes(end.id) && end.t <= rec.t;
};

/** The tasks that stand for each matter: one that somebody was given, one that somebody took on himself. */
class Standing {
  readonly #given = new Map<string, TaskState>();
  readonly #taken = new Map<string, TaskState>();

  /** What supersedes one more for this matter: nobody gets round his leader's task by having taken on one himself. */
  before(matter: string, isTaken: boolean): TaskState | undefined {
    return this.#given.get(matter) ?? (isTaken ? this.#taken.get(matter) : undefined);
  }
  put(matter: string, isTaken: boolean, task: TaskState): void {
    (isTaken ? this.#taken : this.#given).set(matter, task);
  }
}

/**
 * Tasks that people gave, oldest first. Of those given for one matter by people who did not know of each other the
 * first in the order stands and the others are superseded; given again after its end, knowing it, it is a new one.
 */
export const foldManualTasks = (context: CustomerContext): readonly TaskState[] => {
  const tasks: TaskState[] = [];
  const standing = new Standing();
  for (const rec of context.sorted.of('taskAssigned')) {
    if (!isEntitled(context, rec)) continue;
    const asked = askedOf(rec);
    const going = taskState(context, asked, null, null);
    const closed = closingOf(context, going);
    const matter = asked.assigned?.origin ? canonicalJson(asked.assigned.origin) : null;
    const isTaken = rec.event.author === asked.to;
    const before = matter === null ? undefined : standing.before(matter, isTaken);
    const isSecond = before !== undefined && !knewItsEnd(rec, before);
    const gone = context.retracted.has(rec.event.id) ? 'revoked' : isSecond ? 'superseded' : null;
    const ended = gone ?? (closed === null ? going.status : 'closed');
    // What was done stays done, whatever has become of its reason.
    const task: TaskState = { ...going, closed, status: going.status === 'done' ? 'done' : ended };
    tasks.push(task);
    if (matter !== null && gone === null) standing.put(matter, isTaken, task);
  }
  return tasks;
};
