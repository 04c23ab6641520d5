import type { MemberId, TerritoryId } from '../ids.ts';
import type { MetricId } from './metric-ids.ts';

/** One countable thing at one time: everything a number is computed from. Numerator and denominator are integers. */
export interface MetricItem {
  readonly metric: MetricId;
  /** When it counts, ms: when it happened, or becomes due; not when it was recorded. */
  readonly atMs: number;
  /** Whose it is; null = nobody's. Who has left keeps his. */
  readonly member: MemberId | null;
  readonly territory: TerritoryId;
  /** Stage, source or product by the definition; '' where there is none. */
  readonly facet: string;
  /** Of `mean` metrics the value, ms. */
  readonly numerator: number;
  readonly denominator: number;
}
