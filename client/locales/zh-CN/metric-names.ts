/** Names of the metrics, by their id in the catalogue. */
export const metricNames = {
  leadConversion: '线索转化率',
  needRate: '有效需求挖掘率',
  promiseKeeping: '交付物履约率',
  leadToFirstVisit: '线索到首访时效',
} as const;
