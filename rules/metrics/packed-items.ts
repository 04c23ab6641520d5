import { shanghaiDay, startOfDayMs } from '../calendar/shanghai.ts';
import { fitsVarint, VarintReader, VarintWriter } from '../support/varints.ts';
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
 * Items of one subject, each as series, days since the item before, ms of its day where that is asked for, numerator and
 * denominator, a number in as few bytes as it takes: a large company has millions, and they are only looked at when their
 * subject is replaced. Of a mean each value counts once, so that it needs no denominator.
 */
export type PackedItems = Uint8Array;

/** Whether an item counts: one of numbers that are not whole, or not possible, does not. */
export const isCounted = ({ atMs, numerator, denominator }: MetricItem): boolean =>
  [atMs, numerator, denominator].every(fitsVarint);

/**
 * `seriesOf` gives the series an item belongs to. Of a day before `exactFromDay` the day alone is kept. What does not
 * count is left out.
 */
export const packItems = (
  items: readonly MetricItem[],
  seriesOf: (item: MetricItem) => Series,
  exactFromDay: number,
): PackedItems => {
  const numbers = new VarintWriter();
  let last = 0;
  for (const item of items) {
    if (!isCounted(item)) continue;
    const series = seriesOf(item);
    const day = shanghaiDay(item.atMs);
    numbers.add(series.number);
    numbers.add(day - last);
    if (day >= exactFromDay) numbers.add(item.atMs - startOfDayMs(day));
    numbers.add(item.numerator);
    if (series.values === null) numbers.add(item.denominator);
    last = day;
  }
  return numbers.written();
};

/** `seriesAt` knows every series that was packed; the time of a day kept alone is its beginning. */
export const unpackItems = (
  packed: PackedItems,
  seriesAt: (number: number) => Series,
  exactFromDay: number,
): readonly Counted[] => {
  const items: Counted[] = [];
  const numbers = new VarintReader(packed);
  for (let day = 0; !numbers.isAtEnd(); ) {
    const series = seriesAt(numbers.next());
    day += numbers.next();
    const atMs = startOfDayMs(day) + (day >= exactFromDay ? numbers.next() : 0);
    const numerator = numbers.next();
    const denominator = series.values === null ? numbers.next() : 1;
    items.push({ series, day, atMs, numerator, denominator });
  }
  return items;
};
