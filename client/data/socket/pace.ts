import { LIMITS } from '#protocol';
import type { Clocks } from '../clock/device-clock.ts';
import type { Timers } from '../platform.ts';

/** Stays a little below what the relay allows, so that its limit is only for those who ignore it. */
const RATE = LIMITS.messagesPerSecond - 2;
const BURST = LIMITS.messageBurst - 20;

/** Sends as fast as the relay allows: a bucket of messages, refilled by the monotonic counter. */
export interface Pace {
  push(send: () => void): void;
  clear(): void;
}

export const makePace = (clocks: Clocks, timers: Timers): Pace => {
  let left = BURST;
  let refilled = clocks.mono();
  let queue: (() => void)[] = [];
  let cancel: (() => void) | null = null;
  const refill = (): void => {
    const now = clocks.mono();
    left = Math.min(BURST, left + ((now - refilled) * RATE) / 1000);
    refilled = now;
  };
  const run = (): void => {
    refill();
    while (queue.length > 0 && left >= 1) {
      left -= 1;
      queue.shift()?.();
    }
    if (queue.length > 0) {
      cancel ??= timers.after(Math.ceil(1000 / RATE), () => {
        cancel = null;
        run();
      });
    }
  };
  return {
    push: (send) => {
      queue.push(send);
      run();
    },
    clear: () => {
      queue = [];
      cancel?.();
      cancel = null;
      left = BURST;
    },
  };
};
