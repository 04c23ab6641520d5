/** How numbers of metrics are written: value, change, and why there is none. */
export const metricValues = {
  times: '次',
  days: '天',
  percent: '%',
  points: '个百分点',
  minus: '−',
  plus: '+',
  noDenominator: '暂无数据',
  tooFew: (n: number) => `样本 ${n}，先不判断`,
  noChange: '暂无对比',
  same: '持平',
  manyTimes: (times: number) => `超过 ${times} 倍`,
  median: (value: string) => `中位 ${value}`,
  cases: (n: number) => `样本 ${n}`,
  fraction: (numerator: number, denominator: string) => `${numerator}/${denominator}`,
} as const;
