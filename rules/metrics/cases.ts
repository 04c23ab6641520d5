import { DAY_MS } from '../time.ts';
import { metricDefinition } from './definitions.ts';
import type { MetricId } from './metric-ids.ts';
import type { Sums } from './series.ts';

/**
 * Which customers behind a number are worth a look. `missed`: with whom it was not done; `counted`: who make it up;
 * `longest`: with whom it took longest.
 */
export type CaseSort = 'missed' | 'counted' | 'longest';

/** Made of what people say of causes, and of first orders of newcomers. */
const OF_NO_CUSTOMER: ReadonlySet<MetricId> = new Set(['attributionAccuracy', 'firstOrderDays']);

/** `null` = no customers stand behind it that could be named: what is missing from a number per week is with nobody. */
export const caseSort = (id: MetricId): CaseSort | null => {
  const { aggregate, better } = metricDefinition(id);
  if (OF_NO_CUSTOMER.has(id) || aggregate === 'perWeek' || aggregate === 'moved') return null;
  if (aggregate === 'mean') return 'longest';
  return aggregate === 'count' || better === 'lower' ? 'counted' : 'missed';
};

/** How many cases of a sort these sums hold, of `longest` their mean, days; null = none. */
export const caseWeight = (sort: CaseSort, { numerator, denominator }: Readonly<Sums>): number | null => {
  if (sort === 'longest') return denominator > 0 ? numerator / denominator / DAY_MS : null;
  const cases = sort === 'counted' ? numerator : denominator - numerator;
  return cases > 0 ? cases : null;
};
