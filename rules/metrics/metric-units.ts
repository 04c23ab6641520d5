import type { MetricId } from './metric-ids.ts';

/**
 * `ratio`: a share in [0, 1], shown in %, changes in 百分点. `perWeek`: pieces per person and natural week. `days`:
 * 24-hour days, with fractions. `count`: pieces.
 */
export type MetricUnit = 'ratio' | 'perWeek' | 'days' | 'count';

/** Apart from the definitions, so that judging a baseline does not bring them all. */
export const METRIC_UNITS: Readonly<Record<MetricId, MetricUnit>> = {
  effectiveTouchpoints: 'perWeek',
  leadToFirstVisitDays: 'days',
  attributionAccuracy: 'ratio',
  reportCompleteness: 'ratio',
  greenFollowUpDays: 'days',
  interactionSpacingDays: 'days',
  presalesOnTime: 'ratio',
  profileCompleteness: 'ratio',
  fulfilmentRate: 'ratio',
  complaints: 'count',
  visits: 'perWeek',
  validatedNeedRate: 'ratio',
  leadConversion: 'ratio',
  winRate: 'ratio',
  salesCycleDays: 'days',
  stageConversion: 'ratio',
  longStayShare: 'ratio',
  sharedRate: 'ratio',
  churnRate: 'ratio',
  repeatVisits: 'count',
  firstOrderDays: 'days',
};

/** No share is above 100 %. */
export const isPossible = ({
  metric,
  thousandths,
}: {
  readonly metric: MetricId;
  readonly thousandths: number;
}): boolean => METRIC_UNITS[metric] !== 'ratio' || thousandths <= 1000;
