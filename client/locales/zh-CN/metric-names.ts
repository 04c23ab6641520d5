import type { MetricId } from '#rules';

/** Names of the metrics, by their id in the catalogue. */
export const metricNames: Readonly<Record<MetricId, string>> = {
  effectiveTouchpoints: '人均有效客户触点/周',
  leadToFirstVisitDays: '线索到首访时效',
  attributionAccuracy: '阶段转化率波动归因准确率',
  reportCompleteness: '销售日报关键字段完整率',
  greenFollowUpDays: '绿色客户跟进时效',
  interactionSpacingDays: '跟进间隔',
  presalesOnTime: '售前响应及时率',
  profileCompleteness: '客户档案完整率',
  fulfilmentRate: '交付物履约率',
  complaints: '未履约引起的投诉',
  visits: '人均拜访量/周',
  validatedNeedRate: '有效需求挖掘率',
  leadConversion: '线索转化率',
  winRate: '成单率',
  salesCycleDays: '成单周期',
  stageConversion: '阶段转化率',
  longStayShare: '停留超 14 天占比',
  sharedRate: '客户信息共享率',
  churnRate: '客户流失率',
  repeatVisits: '重复拜访',
};
