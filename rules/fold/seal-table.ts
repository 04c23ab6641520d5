/** A sealed stretch of one device's rows in one document. */
export interface Seal {
  readonly from: number;
  readonly to: number;
  readonly received: number;
  readonly tick: number;
}

/** Numbers of a row: the four of a seal, and the highest `to` up to it. */
const WIDTH = 5;

const bySpan = (a: Seal, b: Seal): number =>
  a.from - b.from || a.to - b.to || a.tick - b.tick || a.received - b.received;

/** Seals ascending by `from`, in 40 bytes each: there are nearly as many as rows, and they are kept for ever. */
export class SealTable {
  length = 0;
  private numbers = new Float64Array(WIDTH);

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
    let last = this.length === 0 ? Number.NEGATIVE_INFINITY : this.from(this.length - 1);
    const isInOrder = seals.every(({ from }) => {
      const isNext = from >= last;
      last = from;
      return isNext;
    });
    if (isInOrder) for (const seal of seals) this.push(seal);
    else {
      const all = [...Array.from({ length: this.length }, (_, i) => this.at(i)), ...seals].sort(bySpan);
      this.length = 0;
      for (const seal of all) this.push(seal);
    }
  }

  private push(seal: Seal): void {
    if (this.length > 0 && bySpan(seal, this.at(this.length - 1)) === 0) return;
    const { from, to, received, tick } = seal;
    if ((this.length + 1) * WIDTH > this.numbers.length) {
      const more = new Float64Array(Math.ceil((this.length + 1) * 1.5) * WIDTH);
      more.set(this.numbers);
      this.numbers = more;
    }
    const reach = this.length === 0 ? to : Math.max(this.reach(this.length - 1), to);
    this.numbers.set([from, to, received, tick, reach], this.length * WIDTH);
    this.length += 1;
  }
}
