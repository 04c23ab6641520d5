/** Names of what a rule may ask about besides the customer's own fields. */
export const ruleFields = {
  colour: '状态卡',
  stage: '阶段',
  isRunning: '跟进状态',
  /** A yes-or-no field reads as a sentence of its own. */
  yesNo: { isRunning: { yes: '还在跟进', no: '已经结束' } } as Readonly<
    Record<string, { readonly yes: string; readonly no: string }>
  >,
  gone: (id: string) => `已删除的字段（${id}）`,
  goneStage: '已删除的阶段',
} as const;
