/** How fast one channel may send: the vendors block whoever is faster. */
export interface Pace {
  /** How many may leave now. */
  free(nowMs: number): number;
  /** When the next may leave, ms; now when one is free. */
  freeAt(nowMs: number): number;
  sent(nowMs: number): void;
  /** Nothing leaves before. */
  block(untilMs: number): void;
}

const PER_MINUTE = 20;
/** A second more than a minute: what left in time may arrive later than what follows it. */
const WINDOW_MS = 61_000;

export const makePace = (): Pace => {
  let times: number[] = [];
  let blockedUntil = 0;
  const inWindow = (nowMs: number): readonly number[] => {
    times = times.filter((at) => at > nowMs - WINDOW_MS);
    return times;
  };
  return {
    free: (nowMs) => (nowMs < blockedUntil ? 0 : PER_MINUTE - inWindow(nowMs).length),
    freeAt(nowMs) {
      const recent = inWindow(nowMs);
      const windowFree = recent.length < PER_MINUTE ? nowMs : (recent[0] ?? nowMs) + WINDOW_MS;
      return Math.max(windowFree, blockedUntil);
    },
    sent: (nowMs) => {
      times.push(nowMs);
    },
    block: (untilMs) => {
      blockedUntil = Math.max(blockedUntil, untilMs);
    },
  };
};
