import type { RowRecord } from './run.ts';

/** Stored rows of one device by `n`, over all rooms; the first row on a slot holds it. */
export class DeviceSlots {
  readonly #records: RowRecord[] = [];

  /** Index of the first slot with at least this `n`. */
  #from(n: number): number {
    const last = this.#records.at(-1);
    if (last === undefined || last.n < n) return this.#records.length;
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#records[middle]?.n ?? 0) < n) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  get(n: number): RowRecord | null {
    const record = this.#records[this.#from(n)];
    return record?.n === n ? record : null;
  }

  /** The next taken slot above `n`. */
  after(n: number): RowRecord | null {
    return this.#records[this.#from(n + 1)] ?? null;
  }

  /** The next taken slot below `n`. */
  before(n: number): RowRecord | null {
    return this.#records[this.#from(n) - 1] ?? null;
  }

  /** Whether it took the slot: false when another row stands there. */
  add(record: RowRecord): boolean {
    const at = this.#from(record.n);
    if (this.#records[at]?.n === record.n) return false;
    if (at === this.#records.length) this.#records.push(record);
    else this.#records.splice(at, 0, record);
    return true;
  }

  remove(record: RowRecord): void {
    const at = this.#from(record.n);
    if (this.#records[at] === record) this.#records.splice(at, 1);
  }
}
