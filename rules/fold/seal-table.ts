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

/** Whether each comes behind the one before, the first behind `last`. */
export const isInOrder = (seals: readonly Seal[], last: number): boolean => {
  let before = last;
  return seals.every(({ from }) => {
    const isNext = from >= before;
    before = from;
    return isNext;
  });
};

/** Seals ascending by `from`, in 40 bytes each: there are nearly as many as rows, and they are kept for ever. */
export class SealTable {
  private count = 0;
  private numbers = NOTHING;

  get length(): number {
    return this.count;
  }

  /** One below `length`. */
  at(i: number): Seal {
    const at = i * WIDTH;
    const [from = 0, to = 0, received = 0, tick = 0] = this.numbers.subarray(at, at + WIDTH);
    return { from, to, received, tick };
  }
  from(i: number): number {
    return this.numbers[i * WIDTH] ?? 0;
  }
  /** The highest `to` of those up to this one: tells how far back a covering seal can stand. */
  reach(i: number): number {
    return this.numbers[i * WIDTH + WIDTH - 1] ?? 0;
  }

  /** First index whose `from` is not below. */
  lowerBound(from: number): number {
    let low = 0;
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
    const last = this.count === 0 ? Number.NEGATIVE_INFINITY : this.from(this.count - 1);
    if (isInOrder(seals, last)) for (const seal of seals) this.push(seal);
    else {
      const all = [...this.all(), ...seals].sort(bySpan);
      this.count = 0;
      for (const seal of all) this.push(seal);
    }
  }

  all(): Seal[] {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }

  private push(seal: Seal): void {
    if (this.count > 0 && bySpan(seal, this.at(this.count - 1)) === 0) return;
    const { from, to, received, tick } = seal;
    if ((this.count + 1) * WIDTH > this.numbers.length) {
      const more = new Float64Array(Math.ceil((this.count + 1) * 1.5) * WIDTH);
      more.set(this.numbers);
      this.numbers = more;
    }
    const reach = this.count === 0 ? to : Math.max(this.reach(this.count - 1), to);
    this.numbers.set([from, to, received, tick, reach], this.count * WIDTH);
    this.count += 1;
  }
}

/** What is asked of the seals of a log, however they are kept. */
export type Seals = Pick<SealTable, 'length' | 'at' | 'from' | 'reach' | 'lowerBound' | 'add' | 'all'>;
