import { fitsVarint, VarintReader, VarintWriter } from '../support/varints.ts';
import { isInOrder, type Seal, type Seals, SealTable } from './seal-table.ts';
import type { DeviceLog } from './seals.ts';

/** What the first seal is told from. */
const START: Seal = { from: 0, to: 0, received: 0, tick: 0 };
const NOTHING = new Uint8Array();

const bytesOf = (seals: readonly Seal[], before: Seal): Uint8Array => {
  const numbers = new VarintWriter();
  let last = before;
  for (const seal of seals) {
    numbers.add(seal.from - last.to);
    numbers.add(seal.to - seal.from);
    numbers.add(seal.tick - last.tick);
    numbers.add(seal.tick - seal.received);
    last = seal;
  }
  return numbers.written();
};

function* sealsIn(bytes: Uint8Array): Iterable<Seal> {
  let last = START;
  for (const numbers = new VarintReader(bytes); !numbers.isAtEnd(); ) {
    const from = last.to + numbers.next();
    const to = from + numbers.next();
    const tick = last.tick + numbers.next();
    last = { from, to, tick, received: tick - numbers.next() };
    yield last;
  }
}

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
};

/** How many seals there are, how far they reach, and the last of them. */
interface Summary {
  readonly count: number;
  readonly reach: number;
  readonly last: Seal;
}
const NONE: Summary = { count: 0, reach: Number.NEGATIVE_INFINITY, last: START };

const addedTo = (before: Summary, seals: Iterable<Seal>): Summary => {
  let { count, reach, last } = before;
  for (const seal of seals) {
    count += 1;
    reach = Math.max(reach, seal.to);
    last = seal;
  }
  return { count, reach, last };
};

const isSame = (a: Seal, b: Seal): boolean =>
  a.from === b.from && a.to === b.to && a.received === b.received && a.tick === b.tick;

/**
 * A table whose seals rest, told each from the one before in a few bytes, and those that came since behind them. To
 * whoever looks it is the table they would be in: those at rest wake when he looks at the last of them or in front of it,
 * which is rare, for new seals are about new rows.
 */
class RestingTable implements Seals {
  private bytes: Uint8Array;
  private since = new SealTable();
  /** Null = to be computed. */
  private known: Summary | null;

  constructor(bytes: Uint8Array, known: Summary | null = null) {
    this.bytes = bytes;
    this.known = known;
  }

  get length(): number {
    return this.summary().count + this.since.length;
  }
  at(i: number): Seal {
    const place = this.placeOf(i);
    return this.since.at(place);
  }
  from(i: number): number {
    const place = this.placeOf(i);
    return this.since.from(place);
  }
  reach(i: number): number {
    const { count, reach } = this.summary();
    if (count > 0 && i === count - 1) return reach;
    const place = this.placeOf(i);
    return Math.max(this.summary().reach, this.since.reach(place));
  }

  lowerBound(from: number): number {
    const { count, last } = this.summary();
    if (count > 0 && from <= last.from) this.wake();
    return this.summary().count + this.since.lowerBound(from);
  }

  add(seals: readonly Seal[]): void {
    const { count, last } = this.summary();
    if (count === 0 || this.since.length > 0) this.addBehind(seals);
    else {
      // A seal told again is one, also across the border.
      const first = seals.findIndex((seal) => !isSame(seal, last));
      this.addBehind(first < 0 ? [] : seals.slice(first));
    }
  }
  private addBehind(seals: readonly Seal[]): void {
    const { length } = this.since;
    const last = length === 0 ? this.summary().last.from : this.since.from(length - 1);
    if (!isInOrder(seals, last)) this.wake();
    this.since.add(seals);
  }

  all(): Seal[] {
    return [...sealsIn(this.bytes), ...this.since.all()];
  }

  /** How many do not rest. */
  awake(): number {
    return this.since.length;
  }

  /** Lets those that came since rest too; `null`, and they do not, when one has a number that is not whole. */
  rest(): Uint8Array | null {
    const since = this.since.all();
    if (since.length === 0) return this.bytes;
    if (!since.every(({ from, to, received, tick }) => [from, to, received, tick].every(fitsVarint))) return null;
    const before = this.summary();
    this.bytes = joined(this.bytes, bytesOf(since, before.last));
    this.known = addedTo(before, since);
    this.since = new SealTable();
    return this.bytes;
  }

  private summary(): Summary {
    this.known ??= addedTo(NONE, sealsIn(this.bytes));
    return this.known;
  }

  /** Among those that came since, who are others once those at rest woke: they do when it is one of them. */
  private placeOf(i: number): number {
    if (i < this.summary().count) this.wake();
    return i - this.summary().count;
  }

  private wake(): void {
    const all = new SealTable();
    // Each behind the last, whatever their order: as they were, they come again.
    for (const seal of this.all()) all.add([seal]);
    this.since = all;
    this.bytes = NOTHING;
    this.known = NONE;
  }
}

type Sealed = Pick<DeviceLog, 'seals'>;

/** The log has the seals that were kept as these bytes, at rest. */
export const restAs = (log: Sealed, bytes: Uint8Array): void => {
  log.seals = new RestingTable(bytes);
};

/** How many seals of the log do not rest. */
export const awakeSeals = ({ seals }: Sealed): number => (seals instanceof RestingTable ? seals.awake() : seals.length);

/**
 * Lets the seals of a log rest; result: all of them as they are kept then. `null` = one has a number that is not whole:
 * those that rested do so, and no more.
 */
export const letRest = (log: Sealed): Uint8Array | null => {
  if (log.seals instanceof RestingTable) return log.seals.rest();
  const table = new RestingTable(NOTHING, NONE);
  table.add(log.seals.all());
  const bytes = table.rest();
  if (bytes !== null) log.seals = table;
  return bytes;
};
