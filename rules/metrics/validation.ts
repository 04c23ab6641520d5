import { shanghaiDay, startOfDayMs } from '../calendar/shanghai.ts';
import type { OrgState } from '../org-state.ts';
import { metricDefinition } from './definitions.ts';
import type { MetricId } from './metric-ids.ts';
import type { MetricIndex } from './metric-index.ts';
import type { MetricScope } from './series-book.ts';
import { changeBetween, isBetter, type MetricChange, type MetricValue } from './value.ts';

/** The article's four rows (R82-R85), in its order. */
const VALIDATED_METRICS = [
  'effectiveTouchpoints',
  'leadToFirstVisitDays',
  'attributionAccuracy',
  'reportCompleteness',
] as const satisfies readonly MetricId[];

/** Days of go-live on which a snapshot is taken (R86). */
const SNAPSHOT_DAYS = [42, 60] as const;
/** A snapshot looks at so many days up to its own, four natural weeks' worth. */
const WINDOW_DAYS = 28;
/** The baseline looks at so many days before go-live. */
const BASELINE_DAYS = 56;

/** Which day of go-live it is, the first being 1; null before go-live, 0 or less never. */
export const goLiveDay = (wentLiveAt: number | null, nowMs: number): number | null => {
  const day = wentLiveAt === null ? 0 : shanghaiDay(nowMs) - shanghaiDay(wentLiveAt) + 1;
  return day < 1 ? null : day;
};

export interface ValidationBaseline {
  /** `set`: said by an owner or administrator; `history`: computed from what was imported of before go-live. */
  readonly from: 'set' | 'history';
  readonly value: MetricValue;
  readonly source: string | null;
  readonly setAtMs: number | null;
}
export interface ValidationRow {
  readonly metric: MetricId;
  /** null = neither set nor in the history. */
  readonly baseline: ValidationBaseline | null;
  /** By day; null = that day is not over yet. */
  readonly snapshots: readonly { readonly day: number; readonly value: MetricValue | null }[];
  readonly now: MetricValue;
  /** From the baseline to the latest snapshot that is over, to now while none is. */
  readonly change: MetricChange;
  readonly isBetter: boolean | null;
}
export interface ValidationTable {
  readonly wentLiveAt: number | null;
  /** 运行第几天. */
  readonly day: number | null;
  readonly rows: readonly ValidationRow[];
}

const endOfDayMs = (day: number): number => startOfDayMs(day + 1) - 1;
const numberIn = (value: MetricValue | null | undefined): number | null =>
  value?.kind === 'value' ? value.value : null;

/** Share, days or pieces from a baseline to later: what the last column says. */
export const improvement = (
  metric: MetricId,
  baseline: number | null,
  after: number | null,
): Pick<ValidationRow, 'change' | 'isBetter'> => {
  const definition = metricDefinition(metric);
  const change: MetricChange =
    baseline === null || after === null ? { kind: 'none' } : changeBetween(definition, baseline, after);
  return { change, isBetter: isBetter(definition, change) };
};

const baselineOf = (
  metric: MetricId,
  index: MetricIndex,
  scope: MetricScope,
  { baselines, wentLiveAt }: OrgState,
): ValidationBaseline | null => {
  const set = baselines[metric];
  if (set !== undefined) {
    const value: MetricValue = { kind: 'value', value: set.value, median: null, n: 0, fraction: null };
    return { from: 'set', value, source: set.source, setAtMs: set.t };
  }
  if (wentLiveAt === null) return null;
  const to = shanghaiDay(wentLiveAt) - 1;
  const value = index.value(metric, scope, { from: to - BASELINE_DAYS + 1, to }, endOfDayMs(to));
  return value.kind === 'noDenominator' ? null : { from: 'history', value, source: null, setAtMs: null };
};

/**
 * 验证表 (R86): baseline, day 42, day 60 and now. Snapshots are computed from the events of their days, so one that is
 * synchronised late still counts where it happened; only a baseline that was set is frozen.
 */
export const validationTable = (
  index: MetricIndex,
  scope: MetricScope,
  org: OrgState,
  nowMs: number,
): ValidationTable => {
  const day = goLiveDay(org.wentLiveAt, nowMs);
  const upTo = (last: number, atMs: number, metric: MetricId): MetricValue =>
    index.value(metric, scope, { from: last - WINDOW_DAYS + 1, to: last }, atMs);
  const rows = VALIDATED_METRICS.map((metric): ValidationRow => {
    const baseline = baselineOf(metric, index, scope, org);
    const snapshots = SNAPSHOT_DAYS.map((at) => {
      const last = shanghaiDay(org.wentLiveAt ?? 0) + at - 1;
      return { day: at, value: day !== null && day > at ? upTo(last, endOfDayMs(last), metric) : null };
    });
    const now = upTo(shanghaiDay(nowMs), nowMs, metric);
    const latest = snapshots.findLast(({ value }) => value !== null)?.value ?? now;
    return { metric, baseline, snapshots, now, ...improvement(metric, numberIn(baseline?.value), numberIn(latest)) };
  });
  return { wentLiveAt: org.wentLiveAt, day, rows };
};
