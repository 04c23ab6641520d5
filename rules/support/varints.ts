/** Seven bits a byte, the lowest first; the eighth says that more follow. */
const MORE = 128;
/** Whole numbers, the negative ones between the others, so that small ones stay short: 0, −1, 1, −2 … */
const toNatural = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const fromNatural = (natural: number): number => (natural % 2 === 1 ? -(natural + 1) / 2 : natural / 2);

/** Beyond it a number might not come back as it was; no date or span is as large. */
const MOST = 2 ** 51;

/** Whether a number comes back as it was. */
export const fitsVarint = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < MOST;

const FIRST_BYTES = 64;

/** Whole numbers one after the other, each in as few bytes as it takes; of each `fitsVarint` holds. */
export class VarintWriter {
  private bytes = new Uint8Array(FIRST_BYTES);
  private end = 0;

  add(value: number): void {
    // Eight bytes hold the largest.
    if (this.end + 8 > this.bytes.length) this.grow();
    let left = toNatural(value);
    for (; left >= MORE; left = Math.floor(left / MORE)) {
      this.bytes[this.end] = MORE + (left % MORE);
      this.end += 1;
    }
    this.bytes[this.end] = left;
    this.end += 1;
  }

  /** A list with its length before it. */
  addAll(values: ArrayLike<number>): void {
    this.add(values.length);
    for (let i = 0; i < values.length; i++) this.add(values[i] ?? 0);
  }

  /** What was added so far, in bytes of its own. */
  written(): Uint8Array {
    return this.bytes.slice(0, this.end);
  }

  private grow(): void {
    const more = new Uint8Array(this.bytes.length * 2);
    more.set(this.bytes);
    this.bytes = more;
  }
}

/** Reads what a writer wrote; behind the end it reads zeros. */
export class VarintReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  next(): number {
    let natural = 0;
    for (let unit = 1; ; unit *= MORE) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      natural += (byte % MORE) * unit;
      if (byte < MORE) return fromNatural(natural);
    }
  }

  /** A list added whole. */
  all(): number[] {
    const values: number[] = [];
    for (let left = this.next(); left > 0 && !this.isAtEnd(); left--) values.push(this.next());
    return values;
  }
}
