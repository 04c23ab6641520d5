import { metricDefinition } from './definitions.ts';
import { isBelow, type MetricValue } from './value.ts';

/** 拜访质量失控 (R62); `unknown` while there is no target, no benchmark or too little to judge. */
export type VisitQuality = 'outOfControl' | 'inControl' | 'unknown';

/** Enough visits and too few that verify a need: only both together are out of control. */
export const visitQuality = (
  visits: MetricValue,
  target: number | null,
  needRate: MetricValue,
  leastRate: number | null,
): VisitQuality => {
  if (visits.kind !== 'value' || needRate.kind !== 'value' || target === null || leastRate === null) return 'unknown';
  const isTargetMet = !isBelow(metricDefinition('visits'), visits.value, target);
  const isRateLow = isBelow(metricDefinition('validatedNeedRate'), needRate.value, leastRate);
  return isTargetMet && isRateLow ? 'outOfControl' : 'inControl';
};
