import { shanghaiDay, startOfDayMs } from '../calendar/shanghai.ts';
import { metricDefinition } from './definitions.ts';
import type { MetricId } from './metric-ids.ts';
import type { MetricIndex } from './metric-index.ts';
import type { MetricScope } from './series-book.ts';
import { changeOf, isBetter, type MetricChange, type MetricValue } from './value.ts';

/** What became of a number after a playbook was sent (R65). */
export interface PlaybookEffect {
  /** Over as many days up to the day before sending. */
  readonly before: MetricValue;
  /** From the day of sending on; a stock as it stood on the last day. */
  readonly after: MetricValue;
  readonly change: MetricChange;
  readonly isBetter: boolean | null;
}

/** When the days of an effect are over, ms: the beginning of the day after the last of them. */
export const effectDueMs = (sentAtMs: number, days: number): number => startOfDayMs(shanghaiDay(sentAtMs) + days);

/** Before and after of a number over the people in scope; null while the days are not over. */
export const playbookEffect = (
  index: MetricIndex,
  metric: MetricId,
  scope: MetricScope,
  sent: { readonly atMs: number; readonly days: number },
  nowMs: number,
): PlaybookEffect | null => {
  const endsAt = effectDueMs(sent.atMs, sent.days);
  if (nowMs < endsAt) return null;
  const day = shanghaiDay(sent.atMs);
  const over = (from: number): MetricValue =>
    index.value(metric, scope, { from, to: from + sent.days - 1 }, endsAt - 1);
  const [before, after] = [over(day - sent.days), over(day)];
  const definition = metricDefinition(metric);
  const change = changeOf(definition, before, after);
  return { before, after, change, isBetter: isBetter(definition, change) };
};
