/** What settles an event's place in time: nothing in it needs another row (S6), so partial replicas agree (I23). */
export interface TimeEvidence {
  /** Settled when written (S4), ms. */
  readonly at: number;
  /** Highest relay tick the device had seen, ms. */
  readonly seen: number;
}

/**
 * Attested time of an event, ms (S6): `min(max(at, seen), received)`. Final once `received` is known; before
 * that (`null`) it is the upper estimate the device itself works with.
 */
export const attestedTime = (event: TimeEvidence, received: number | null): number => {
  const t = event.at > event.seen ? event.at : event.seen;
  return received !== null && received < t ? received : t;
};

/** A row received more than this after its `t` is shown 补记 with both times (S31), ms. */
export const LATE_RECEIPT_MS = 60_000;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Longest a task or an alert may be out of somebody's sight, ms. */
export const SNOOZE_MAX_MS = 30 * DAY_MS;
/** When what was put off at `fromMs` comes back, ms: whatever a row asks for, after the longest time allowed. */
export const snoozeEnd = (fromMs: number, untilMs: number): number => Math.min(untilMs, fromMs + SNOOZE_MAX_MS);
