/** What made a rule act, in one sentence about the customer. */
export const alerts = {
  greenEntered: '转绿了，确认书也到了',
  greenAwaitsDocument: '改绿以后，确认书没有补上',
  redTwice: (count: number) => `不同的日子标了 ${count} 次红`,
  silent: (when: string) => `${when}以后没有见面、接通或回复`,
  neverFollowedUp: '建档以来没有一次有效互动',
  quoteUnanswered: (when: string) => `${when}报了价，客户没有回复`,
  inquiryUnanswered: (when: string) => `客户${when}询价，我们还没答复`,
  touchpointPassed: (when: string) => `${when}的约定过了，还没更新进展`,
  promiseOverdue: (when: string) => `答应${when}交付的，还没交`,
  stageStay: (stage: string, when: string) => `${when}进「${stage}」，待得超过期限了`,
  stageEntered: (stage: string) => `进了「${stage}」`,
  stageSkipped: (stages: string, reason: string) => `跳过了「${stages}」${reason === '' ? '' : `：${reason}`}`,
  unowned: '没有人负责',
  leadWaiting: { accept: '派来的线索还没接收', visit: '接收了线索，还没有首访' },
  unknownStage: '别的阶段',
  join: '、',
} as const;
