import type { MetricId } from './metric-ids.ts';

/**
 * `ratio`: a share in [0, 1], shown in %, changes in 百分点. `perWeek`: pieces per person and natural week. `days`:
 * 24-hour days, with fractions. `count`: pieces.
 */
export type MetricUnit = 'ratio' | 'perWeek' | 'days' | 'count';

/** Numbers that are shares: apart from the definitions, so that judging a baseline does not bring them all. */
const RATIO_METRICS = [
  'attributionAccuracy',
  'reportCompleteness',
  'presalesOnTime',
  'profileCompleteness',
  'fulfilmentRate',
  'validatedNeedRate',
  'leadConversion',
  'winRate',
  'stageConversion',
  'longStayShare',
  'sharedRate',
  'churnRate',
] as const satisfies readonly MetricId[];
export type RatioMetricId = (typeof RATIO_METRICS)[number];

export const isRatio = (id: MetricId): id is RatioMetricId => RATIO_METRICS.some((one) => one === id);

/** Thousandths, as rows carry them, into the metric's own unit. */
export const fromThousandths = (value: number): number => value / 1000;

/** No share is above 100 %. */
export const isPossible = ({
  metric,
  thousandths,
}: {
  readonly metric: MetricId;
  readonly thousandths: number;
}): boolean => !isRatio(metric) || thousandths <= 1000;
