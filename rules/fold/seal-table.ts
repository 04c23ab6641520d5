/** A sealed stretch of one device's rows in one document. */
export interface Seal {
  readonly from: number;
  readonly to: number;
  readonly received: number;
  readonly tick: number;
}

/** Numbers of a row: the four of a seal, and the highest `to` up to it. */
const WIDTH = 5;
const NOTHING = new Float64Array();

const bySpan = (a: Seal, b: Seal): number =>
  a.from - b.from || a.to - b.to || a.tick - b.tick || a.received - b.received;

/** Seals of a table in their order, kept smaller by whoever lets them rest. */
export interface RestingSeals {
  readonly bytes: Uint8Array;
  seals(): Iterable<Seal>;
  /** How many there are, how far they reach, and the last of them. */
  summary(): { readonly count: number; readonly reach: number; readonly last: Seal };
}

/**
 * Seals ascending by `from`: there are nearly as many as rows, and they are kept for ever. Those that rest stand before
 * those that came since, which take 40 bytes each; they wake when one of them is looked at, and most never are.
 */
export class SealTable {
  /** Of those that came since. */
  private count = 0;
  private numbers = NOTHING;
  private before: RestingSeals | null = null;

  /** Null = none rest. */
  get resting(): RestingSeals | null {
    return this.before;
  }
  /** How many do not rest. */
  get awake(): number {
    return this.count;
  }
  get length(): number {
    return this.rested() + this.count;
  }

  /** One below `length`. */
  at(i: number): Seal {
    const at = this.placeOf(i);
    const [from = 0, to = 0, received = 0, tick = 0] = this.numbers.subarray(at, at + WIDTH);
    return { from, to, received, tick };
  }
  from(i: number): number {
    return this.numbers[this.placeOf(i)] ?? 0;
  }
  /** The highest `to` of those up to this one: tells how far back a covering seal can stand. */
  reach(i: number): number {
    const resting = this.before?.summary();
    if (resting?.count === i + 1) return resting.reach;
    return this.numbers[this.placeOf(i) + WIDTH - 1] ?? 0;
  }

  /** First index whose `from` is not below. */
  lowerBound(from: number): number {
    if (this.before !== null && from <= this.before.summary().last.from) this.wake();
    let low = this.rested();
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.from(middle) < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Those that come as most do, each behind the last, are added; otherwise all are put in order. One told again is one. */
  add(seals: readonly Seal[]): void {
    if (seals.length === 0) return;
    let last = this.last()?.from ?? Number.NEGATIVE_INFINITY;
    const isInOrder = seals.every(({ from }) => {
      const isNext = from >= last;
      last = from;
      return isNext;
    });
    if (isInOrder) for (const seal of seals) this.push(seal);
    else {
      this.wake();
      const all = [...this.since(), ...seals].sort(bySpan);
      this.count = 0;
      for (const seal of all) this.push(seal);
    }
  }

  /** Those that do not rest, in their order. */
  since(): Seal[] {
    const rested = this.rested();
    return Array.from({ length: this.count }, (_, i) => this.at(rested + i));
  }

  /** `resting` says all that the table holds, or is to hold; without any it says nothing. */
  rest(resting: RestingSeals): void {
    this.before = resting.bytes.length === 0 ? null : resting;
    this.numbers = NOTHING;
    this.count = 0;
  }

  private rested(): number {
    return this.before?.summary().count ?? 0;
  }

  /** Where the numbers of a seal begin; those that rest wake when it is one of them. */
  private placeOf(i: number): number {
    if (i < this.rested()) this.wake();
    return (i - this.rested()) * WIDTH;
  }

  private last(): Seal | null {
    if (this.count > 0) return this.at(this.length - 1);
    return this.before?.summary().last ?? null;
  }

  private wake(): void {
    const { before } = this;
    if (before === null) return;
    const since = this.since();
    this.before = null;
    this.count = 0;
    for (const seal of before.seals()) this.push(seal);
    for (const seal of since) this.push(seal);
  }

  private push(seal: Seal): void {
    const last = this.last();
    if (last !== null && bySpan(seal, last) === 0) return;
    const { from, to, received, tick } = seal;
    if ((this.count + 1) * WIDTH > this.numbers.length) {
      const more = new Float64Array(Math.ceil((this.count + 1) * 1.5) * WIDTH);
      more.set(this.numbers);
      this.numbers = more;
    }
    const reach = last === null ? to : Math.max(this.reach(this.length - 1), to);
    this.numbers.set([from, to, received, tick, reach], this.count * WIDTH);
    this.count += 1;
  }
}
