import type { Timers } from '../platform.ts';

/** Who waits for one thing to happen, each no longer than he said. */
export class Waiters {
  readonly #timers: Timers;
  readonly #waiting: (() => void)[] = [];

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Resolves when it has happened, or after `ms`. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#timers.after(ms, resolve);
      this.#waiting.push(() => {
        cancel();
        resolve();
      });
    });
  }

  /** It has happened. */
  release(): void {
    for (const waiter of this.#waiting.splice(0)) waiter();
  }
}
