import { type Fold, makeSleepers } from '#rules';
import type { Checkpoints, Drowsing, MakeDrowsing, Opening, OpeningFiles, Scratch, Timers } from '../platform.ts';
import type { Asleep } from './asleep.ts';
import { ShelvedCheckpoints } from './checkpoints.ts';
import { loadOpening, markOpening } from './opening-file.ts';
import { type Packing, RecordsLost, Shelf } from './shelf.ts';

/** So many customers are looked at whether they may sleep before others may have their turn. */
const LOOKS_AT_ONCE = 8;
/** While a start takes rows in more stay awake: as many as are in one room, so that each is packed once for it. */
const TIMES_AT_START = 3;

export interface DrowsingDeps {
  readonly packing: Packing;
  /** 32 bits nobody else knows (see `SleepOptions`). */
  readonly seed: number;
  /** Absent: what is packed stays in memory. */
  readonly openScratch?: () => Scratch;
}

class PackedDrowsing implements Drowsing {
  readonly #deps: DrowsingDeps;
  readonly #timers: Timers;
  readonly #awake: number;
  readonly #onUnreadable: (() => void) | undefined;
  /** `null` once something was lost: another try would be lost as well. */
  #scratch: Scratch | null;
  /** By fold; null = not used any more. */
  readonly #asleep = new WeakMap<Fold, Asleep | null>();
  readonly #shelves = new Set<Shelf>();
  #cancel: (() => void) | null = null;

  constructor(deps: DrowsingDeps, ...[timers, awake, onUnreadable]: Parameters<MakeDrowsing>) {
    this.#deps = deps;
    this.#timers = timers;
    this.#awake = awake;
    this.#onUnreadable = onUnreadable;
    this.#scratch = deps.openScratch?.() ?? null;
  }

  changed(fold: Fold, customers: number, isStarting: boolean): void {
    this.#letSleep(fold, customers + LOOKS_AT_ONCE, isStarting ? TIMES_AT_START : 1);
  }

  settle(fold: Fold): void {
    this.#endRound();
    // One round: whoever may not sleep yet is looked at again with the rows that follow.
    let looks = [...fold.customerIds()].length;
    const goOn = (): void => {
      looks -= LOOKS_AT_ONCE;
      const isMore = this.#letSleep(fold, LOOKS_AT_ONCE, 1);
      this.#cancel = isMore && looks > 0 ? this.#timers.after(0, goOn) : null;
    };
    goOn();
  }

  *lull(fold: Fold): Iterable<void> {
    for (
      let looks = 0;
      looks <= TIMES_AT_START * this.#awake && this.#letSleep(fold, LOOKS_AT_ONCE, 0);
      looks += LOOKS_AT_ONCE
    )
      yield;
  }

  isUnreadable(fold: Fold): boolean {
    const asleep = this.#asleep.get(fold);
    return asleep === null || (asleep?.shelf.isUnreadable() ?? false);
  }

  checkpoints(fold: Fold): Checkpoints | null {
    return this.#scratch && (this.#asleepIn(fold)?.checkpoints ?? null);
  }

  mark(...[fold, isCovered, more]: Parameters<Drowsing['mark']>): ReturnType<Drowsing['mark']> {
    const asleep = this.#asleepIn(fold);
    return this.#scratch && asleep && markOpening(asleep, this.#scratch, isCovered, more);
  }

  unmark(fold: Fold): void {
    this.#asleep.get(fold)?.shelf.unmark();
  }

  async load(files: OpeningFiles): Promise<Opening | null> {
    const loaded = this.#scratch && (await loadOpening(this.#scratch, files).catch(() => null));
    return (
      loaded && {
        more: loaded.more,
        begin: (fold) => {
          const asleep = this.#asleepIn(fold);
          return asleep && loaded.begin(asleep);
        },
      }
    );
  }

  drop(fold: Fold): void {
    const shelf = this.#asleep.get(fold)?.shelf;
    this.#asleep.set(fold, null);
    if (shelf !== undefined) void shelf.close().then(() => this.#shelves.delete(shelf));
  }

  async stop(): Promise<void> {
    this.#endRound();
    this.#scratch = null;
    await Promise.all([...this.#shelves].map((shelf) => shelf.close()));
  }

  #endRound(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Whether there is more to look at. */
  #letSleep(fold: Fold, looks: number, times: number): boolean {
    const asleep = this.#asleepIn(fold);
    if (asleep === null) return false;
    try {
      return asleep.sleeping.settle(looks, this.#awake * times);
    } catch (error) {
      // Told of by the shelf; who asks for one of them is told again.
      if (error instanceof RecordsLost) return false;
      throw error;
    }
  }

  #asleepIn(fold: Fold): Asleep | null {
    const known = this.#asleep.get(fold);
    return known === undefined ? this.#begin(fold) : known;
  }

  #begin(fold: Fold): Asleep {
    const { packing, seed } = this.#deps;
    const shelf = new Shelf(packing, this.#scratch, this.#timers, () => {
      this.#scratch = null;
      this.#onUnreadable?.();
    });
    this.#shelves.add(shelf);
    const make = makeSleepers({ pack: (text) => shelf.put(text), seed });
    const sleeping = fold.letSleep(make, this.#awake);
    const asleep = { shelf, sleeping, checkpoints: new ShelvedCheckpoints(shelf) };
    this.#asleep.set(fold, asleep);
    return asleep;
  }
}

/** Lets customers sleep: their records are packed, and lie on the scratch where there is one. */
export const drowsing =
  (deps: DrowsingDeps): MakeDrowsing =>
  (...given) =>
    new PackedDrowsing(deps, ...given);
