import { shanghaiDay } from '../calendar/shanghai.ts';
import type { EventId, MemberId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import { visibleText } from '../text/rich-text.ts';
import { DAY_MS } from '../time.ts';

/** An appointment on somebody's day, with what to know before the door opens (R40). */
export interface Appointment {
  readonly note: EventId;
  readonly atMs: number;
  readonly agenda: string;
  readonly attendees: readonly string[];
  readonly lastConcern: string | null;
  readonly promised: string | null;
  readonly promiseDelivered: boolean;
}
export interface OpenPromise {
  readonly note: EventId;
  readonly text: string;
  readonly dueMs: number;
}

/** A missed appointment stays on the day for so long, unless somebody closes it. */
const MISSED_MS = 7 * DAY_MS;
/** Promises come into view so long before they are due. */
const AHEAD_MS = 3 * DAY_MS;

/** Open appointments of this customer today, or missed lately. `concernName` names a concern in words. */
export const appointmentsToday = (customer: CustomerState, nowMs: number): readonly Appointment[] => {
  const today = shanghaiDay(nowMs);
  const last = customer.notes[customer.notes.length - 1];
  const promise = last?.payload.commitment;
  return customer.touchpoints
    .filter(
      ({ status, plan }) => status === 'open' && plan.atMs >= nowMs - MISSED_MS && shanghaiDay(plan.atMs) <= today,
    )
    .map(({ note, plan }) => ({
      note,
      atMs: plan.atMs,
      agenda: plan.agenda,
      attendees: plan.attendees,
      lastConcern: last ? (last.payload.concern.text ?? last.payload.concern.kind) : null,
      promised: promise?.kind === 'promised' ? visibleText(promise.deliverable) : null,
      promiseDelivered: last?.delivered != null,
    }));
};

/** Promises of this customer that `member` gave and has not delivered, due soon or late. */
export const openPromises = (customer: CustomerState, member: MemberId, nowMs: number): readonly OpenPromise[] =>
  customer.notes.flatMap(({ id, payload, delivered }) => {
    const { commitment } = payload;
    if (commitment.kind !== 'promised' || delivered || commitment.by !== member) return [];
    if (commitment.dueMs > nowMs + AHEAD_MS) return [];
    return [{ note: id, text: visibleText(commitment.deliverable), dueMs: commitment.dueMs }];
  });
