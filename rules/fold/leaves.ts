import type { EventId, MemberId } from '../ids.ts';
import { isPossibleLeave, MOST_LEAVES } from '../leave.ts';
import type { Leave } from '../org-state.ts';
import { payloadOf, type Rec } from './records.ts';

const NONE: readonly Leave[] = [];

/** 休假 that was entered and not cancelled, while the company is replayed; of one person a bounded number counts. */
export class Leaves {
  readonly #byPerson = new Map<MemberId, Map<EventId, Leave>>();
  readonly #personOf = new Map<EventId, MemberId>();

  /** @param mayFor whether the author leads the person at that place in the order */
  enter(rec: Rec, mayFor: (member: MemberId) => boolean): void {
    const { fromMs, untilMs } = payloadOf(rec, 'leaveEntered');
    const member = payloadOf(rec, 'leaveEntered').member as MemberId;
    const { id } = rec.event;
    const own = this.#byPerson.get(member) ?? new Map<EventId, Leave>();
    if (own.size >= MOST_LEAVES || !isPossibleLeave({ fromMs, untilMs }) || !mayFor(member)) return;
    this.#byPerson.set(member, own.set(id, { id, fromMs, untilMs }));
    this.#personOf.set(id, member);
  }

  cancel(rec: Rec, mayFor: (member: MemberId) => boolean): void {
    const id = payloadOf(rec, 'leaveCancelled').leave as EventId;
    const member = this.#personOf.get(id);
    if (member !== undefined && mayFor(member)) this.#byPerson.get(member)?.delete(id);
  }

  /** By their first day. Of one person some may overlap: two leaders entered them apart. */
  of(person: MemberId): readonly Leave[] {
    const own = this.#byPerson.get(person);
    if (own === undefined) return NONE;
    return [...own.values()].sort((a, b) => a.fromMs - b.fromMs || a.untilMs - b.untilMs || (a.id < b.id ? -1 : 1));
  }
}
