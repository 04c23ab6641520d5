import type { MetricDefinition } from './definitions.ts';
import { isBelow, type MetricValue } from './value.ts';

/** Why somebody is thought of when a playbook is sent: worse than he was himself comes first. */
export type MetricConcern = 'belowOwnPast' | 'belowBenchmark';

/** Too few cases concern nobody; exactly at the measure does not either. */
export const metricConcern = (
  definition: MetricDefinition,
  value: MetricValue,
  past: number | null,
  benchmark: number | null,
): MetricConcern | null => {
  if (value.kind !== 'value') return null;
  if (past !== null && isBelow(definition, value.value, past)) return 'belowOwnPast';
  return benchmark !== null && isBelow(definition, value.value, benchmark) ? 'belowBenchmark' : null;
};
