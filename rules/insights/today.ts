import { shanghaiDay } from '../calendar/shanghai.ts';
import type { EventId, MemberId } from '../ids.ts';
import type { CustomerState, TouchpointState } from '../state.ts';
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

/** Since when nobody waits for it, ms: the last deal ended after it was agreed, and none runs; null = it is awaited. */
export const mootSince = ({ opportunities }: CustomerState, { history }: TouchpointState): number | null => {
  const last = Math.max(...opportunities.map(({ ended }) => ended?.t ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(last) && last > (history.at(-1)?.t ?? 0) ? last : null;
};

/** Appointments of this customer that are neither held, called off nor moot, whenever they are. */
export const openAppointments = (customer: CustomerState): readonly Appointment[] => {
  const last = customer.notes[customer.notes.length - 1];
  const promise = last?.payload.commitment;
  return customer.touchpoints
    .filter((one) => one.status === 'open' && mootSince(customer, one) === null)
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

/** Whether an open appointment is today's, or one missed lately. */
export const isOnDay = ({ atMs }: Appointment, nowMs: number): boolean =>
  atMs >= nowMs - MISSED_MS && shanghaiDay(atMs) <= shanghaiDay(nowMs);

/** Promises of this customer that `member` gave and has not delivered. */
export const openPromises = (customer: CustomerState, member: MemberId): readonly OpenPromise[] =>
  customer.notes.flatMap(({ id, payload, delivered }) => {
    const { commitment } = payload;
    if (commitment.kind !== 'promised' || delivered || commitment.by !== member) return [];
    return [{ note: id, text: visibleText(commitment.deliverable), dueMs: commitment.dueMs }];
  });

/** Whether an open promise is due soon or late. */
export const isInView = ({ dueMs }: OpenPromise, nowMs: number): boolean => dueMs <= nowMs + AHEAD_MS;
