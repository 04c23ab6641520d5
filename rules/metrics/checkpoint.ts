import { dayOf, nextQuarter } from '../calendar/shanghai.ts';
import type { DayRange, SeriesKey } from './series.ts';

/** What a checkpoint was computed from. Another key: it is thrown away and computed again; it is never authority. */
export interface CheckpointKey {
  /** Version of the rules and of the process in force. */
  readonly rules: string;
  /** Head of each shard that holds events of the quarter. */
  readonly heads: Readonly<Record<string, string>>;
}

/** Sums of a closed quarter, plain JSON: opened at a start instead of counting what has long been over. */
export interface MetricCheckpoint {
  readonly key: CheckpointKey;
  /** e.g. `2026Q4`. */
  readonly quarter: string;
  readonly series: readonly (SeriesKey & {
    readonly days: readonly {
      readonly day: number;
      readonly numerator: number;
      readonly denominator: number;
      /** Of `mean` metrics, sorted. */
      readonly values: readonly number[];
    }[];
  })[];
}

const firstDayOf = (quarter: string): number =>
  dayOf({ year: Number(quarter.slice(0, 4)), month: Number(quarter.slice(5)) * 3 - 2, day: 1 }) ?? 0;

/** Shanghai days of a quarter such as `2026Q4`. */
export const quarterDays = (quarter: string): DayRange => ({
  from: firstDayOf(quarter),
  to: firstDayOf(nextQuarter(quarter)) - 1,
});
export const isWithin = ({ from, to }: DayRange, day: number): boolean => day >= from && day <= to;
