import { shanghaiDay } from '../calendar/shanghai.ts';
import type { MetricItem } from './item.ts';
import type { Series } from './series.ts';

/** What of an item is counted, once its series is known. */
export interface Counted {
  readonly series: Series;
  readonly day: number;
  readonly atMs: number;
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * Items of one subject, each as series, ms since the item before, numerator and denominator, a number in as few bytes
 * as it takes: a large company has millions, and they are only looked at when their subject is replaced. Of a mean each
 * value counts once, so that it needs no denominator.
 */
export type PackedItems = Uint8Array;

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
const MORE = 128;
/** Whole numbers, the negative ones between the others, so that small ones stay short: 0, −1, 1, −2 … */
const toNatural = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const fromNatural = (natural: number): number => (natural % 2 === 1 ? -(natural + 1) / 2 : natural / 2);

const write = (bytes: number[], value: number): void => {
  let left = toNatural(value);
  for (; left >= MORE; left = Math.floor(left / MORE)) bytes.push(MORE + (left % MORE));
  bytes.push(left);
};

/** Beyond it a number might not come back as it was; no date or span is as large. */
const MOST = 2 ** 51;
/** Whether an item counts: one of numbers that are not whole, or not possible, does not. */
export const isCounted = ({ atMs, numerator, denominator }: MetricItem): boolean =>
  [atMs, numerator, denominator].every((value) => Number.isInteger(value) && Math.abs(value) < MOST);

/** `seriesOf` gives the series an item belongs to. What does not count is left out. */
export const packItems = (items: readonly MetricItem[], seriesOf: (item: MetricItem) => Series): PackedItems => {
  const bytes: number[] = [];
  let last = 0;
  for (const item of items) {
    if (!isCounted(item)) continue;
    const series = seriesOf(item);
    write(bytes, series.number);
    write(bytes, item.atMs - last);
    write(bytes, item.numerator);
    if (series.values === null) write(bytes, item.denominator);
    last = item.atMs;
  }
  return Uint8Array.from(bytes);
};

/** `seriesAt` knows every series that was packed. */
export const unpackItems = (packed: PackedItems, seriesAt: (number: number) => Series): readonly Counted[] => {
  const items: Counted[] = [];
  let at = 0;
  const read = (): number => {
    let natural = 0;
    for (let unit = 1; ; unit *= MORE) {
      const byte = packed[at] ?? 0;
      at += 1;
      natural += (byte % MORE) * unit;
      if (byte < MORE) return fromNatural(natural);
    }
  };
  for (let atMs = 0; at < packed.length; ) {
    const series = seriesAt(read());
    atMs += read();
    const numerator = read();
    const denominator = series.values === null ? read() : 1;
    items.push({ series, day: shanghaiDay(atMs), atMs, numerator, denominator });
  }
  return items;
};
