import type { MatchFactor } from '#rules';

/** What leads and won customers are compared by. */
export const matchFactors = {
  industry: '行业',
  size: '规模',
  region: '地区',
  source: '来源',
  product: '产品',
  decisionMaker: '决策人级别',
} as const satisfies Record<MatchFactor, string>;
