import { performance } from 'node:perf_hooks';
import type { Delta } from '../../../client/data/replica/read-delta.ts';
import { deviceSleep } from '../../../client/data/worker/device-sleep.ts';
import { drowsing } from '../../../client/data/worker/drowsing.ts';
import { Folding } from '../../../client/data/worker/folding.ts';
import { Pace } from '../../../client/data/worker/pace.ts';
import { deflated } from '../../../client/data/worker/packed-sleepers.ts';
import { makeNodeScratch, type NodeScratch } from './node-scratch.ts';

/** Does it, and notes how long the loop stood. */
export type Timed = <Result>(act: () => Result) => { readonly result: Result; readonly seconds: number };

const SEED = 7;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A fold as a device keeps it, which takes in what was on its disk as a start does: in slices, most customers asleep. */
export class DeviceFolding {
  readonly folding: Folding;
  readonly #pace: Pace;
  readonly #whole: Promise<void>;
  readonly scratch: NodeScratch;
  #loaded: () => void = () => undefined;
  /** Timers that have not run yet. */
  readonly #pending = new Set<NodeJS.Immediate>();

  /** `scratch`: of another start. */
  constructor(scratch = makeNodeScratch()) {
    this.scratch = scratch;
    const timers = {
      after: (_ms: number, callback: () => void) => {
        const timer = setImmediate(() => {
          this.#pending.delete(timer);
          callback();
        });
        this.#pending.add(timer);
        return () => {
          this.#pending.delete(timer);
          clearImmediate(timer);
        };
      },
    };
    const make = drowsing({ packing: deflated, seed: SEED, openScratch: () => this.scratch });
    const sleep = { ...deviceSleep, load: () => Promise.resolve(make) };
    this.folding = new Folding({ timers, receivedOf: () => null, onTick: () => undefined, sleep });
    this.#pace = new Pace(() => performance.now(), timers);
    const loaded = new Promise<void>((resolve) => {
      this.#loaded = resolve;
    });
    this.#whole = this.folding.takeInSlices(loaded, this.#pace);
  }

  /** Resolves once a room's rows are in the fold. */
  take(room: string, delta: Delta): Promise<void> {
    this.folding.takeDelta(room, delta);
    return this.folding.takeIn(this.#pace);
  }

  /** To be called where work in slices goes on from when it is begun again. */
  readonly pause = (): void => this.#pace.pause();

  /** Resolves with what `work` gives, slice by slice; `timed` takes the time of each. */
  inSlices<Result>(work: () => Result, timed: Timed): Promise<Result> {
    return this.#pace.finish(() => timed(work).result);
  }

  /** Takes each step, in slices. */
  workOff(steps: Iterable<unknown>, timed: Timed): Promise<void> {
    const all = steps[Symbol.iterator]();
    return this.inSlices(() => {
      while (all.next().done !== true) this.pause();
    }, timed);
  }

  /** Everything was loaded: resolves once nobody is left who has to fall asleep, and nothing is being written. */
  async finish(): Promise<void> {
    this.#loaded();
    await this.#whole;
    // What lets sleep has come, or what waited behind a file is begun, a turn after what was before it.
    for (let idle = 0; idle < 2; idle += 1) {
      for (; this.#pending.size + this.scratch.underWay() > 0; idle = 0) await turn();
      await turn();
    }
  }
}
