import type { Fold, MakeSleepers, Settle } from '#rules';
import type { Drowsing, MakeDrowsing, Timers } from '../platform.ts';

/** So many customers are looked at whether they may sleep before others may have their turn. */
const LOOKS_AT_ONCE = 8;
/** While a start takes rows in more stay awake: as many as are in one room, so that each is packed once for it. */
const TIMES_AT_START = 3;

class PackedDrowsing implements Drowsing {
  readonly #make: MakeSleepers;
  readonly #timers: Timers;
  readonly #awake: number;
  readonly #settles = new WeakMap<Fold, Settle>();
  #cancel: (() => void) | null = null;

  constructor(make: MakeSleepers, timers: Timers, awake: number) {
    this.#make = make;
    this.#timers = timers;
    this.#awake = awake;
  }

  changed(fold: Fold, customers: number, isStarting: boolean): void {
    this.#let(fold, customers + LOOKS_AT_ONCE, isStarting ? TIMES_AT_START : 1);
  }

  settle(fold: Fold): void {
    this.stop();
    // One round: whoever may not sleep yet is looked at again with the rows that follow.
    let looks = [...fold.customerIds()].length;
    const goOn = (): void => {
      looks -= LOOKS_AT_ONCE;
      const isMore = this.#let(fold, LOOKS_AT_ONCE, 1);
      this.#cancel = isMore && looks > 0 ? this.#timers.after(0, goOn) : null;
    };
    goOn();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #let(fold: Fold, looks: number, times: number): boolean {
    const known = this.#settles.get(fold);
    const settle = known ?? fold.letSleep(this.#make, this.#awake);
    if (known === undefined) this.#settles.set(fold, settle);
    return settle(looks, this.#awake * times);
  }
}

/** Lets customers sleep by `make`. */
export const drowsing =
  (make: MakeSleepers): MakeDrowsing =>
  (timers, awake) =>
    new PackedDrowsing(make, timers, awake);
