import { shanghaiDay } from '../calendar/shanghai.ts';
import type { NaturalWeek } from '../calendar/week.ts';
import { recentWeeks, weekOf } from '../calendar/week.ts';
import { type MetricDefinition, metricDefinition } from './definitions.ts';
import type { MetricId } from './metric-ids.ts';
import type { MetricIndex } from './metric-index.ts';
import type { MetricTerms } from './metric-terms.ts';
import type { DayRange } from './series.ts';
import type { MetricScope } from './series-book.ts';
import { changeOf, isBelow, isBetter, type MetricChange, type MetricValue, mayTurn } from './value.ts';

/** Weeks of a trend, and of the own past a number is held against (A18). */
const WEEKS = 8;

export interface Benchmark {
  readonly value: number;
  /** Said by the company, with its source, or the own trailing eight weeks. */
  readonly from: 'set' | 'ownWeeks';
  readonly source: string | null;
  readonly date: string | null;
}
/** One number of one week with everything it is held against. */
export interface MetricReading {
  readonly id: MetricId;
  readonly value: MetricValue;
  /** Against the week before; of an unfinished one, over its days that are over, against the same days of that week. */
  readonly change: MetricChange;
  readonly isBetter: boolean | null;
  /** null = neither set nor anything in the eight weeks before. */
  readonly benchmark: Benchmark | null;
  /** Worse than the benchmark; null = one of the two is missing, or what is still to come may turn it. */
  readonly isBelow: boolean | null;
  /** The week runs, and the number is counted up through it: it is held against no whole week. */
  readonly isUnfinished: boolean;
  /** Oldest first, the week asked about last; without medians but of that. */
  readonly trend: readonly { readonly week: string; readonly label: string; readonly value: MetricValue }[];
}

const daysOf = ({ firstDay, lastDay }: NaturalWeek): DayRange => ({ from: firstDay, to: lastDay });

/** The week of `nowMs`, or so many weeks back. */
export const weekBack = (nowMs: number, back: number): NaturalWeek =>
  recentWeeks(nowMs, back + 1)[back] ?? weekOf(nowMs);

/** Of the weeks looked back at from a Monday those from that of a day on; none, or less, when it is not before. */
const weeksSince = (day: number, monday: number): number => Math.min(WEEKS, Math.ceil((monday - day) / 7));

/**
 * Eight weeks before a week as one period; of pieces by the week, no more weeks than it has been at work.
 * Not so what counts what stands: a stock has no period, and of eight weeks `moved` would count each stay once where
 * every week counts it anew; of both the weeks on the average.
 */
export const ownPast = (
  index: MetricIndex,
  id: MetricId,
  scope: MetricScope,
  week: NaturalWeek,
  nowMs: number,
): number | null => {
  const { firstDay } = week;
  const { aggregate } = metricDefinition(id);
  if (aggregate !== 'stock' && aggregate !== 'moved') {
    const period = { from: firstDay - 7 * WEEKS, to: firstDay - 1 };
    const past = index.value(id, scope, period, nowMs, false);
    if (past.kind !== 'value') return null;
    if (aggregate !== 'count') return past.value;
    const weeks = weeksSince(index.firstDay(scope) ?? firstDay, firstDay);
    return weeks > 0 ? past.value / weeks : null;
  }
  const ends = Array.from({ length: WEEKS }, (_, back) => firstDay - 1 - 7 * back)
    .map((to) => index.value(id, scope, { from: aggregate === 'moved' ? to - 6 : to, to }, nowMs))
    .flatMap((value) => (value.kind === 'value' ? [value.value] : []));
  return ends.length === 0 ? null : ends.reduce((sum, value) => sum + value, 0) / ends.length;
};

/** Whether the number is counted up through a week, so that before its end it says nothing against whole weeks. */
const countsUp = ({ aggregate }: MetricDefinition): boolean =>
  aggregate === 'perWeek' || aggregate === 'count' || aggregate === 'moved';

/** The days of a running week that are over against the same days of the week before; on its first day there are none. */
const changeSoFar = (
  index: MetricIndex,
  definition: MetricDefinition,
  scope: MetricScope,
  { firstDay }: NaturalWeek,
  nowMs: number,
): MetricChange => {
  const lastDay = shanghaiDay(nowMs) - 1;
  if (lastDay < firstDay) return { kind: 'none' };
  const [before, soFar] = [7, 0].map((back) =>
    index.value(definition.id, scope, { from: firstDay - back, to: lastDay - back }, nowMs, false),
  );
  return before === undefined || soFar === undefined ? { kind: 'none' } : changeOf(definition, before, soFar);
};

/** A number as a row shows it: value, change, benchmark and trend, read off the index. */
export const metricReading = (
  index: MetricIndex,
  id: MetricId,
  scope: MetricScope,
  week: NaturalWeek,
  nowMs: number,
  terms: MetricTerms,
): MetricReading => {
  const definition = metricDefinition(id);
  const trend = recentWeeks(week.fromMs, WEEKS)
    .map((one, back) => ({
      week: one.week,
      label: one.label,
      value: index.value(id, scope, daysOf(one), nowMs, back === 0),
    }))
    .reverse();
  const value = trend.at(-1)?.value ?? { kind: 'noDenominator' };
  const isUnfinished = nowMs < week.toMs && countsUp(definition);
  const change = isUnfinished
    ? changeSoFar(index, definition, scope, week, nowMs)
    : changeOf(definition, trend.at(-2)?.value ?? { kind: 'noDenominator' }, value);
  const { source, date } = terms;
  const own = terms.benchmark === null ? ownPast(index, id, scope, week, nowMs) : null;
  const ownBenchmark: Benchmark | null =
    own === null ? null : { value: own, from: 'ownWeeks', source: null, date: null };
  const benchmark: Benchmark | null =
    terms.benchmark === null ? ownBenchmark : { value: terms.benchmark, from: 'set', source, date };
  const isWorse =
    value.kind !== 'value' || benchmark === null ? null : isBelow(definition, value.value, benchmark.value);
  return {
    id,
    value,
    change,
    isBetter: isBetter(definition, change),
    benchmark,
    isBelow: isUnfinished && mayTurn(definition, isWorse === true) ? null : isWorse,
    isUnfinished,
    trend,
  };
};
