import type { Fold, MemberId, MetricIndex } from '#rules';

/** What answers about numbers are made from: `member` looks, at `now` ms. */
export interface MetricContext {
  readonly index: MetricIndex;
  readonly fold: Fold;
  readonly member: MemberId;
  readonly now: number;
}
