/** Names of what a rule may ask about besides the customer's own fields. */
export const ruleFields = {
  names: {
    colour: '状态卡',
    isGreenPendingUpload: '确认书',
    isRunning: '跟进状态',
    stage: '阶段',
    stageDays: '在本阶段的天数',
    quoteAmountFen: '最近报价',
    hasOwner: '负责人',
    interactionCount: '有效互动次数',
    daysSinceInteraction: '距上次有效互动的天数',
    noteCount: '纪要篇数',
    lastConcern: '最近一次顾虑',
    openPromises: '没交付的承诺',
    formerGrade: '原来的级别',
  } as Readonly<Record<string, string>>,
  /** A yes-or-no field reads as a sentence of its own. */
  yesNo: {
    isGreenPendingUpload: { yes: '标绿但确认书还没上传', no: '没有在等确认书' },
    isRunning: { yes: '还在跟进', no: '已经结束' },
    hasOwner: { yes: '有负责人', no: '没有负责人' },
  } as Readonly<Record<string, { readonly yes: string; readonly no: string }>>,
  gone: (id: string) => `已删除的字段（${id}）`,
  goneStage: '已删除的阶段',
} as const;
