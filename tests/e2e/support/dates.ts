const SHANGHAI_MS = 8 * 3_600_000;
export const DAY_MS = 86_400_000;

/** What a date-time field takes for an instant some days from now: the wall clock of Shanghai, to the minute. */
export const localTime = (daysAhead: number): string =>
  new Date(Date.now() + daysAhead * DAY_MS + SHANGHAI_MS).toISOString().slice(0, 16);
