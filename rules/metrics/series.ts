import type { MetricItem } from './item.ts';

/** Days from, to and including, as Shanghai day numbers; from −∞ for everything up to a day. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

export interface Sums {
  numerator: number;
  denominator: number;
}

/** Days of one block, a power of two. */
const BLOCK_DAYS = 64;
/** After the pairs of the days, their sums: a long range adds blocks, not days. */
const TOTAL = BLOCK_DAYS * 2;

/** Adds what of a block, whose first day is `first`, lies in the range. */
const addBlock = (sums: Sums, block: Float64Array, first: number, { from, to }: DayRange): void => {
  const last = first + BLOCK_DAYS - 1;
  if (last < from || first > to) return;
  if (from <= first && last <= to) {
    sums.numerator += block[TOTAL] ?? 0;
    sums.denominator += block[TOTAL + 1] ?? 0;
    return;
  }
  const end = (Math.min(to, last) - first) * 2;
  for (let at = (Math.max(from, first) - first) * 2; at <= end; at += 2) {
    sums.numerator += block[at] ?? 0;
    sums.denominator += block[at + 1] ?? 0;
  }
};

/**
 * Numerators and denominators of one series by day, in blocks, so that a date in the far past or future costs one block.
 * Sums of integers: exact, and whatever was added and taken away again leaves nothing.
 */
export class SumSeries {
  readonly #blocks = new Map<number, Float64Array>();

  /** `sign` −1 takes the item out again. */
  add(day: number, numerator: number, denominator: number, sign: 1 | -1): void {
    const number = Math.floor(day / BLOCK_DAYS);
    let block = this.#blocks.get(number);
    if (block === undefined) {
      block = new Float64Array(TOTAL + 2);
      this.#blocks.set(number, block);
    }
    const at = (day - number * BLOCK_DAYS) * 2;
    block[at] = (block[at] ?? 0) + sign * numerator;
    block[at + 1] = (block[at + 1] ?? 0) + sign * denominator;
    block[TOTAL] = (block[TOTAL] ?? 0) + sign * numerator;
    block[TOTAL + 1] = (block[TOTAL + 1] ?? 0) + sign * denominator;
  }

  /** Takes everything of another series in. */
  addAll(other: SumSeries): void {
    for (const [number, block] of other.#blocks) {
      const own = this.#blocks.get(number);
      if (own === undefined) this.#blocks.set(number, block.slice());
      else for (let at = 0; at < block.length; at += 1) own[at] = (own[at] ?? 0) + (block[at] ?? 0);
    }
  }

  addTo(sums: Sums, range: DayRange): void {
    const [first, last] = [Math.floor(range.from / BLOCK_DAYS), Math.floor(range.to / BLOCK_DAYS)];
    if (last - first >= this.#blocks.size) {
      for (const [number, block] of this.#blocks) addBlock(sums, block, number * BLOCK_DAYS, range);
      return;
    }
    for (let number = first; number <= last; number += 1) {
      const block = this.#blocks.get(number);
      if (block !== undefined) addBlock(sums, block, number * BLOCK_DAYS, range);
    }
  }

  /** First and last day on which anything stands; null = none. */
  span(): DayRange | null {
    const numbers = [...this.#blocks.keys()].sort((a, b) => a - b);
    const found = (number: number, last: boolean): number | null => {
      const block = this.#blocks.get(number)?.subarray(0, TOTAL);
      const at = (last ? block?.findLastIndex(Boolean) : block?.findIndex(Boolean)) ?? -1;
      return at < 0 ? null : number * BLOCK_DAYS + (at >> 1);
    };
    const first = numbers.map((number) => found(number, false)).find((day) => day !== null) ?? null;
    const last = numbers.map((number) => found(number, true)).findLast((day) => day !== null) ?? null;
    return first === null || last === null ? null : { from: first, to: last };
  }

  /** First day of a range with a numerator above zero; null = none. */
  firstCounted({ from, to }: DayRange): number | null {
    let first: number | null = null;
    for (const [number, block] of this.#blocks) {
      for (let at = 0; at < TOTAL; at += 2) {
        const day = number * BLOCK_DAYS + (at >> 1);
        if ((block[at] ?? 0) > 0 && day >= from && day <= to && (first === null || day < first)) first = day;
      }
    }
    return first;
  }
}

/** Values of one series by day: what a median needs beside the sums. */
export class ValueSeries {
  readonly #days = new Map<number, number[]>();

  add(day: number, value: number, sign: 1 | -1): void {
    const values = this.#days.get(day) ?? [];
    if (sign === 1) values.push(value);
    else values.splice(values.indexOf(value), 1);
    if (values.length === 0) this.#days.delete(day);
    else this.#days.set(day, values);
  }

  /** Writes the values of the range from `at` on; answers where the next ones go. */
  writeTo(found: Float64Array, at: number, { from, to }: DayRange): number {
    let next = at;
    const write = (values: readonly number[]): void => {
      found.set(values, next);
      next += values.length;
    };
    if (to - from >= this.#days.size) {
      for (const [day, values] of this.#days) if (day >= from && day <= to) write(values);
      return next;
    }
    for (let day = from; day <= to; day += 1) {
      const values = this.#days.get(day);
      if (values !== undefined) write(values);
    }
    return next;
  }
}

/** Numbers that belong together: one metric of one member in one territory, of one stage, source or product. */
export type SeriesKey = Pick<MetricItem, 'metric' | 'member' | 'territory' | 'facet'>;
export interface Series extends SeriesKey {
  /** Its place among all series of an index. */
  readonly number: number;
  readonly sums: SumSeries;
  /** Of `mean` metrics only. */
  readonly values: ValueSeries | null;
}
