import { shanghaiDay, startOfDayMs } from '../calendar/shanghai.ts';
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

/** Items of one subject: a large company has millions, and they are only looked at when their subject is replaced. */
export type PackedItems = Int32Array;

/** Numbers per item: series, day, ms since that day began, numerator, denominator. */
const PER_ITEM = 5;
const HALF = 2 ** 32;

/** `seriesOf` gives the series an item belongs to. Of a mean each value counts once, and has both last places. */
export const packItems = (items: readonly MetricItem[], seriesOf: (item: MetricItem) => Series): PackedItems => {
  const packed = new Int32Array(items.length * PER_ITEM);
  let at = 0;
  for (const item of items) {
    const series = seriesOf(item);
    const day = shanghaiDay(item.atMs);
    packed[at] = series.number;
    packed[at + 1] = day;
    packed[at + 2] = item.atMs - startOfDayMs(day);
    packed[at + 3] = series.values === null ? item.numerator : Math.floor(item.numerator / HALF);
    packed[at + 4] = series.values === null ? item.denominator : item.numerator;
    at += PER_ITEM;
  }
  return packed;
};

export const unpackItems = (
  packed: PackedItems,
  seriesAt: (number: number) => Series | undefined,
): readonly Counted[] => {
  const items: Counted[] = [];
  for (let at = 0; at < packed.length; at += PER_ITEM) {
    const series = seriesAt(packed[at] ?? -1);
    if (series === undefined) continue;
    const day = packed[at + 1] ?? 0;
    const [first, second] = [packed[at + 3] ?? 0, packed[at + 4] ?? 0];
    const isMean = series.values !== null;
    items.push({
      series,
      day,
      atMs: startOfDayMs(day) + (packed[at + 2] ?? 0),
      numerator: isMean ? first * HALF + (second >>> 0) : first,
      denominator: isMean ? 1 : second,
    });
  }
  return items;
};
