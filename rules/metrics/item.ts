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

/** 2000-01-01 in Shanghai, ms. A date before it is no date but a clock or a sheet without one: nothing is computed from it. */
const EARLIEST_MS = Date.UTC(1999, 11, 31, 16);
export const isDated = (atMs: number): boolean => atMs >= EARLIEST_MS;
