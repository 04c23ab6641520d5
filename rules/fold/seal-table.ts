import { fitsVarint, VarintReader, VarintWriter } from '../support/varints.ts';

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

/** A table as it is kept: told from the one before, a seal takes a few bytes. `null`: one has a number that is not whole. */
export type PackedSeals = Uint8Array | null;

/** Seals ascending by `from`, in 40 bytes each: there are nearly as many as rows, and they are kept for ever. */
export class SealTable {
  private count = 0;
  private numbers = new Float64Array(WIDTH);
  /** All there is while the table rests. */
  private packed: Uint8Array | null = null;

  /** One at rest: it takes a few bytes a seal until it is looked at. */
  static of(packed: Uint8Array): SealTable {
    const table = new SealTable();
    table.packed = packed;
    return table;
  }

  get length(): number {
    this.wake();
    return this.count;
  }

  at(i: number): Seal {
    this.wake();
    const at = i * WIDTH;
    const [from = 0, to = 0, received = 0, tick = 0] = this.numbers.subarray(at, at + WIDTH);
    return { from, to, received, tick };
  }
  from(i: number): number {
    this.wake();
    return this.numbers[i * WIDTH] ?? 0;
  }
  /** The highest `to` of those up to this one: tells how far back a covering seal can stand. */
  reach(i: number): number {
    this.wake();
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
    let last = this.length === 0 ? Number.NEGATIVE_INFINITY : this.from(this.length - 1);
    const isInOrder = seals.every(({ from }) => {
      const isNext = from >= last;
      last = from;
      return isNext;
    });
    if (isInOrder) for (const seal of seals) this.push(seal);
    else {
      const all = [...this.all(), ...seals].sort(bySpan);
      this.count = 0;
      for (const seal of all) this.push(seal);
    }
  }

  /** Lets the table rest, and gives it as it is kept. */
  pack(): PackedSeals {
    if (this.packed === null) {
      const all = this.all();
      if (!all.every(({ from, to, received, tick }) => [from, to, received, tick].every(fitsVarint))) return null;
      this.packed = packedOf(all);
      this.numbers = NOTHING;
      this.count = 0;
    }
    return this.packed;
  }

  private all(): Seal[] {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }

  private wake(): void {
    if (this.packed === null) return;
    const numbers = new VarintReader(this.packed);
    this.packed = null;
    this.numbers = new Float64Array(WIDTH);
    let last = START;
    while (!numbers.isAtEnd()) {
      last = nextOf(last, numbers);
      this.push(last);
    }
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

/** What the first seal is told from. */
const START: Seal = { from: 0, to: 0, received: 0, tick: 0 };

const packedOf = (seals: readonly Seal[]): Uint8Array => {
  const numbers = new VarintWriter();
  let last = START;
  for (const seal of seals) {
    numbers.add(seal.from - last.to);
    numbers.add(seal.to - seal.from);
    numbers.add(seal.tick - last.tick);
    numbers.add(seal.tick - seal.received);
    last = seal;
  }
  return numbers.written();
};

const nextOf = (last: Seal, numbers: VarintReader): Seal => {
  const from = last.to + numbers.next();
  const to = from + numbers.next();
  const tick = last.tick + numbers.next();
  return { from, to, tick, received: tick - numbers.next() };
};
