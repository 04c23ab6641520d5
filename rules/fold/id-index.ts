import { hash32 } from '../support/hash32.ts';

/** What the slots of a new table number. */
const FIRST_SLOTS = 1024;
/** Share of the slots that may be taken before the table grows, and by how much it does: room costs more than time. */
const MOST_TAKEN = 0.8;
const GROWTH = 1.25;
const HASHES = 2 ** 32;

/**
 * Who holds the event with an id, as numbers, in ten to thirteen bytes an id: a hash stands for the id, so that some
 * are named wrongly (one in a thousand ids at four million), and none is left out. Nothing is ever taken out.
 */
export class IdIndex {
  private hashes = new Uint32Array(FIRST_SLOTS);
  /** Number + 1; 0 = the slot is free. */
  private holders = new Uint32Array(FIRST_SLOTS);
  private taken = 0;
  readonly seed: number;

  /** `seed`: any 32 bits nobody else knows, so that nobody can choose ids that are taken for one another. */
  constructor(seed: number) {
    this.seed = seed;
  }

  /** One that holds what another did; `seed` is that one's. */
  static of(seed: number, pairs: Uint32Array): IdIndex {
    const index = new IdIndex(seed);
    index.room(Math.max(FIRST_SLOTS, Math.ceil((pairs.length / 2 / MOST_TAKEN) * GROWTH)));
    for (let at = 0; at < pairs.length; at += 2) index.put(pairs[at] ?? 0, pairs[at + 1] ?? 0);
    return index;
  }

  /** All of it, each as hash and number + 1. */
  pairs(): Uint32Array {
    const pairs = new Uint32Array(this.taken * 2);
    let end = 0;
    for (const [slot, holder] of this.holders.entries()) {
      if (holder === 0) continue;
      pairs[end] = this.hashes[slot] ?? 0;
      pairs[end + 1] = holder;
      end += 2;
    }
    return pairs;
  }

  /** `holder`: from 0. */
  add(id: string, holder: number): void {
    if (this.taken >= this.hashes.length * MOST_TAKEN) this.grow();
    this.put(hash32(id, this.seed), holder + 1);
  }

  /** Nobody, where the id is unknown; nearly always one otherwise. */
  *holdersOf(id: string): Iterable<number> {
    const hash = hash32(id, this.seed);
    for (let slot = this.slotOf(hash); ; slot = this.after(slot)) {
      const holder = this.holders[slot] ?? 0;
      if (holder === 0) return;
      if (this.hashes[slot] === hash) yield holder - 1;
    }
  }

  private put(hash: number, holder: number): void {
    let slot = this.slotOf(hash);
    for (; this.holders[slot] !== 0; slot = this.after(slot)) {
      if (this.hashes[slot] === hash && this.holders[slot] === holder) return;
    }
    this.hashes[slot] = hash;
    this.holders[slot] = holder;
    this.taken += 1;
  }

  /** Where a hash stands, or behind: tables of any size are filled evenly. */
  private slotOf(hash: number): number {
    return Math.floor((hash / HASHES) * this.hashes.length);
  }
  private after(slot: number): number {
    return slot + 1 === this.hashes.length ? 0 : slot + 1;
  }

  private grow(): void {
    const [hashes, holders] = [this.hashes, this.holders];
    this.room(Math.ceil(hashes.length * GROWTH));
    for (let slot = 0; slot < hashes.length; slot++) {
      const holder = holders[slot] ?? 0;
      if (holder !== 0) this.put(hashes[slot] ?? 0, holder);
    }
  }

  /** So many slots, all of them free. */
  private room(slots: number): void {
    this.hashes = new Uint32Array(slots);
    this.holders = new Uint32Array(slots);
    this.taken = 0;
  }
}
