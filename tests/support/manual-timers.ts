import type { Timers } from '../../sync-relay/session/wire.ts';

/** Timers that run when told: nothing waits in real time. */
export interface ManualTimers extends Timers {
  /** Runs everything due within the next `ms`, in time order, what it starts included. */
  advance(ms: number): void;
  /** How many have not run yet. */
  pending(): number;
}

export const makeManualTimers = (): ManualTimers => {
  let now = 0;
  let waiting: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        waiting = waiting.filter((other) => other !== next);
        now = next.at;
        next.callback();
      }
      now = end;
    },
    pending: () => waiting.length,
  };
};
