import type { MetricDefinition } from './definitions.ts';
import { isBelow, type MetricValue, mayTurn } from './value.ts';

/** Why somebody is thought of when a playbook is sent: worse than he was himself comes first. */
export type MetricConcern = 'belowOwnPast' | 'belowBenchmark';

/**
 * Too few cases concern nobody; exactly at the measure does not either. `isUnfinished`: the week runs and the number is
 * counted up through it; who may still catch up is no concern yet.
 */
export const metricConcern = (
  definition: MetricDefinition,
  value: MetricValue,
  past: number | null,
  benchmark: number | null,
  isUnfinished: boolean,
): MetricConcern | null => {
  if (value.kind !== 'value' || (isUnfinished && mayTurn(definition, true))) return null;
  if (past !== null && isBelow(definition, value.value, past)) return 'belowOwnPast';
  return benchmark !== null && isBelow(definition, value.value, benchmark) ? 'belowBenchmark' : null;
};
