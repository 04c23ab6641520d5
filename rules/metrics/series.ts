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
    for (const [index, change] of [
      [at, numerator],
      [at + 1, denominator],
      [TOTAL, numerator],
      [TOTAL + 1, denominator],
    ] as const) {
      block[index] = (block[index] ?? 0) + sign * change;
    }
  }

  addTo(sums: Sums, { from, to }: DayRange): void {
    for (const [number, block] of this.#blocks) {
      const first = number * BLOCK_DAYS;
      const last = first + BLOCK_DAYS - 1;
      if (last < from || first > to) continue;
      if (from <= first && last <= to) {
        sums.numerator += block[TOTAL] ?? 0;
        sums.denominator += block[TOTAL + 1] ?? 0;
        continue;
      }
      const end = (Math.min(to, last) - first) * 2;
      for (let at = (Math.max(from, first) - first) * 2; at <= end; at += 2) {
        sums.numerator += block[at] ?? 0;
        sums.denominator += block[at + 1] ?? 0;
      }
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

  /** Days on which anything stands, ascending. */
  days(): readonly { readonly day: number; readonly numerator: number; readonly denominator: number }[] {
    const numbers = [...this.#blocks.keys()].sort((a, b) => a - b);
    return numbers.flatMap((number) =>
      Array.from({ length: BLOCK_DAYS }, (_, index) => ({
        day: number * BLOCK_DAYS + index,
        numerator: this.#blocks.get(number)?.[index * 2] ?? 0,
        denominator: this.#blocks.get(number)?.[index * 2 + 1] ?? 0,
      })).filter(({ numerator, denominator }) => numerator !== 0 || denominator !== 0),
    );
  }
}

/** Values of one series by day, for mean and median. */
export class ValueSeries {
  readonly #days = new Map<number, number[]>();

  add(day: number, value: number, sign: 1 | -1): void {
    const values = this.#days.get(day) ?? [];
    if (sign === 1) values.push(value);
    else values.splice(values.indexOf(value), 1);
    if (values.length === 0) this.#days.delete(day);
    else this.#days.set(day, values);
  }

  addTo(found: number[], { from, to }: DayRange): void {
    if (to - from < this.#days.size) {
      for (let day = from; day <= to; day += 1) this.#collect(found, day);
      return;
    }
    for (const day of this.#days.keys()) if (day >= from && day <= to) this.#collect(found, day);
  }

  #collect(found: number[], day: number): void {
    for (const value of this.#days.get(day) ?? []) found.push(value);
  }

  days(): readonly { readonly day: number; readonly values: readonly number[] }[] {
    return [...this.#days]
      .sort(([a], [b]) => a - b)
      .map(([day, values]) => ({ day, values: values.toSorted((a, b) => a - b) }));
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
export const seriesName = ({ metric, member, territory, facet }: SeriesKey): string =>
  `${metric}\n${member ?? ''}\n${territory}\n${facet}`;
