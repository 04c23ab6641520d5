import { isDated } from '../calendar/dated.ts';
import type { MemberId, TerritoryId } from '../ids.ts';
import type { MetricItem } from './item.ts';
import type { MetricId } from './metric-ids.ts';

/** An item in the making. `sinceMs`: its value is the time from then on, never negative. */
interface Made {
  readonly atMs: number;
  readonly member: MemberId | null;
  readonly facet?: string;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly sinceMs?: number;
}
export type Emit = (metric: MetricId, made: Made) => void;

/** Collects items; those without a usable date are left out, with both ends of a span. */
export const collecting = (territory: TerritoryId, into: MetricItem[]): Emit => {
  return (metric, { atMs, member, facet = '', numerator = 1, denominator = 1, sinceMs }) => {
    if (!isDated(atMs) || (sinceMs !== undefined && !isDated(sinceMs))) return;
    const value = sinceMs === undefined ? numerator : Math.max(0, atMs - sinceMs);
    into.push({ metric, atMs, member, territory, facet, numerator: value, denominator });
  };
};
