import * as z from 'zod/mini';
import { METRIC_IDS, type MetricId } from './metric-ids.ts';

/**
 * 实施前基准值 of one number, as `baselineSet` carries it: in thousandths of its unit like the settings, 44 % = 440, 8.2 a
 * week = 8,200.
 */
export const baselineSchema = z.strictObject({
  metric: z.enum(METRIC_IDS),
  thousandths: z.int().check(z.nonnegative(), z.maximum(1_000_000_000)),
  /** Where it comes from: which report of which months. */
  source: z.string().check(z.minLength(1), z.maxLength(300)),
});

/** A baseline that was set, in the number's own unit. */
export interface Baseline {
  readonly metric: MetricId;
  readonly value: number;
  readonly source: string;
}
