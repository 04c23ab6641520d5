import * as z from 'zod/mini';

/**
 * What a company says about its metrics: benchmarks, targets, who answers for a definition (R6, A18). Numbers are
 * thousandths of the metric's own unit, because rows hold integers only: 12 % = 120, 3.2 days = 3,200.
 */
const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const thousandths = z.int().check(z.nonnegative(), z.maximum(1_000_000_000));
const days = z.int().check(z.positive(), z.maximum(365));

const metricSetting = z.strictObject({
  metric: text(80),
  /** Absent = the own trailing eight weeks (A18). */
  benchmark: z.optional(thousandths),
  /** Where the benchmark comes from, and of when. */
  source: z.optional(text(80)),
  date: z.optional(text(10)),
  /** Wanted per person and week, or overall: what "reached" means. */
  target: z.optional(thousandths),
  /** Who answers for the definition: a member's id. */
  owner: z.optional(text(64)),
});
export type MetricSetting = z.infer<typeof metricSetting>;

export const metricSettingsSchema = z.strictObject({
  items: z.array(metricSetting).check(z.maxLength(60)),
  /** Days until the effect of a sent playbook is looked at (R65). */
  effectAfterDays: days,
  /** Days until a leader is asked for his verdict on a cause (A21). */
  judgeAfterDays: days,
  /** Minutes in which a sent playbook can be taken back. */
  withdrawMinutes: z.int().check(z.nonnegative(), z.maximum(1440)),
});
export type MetricSettings = z.infer<typeof metricSettingsSchema>;
