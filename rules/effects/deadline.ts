/** A limit and the tick from which it is in force, ms both; the first one holds since ever. */
export interface LimitVersion {
  readonly sinceTick: number;
  readonly limitMs: number;
}

/**
 * Deadline of a timer from `t0` (S20): the first instant `x` with `x - t0 >= limit in force at x`, ms.
 * Shortening makes overdue timers fire at the new version's tick, lengthening moves only those not yet reached;
 * a reached deadline never moves (I18). `versions` ascend by tick and hold at least one.
 */
export const deadlineOf = (t0: number, versions: readonly LimitVersion[]): number => {
  let deadline = t0;
  for (let i = 0; i < versions.length; i++) {
    const version = versions[i];
    if (version === undefined) break;
    const since = i === 0 ? Number.NEGATIVE_INFINITY : version.sinceTick;
    deadline = Math.max(since, t0 + version.limitMs);
    const next = versions[i + 1];
    if (next === undefined || deadline < next.sinceTick) return deadline;
  }
  return deadline;
};
