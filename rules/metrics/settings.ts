import type { MemberId } from '../ids.ts';
import type { Process } from '../process.ts';
import type { MetricId } from './metric-ids.ts';

/** What a company says about one number (R6, A18), in the number's own unit: a share in [0, 1], days, pieces. */
export interface MetricSetting {
  /** What it is held against instead of the own past. */
  readonly benchmark: number | null;
  /** Where the benchmark comes from, and of when it is, ms. */
  readonly source: string | null;
  readonly dateMs: number | null;
  /** What is aimed at. */
  readonly target: number | null;
  /** Who answers for the definition. */
  readonly owner: MemberId | null;
}
/** The part `metrics` of a process: only what a company has set. */
export type MetricsPart = Readonly<Partial<Record<MetricId, Partial<MetricSetting>>>>;

const UNSET: MetricSetting = { benchmark: null, source: null, dateMs: null, target: null, owner: null };

/** What holds for a number in this process; what nobody has set is null. */
export const metricSetting = (process: Process & { readonly metrics?: MetricsPart }, id: MetricId): MetricSetting => ({
  ...UNSET,
  ...process.metrics?.[id],
});
