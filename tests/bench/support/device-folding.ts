import { performance } from 'node:perf_hooks';
import type { Delta } from '../../../client/data/replica/read-delta.ts';
import { deviceSleep } from '../../../client/data/worker/device-sleep.ts';
import { Folding } from '../../../client/data/worker/folding.ts';
import { Pace } from '../../../client/data/worker/pace.ts';

/** A fold as a device keeps it, which takes in what was on its disk as a start does: in slices, most customers asleep. */
export class DeviceFolding {
  readonly folding: Folding;
  readonly #pace: Pace;
  readonly #whole: Promise<void>;
  #loaded: () => void = () => undefined;
  /** Timers that have not run yet. */
  #pending = 0;
  readonly #idle: (() => void)[] = [];

  constructor() {
    const timers = {
      after: (_ms: number, callback: () => void) => {
        this.#pending += 1;
        const timer = setImmediate(() => {
          callback();
          this.#done();
        });
        return () => {
          clearImmediate(timer);
          this.#done();
        };
      },
    };
    this.folding = new Folding({ timers, receivedOf: () => null, onTick: () => undefined, sleep: deviceSleep });
    this.#pace = new Pace(() => performance.now(), timers);
    const loaded = new Promise<void>((resolve) => {
      this.#loaded = resolve;
    });
    this.#whole = this.folding.takeInSlices(loaded, this.#pace);
  }

  #done(): void {
    this.#pending -= 1;
    if (this.#pending === 0) for (const tell of this.#idle.splice(0)) tell();
  }

  /** Resolves once a room's rows are in the fold. */
  take(room: string, delta: Delta): Promise<void> {
    this.folding.takeDelta(room, delta);
    return this.folding.takeIn(this.#pace);
  }

  /** Everything was loaded: resolves once nobody is left who has to fall asleep. */
  async finish(): Promise<void> {
    this.#loaded();
    await this.#whole;
    await deviceSleep.load();
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#pending > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}
