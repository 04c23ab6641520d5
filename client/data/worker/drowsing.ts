import type { Fold, MakeSleepers, Settle } from '#rules';
import type { Sleep, Timers } from '../platform.ts';

/** So many customers are looked at whether they may sleep before others may have their turn. */
const LOOKS_AT_ONCE = 8;
/** While a start takes rows in more stay awake: as many as are in one room, so that each is packed once for it. */
const TIMES_AT_START = 3;

/** Lets customers of a fold sleep, once so many are here that it is worth it (decision 0026). */
export class Drowsing {
  readonly #timers: Timers;
  readonly #sleep: Sleep | undefined;
  /** `loading`: until it is here. */
  #make: MakeSleepers | 'loading' | null = null;
  readonly #settles = new WeakMap<Fold, Settle>();
  /** Of customers, as often as each changed: none fewer than there are. */
  #changes = 0;

  /** Without `sleep` everybody stays awake. */
  constructor(timers: Timers, sleep: Sleep | undefined) {
    this.#timers = timers;
    this.#sleep = sleep;
  }

  /** Rows of so many customers came to the fold. */
  changed(fold: Fold, customers: number, isStarting: boolean): void {
    if (this.#sleep === undefined) return;
    this.#changes += customers;
    if (this.#make === null && this.#changes > this.#sleep.awake) void this.#load(this.#sleep, fold);
    this.#let(fold, customers + LOOKS_AT_ONCE, isStarting ? TIMES_AT_START : 1);
  }

  /** One round, a few at a time: whoever may not sleep yet is looked at again with the rows that follow. */
  settle(fold: Fold): void {
    let looks = this.#changes;
    const goOn = (): void => {
      looks -= LOOKS_AT_ONCE;
      if (this.#let(fold, LOOKS_AT_ONCE, 1) && looks > 0) this.#timers.after(0, goOn);
    };
    goOn();
  }

  #let(fold: Fold, looks: number, times: number): boolean {
    if (this.#sleep === undefined || this.#make === null || this.#make === 'loading') return false;
    const { awake } = this.#sleep;
    const known = this.#settles.get(fold);
    const settle = known ?? fold.letSleep(this.#make, awake);
    if (known === undefined) this.#settles.set(fold, settle);
    return settle(looks, awake * times);
  }

  /** What cannot be had is asked for again with the next rows. */
  async #load(sleep: Sleep, fold: Fold): Promise<void> {
    this.#make = 'loading';
    this.#make = await sleep.load().catch(() => null);
    this.settle(fold);
  }
}
