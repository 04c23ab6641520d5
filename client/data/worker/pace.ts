import type { Timers } from '../platform.ts';

/** How long work goes on before others have their turn, ms: with what cannot be cut it stays near one frame. */
const SLICE_MS = 12;
const PAUSED = new Error('paused');

/** Does each and takes it out; begun again after a pause it goes on with those that are left. */
export const workOff = <Due>(due: Set<Due>, act: (one: Due) => void, pause: () => void): void => {
  for (const one of due) {
    act(one);
    due.delete(one);
    pause();
  }
};

/** Cuts long work into slices, between which saves, sockets and pages have their turn. */
export class Pace {
  readonly #mono: () => number;
  readonly #timers: Timers;
  /** When the work of this slice came to the first place where it may pause; null = not yet. */
  #since: number | null = null;
  #isInSlice = false;

  /** `mono`: a counter in ms. */
  constructor(mono: () => number, timers: Timers) {
    this.#mono = mono;
    this.#timers = timers;
  }

  /**
   * To be called where work that is begun again goes on from. Throws when the slice is over; outside of a slice it
   * never does. Only what comes after the first call counts, so that every slice gets further.
   */
  readonly pause = (): void => {
    if (!this.#isInSlice) return;
    const now = this.#mono();
    this.#since ??= now;
    if (now - this.#since >= SLICE_MS) throw PAUSED;
  };

  /** What `work` gives; null when it paused: it is to be begun again after a turn of the event loop. */
  slice<Result>(work: () => Result): { readonly result: Result } | null {
    const outer = [this.#isInSlice, this.#since] as const;
    this.#isInSlice = true;
    this.#since = null;
    try {
      return { result: work() };
    } catch (error) {
      if (error !== PAUSED) throw error;
      return null;
    } finally {
      [this.#isInSlice, this.#since] = outer;
    }
  }

  /** Does what may not be cut, also within a slice: it would be left half done. */
  whole<Result>(work: () => Result): Result {
    const outer = this.#isInSlice;
    this.#isInSlice = false;
    try {
      return work();
    } finally {
      this.#isInSlice = outer;
    }
  }

  /** Lets others have their turn, for `ms` at least; the result calls it off. */
  turn(callback: () => void, ms = 0): () => void {
    return this.#timers.after(ms, callback);
  }

  /** Resolves with what `work` gives, slice by slice. */
  async finish<Result>(work: () => Result): Promise<Result> {
    for (;;) {
      const done = this.slice(work);
      if (done !== null) return done.result;
      await new Promise<void>((resolve) => this.turn(resolve));
    }
  }
}
