import type { EventId, MemberId } from '../ids.ts';
import { isPossibleLeave } from '../leave.ts';
import type { Leave } from '../org-state.ts';
import { payloadOf, type Rec } from './records.ts';

interface Entered extends Leave {
  readonly member: MemberId;
}

/** 休假 that was entered and not cancelled, while the company is replayed. */
export class Leaves {
  readonly #entered = new Map<EventId, Entered>();

  /** @param mayFor whether the author leads the person at that place in the order */
  enter(rec: Rec, mayFor: (member: MemberId) => boolean): void {
    const { member, fromMs, untilMs } = payloadOf(rec, 'leaveEntered');
    const one: Entered = { id: rec.event.id, member: member as MemberId, fromMs, untilMs };
    if (isPossibleLeave(one) && mayFor(one.member)) this.#entered.set(one.id, one);
  }

  cancel(rec: Rec, mayFor: (member: MemberId) => boolean): void {
    const { leave } = payloadOf(rec, 'leaveCancelled');
    const known = this.#entered.get(leave as EventId);
    if (known !== undefined && mayFor(known.member)) this.#entered.delete(known.id);
  }

  /** By their first day. Of one person some may overlap: two leaders entered them apart. */
  of(person: MemberId): readonly Leave[] {
    return [...this.#entered.values()]
      .filter(({ member }) => member === person)
      .map(({ id, fromMs, untilMs }) => ({ id, fromMs, untilMs }))
      .sort((a, b) => a.fromMs - b.fromMs || a.untilMs - b.untilMs || (a.id < b.id ? -1 : 1));
  }
}
