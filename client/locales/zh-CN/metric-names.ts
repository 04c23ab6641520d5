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

/** Definitions in one line (R6), as the catalogue computes them. */
export const metricFormulas: Readonly<Record<MetricId, string>> = {
  effectiveTouchpoints: '有来有回的联系次数 ÷ 销售人周',
  leadToFirstVisitDays: '从知道线索到第一次拜访，均值',
  attributionAccuracy: '判为对的归因 ÷ 判过的归因',
  reportCompleteness: '填了的关键字段 ÷ 应填，漏写的拜访也算',
  greenFollowUpDays: '转绿到下一次有效互动，均值',
  interactionSpacingDays: '两次有效互动的间隔，均值',
  presalesOnTime: '按期完成 ÷ 到期应完成的售前任务',
  profileCompleteness: '已填 ÷ 应填的档案字段',
  fulfilmentRate: '按期交付 ÷ 到期应交的交付物',
  complaints: '因承诺没兑现来的投诉',
  visits: '拜访纪要数 ÷ 销售人周',
  validatedNeedRate: '验证出需求的纪要 ÷ 纪要',
  leadConversion: '28 天内往前走了的线索 ÷ 线索',
  winRate: '成单 ÷ 成单和丢单',
  salesCycleDays: '进第一阶段到成单，均值',
  stageConversion: '进到下一阶段的停留 ÷ 全部停留',
  longStayShare: '停留超 14 天 ÷ 正在停留',
  sharedRate: '已共享 ÷ 自己带来的客户',
  churnRate: '半年没下单 ÷ 下过单的客户',
  repeatVisits: '7 天内两人不在同一天拜访同一客户',
};
