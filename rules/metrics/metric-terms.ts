import type { MetricSettings } from './metric-settings.ts';
import { fromThousandths } from './metric-units.ts';

/** A setting in the metric's own unit: a share in [0, 1], days, pieces; null = nobody has set it. */
export interface MetricTerms {
  readonly benchmark: number | null;
  readonly source: string | null;
  readonly date: string | null;
  readonly target: number | null;
  readonly owner: string | null;
}

const inUnits = (value: number | undefined): number | null => (value === undefined ? null : fromThousandths(value));

/** What the company has set for a metric; of two settings of one metric the last holds. */
export const metricTerms = ({ items }: MetricSettings, metric: string): MetricTerms => {
  const set = items.findLast((item) => item.metric === metric);
  return {
    benchmark: inUnits(set?.benchmark),
    source: set?.source ?? null,
    date: set?.date ?? null,
    target: inUnits(set?.target),
    owner: set?.owner ?? null,
  };
};
