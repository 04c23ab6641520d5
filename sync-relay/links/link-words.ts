import type { RefusalCode } from '#rules';
import type { LinkClosed } from './link-acts.ts';

/** Words of the page behind a message's link. */
const REFUSED: Readonly<Partial<Record<RefusalCode, string>>> = {
  required: '请填写完整',
  invalid: '填写的内容不对，请检查',
  notEntitled: '您现在不能改这家客户的记录',
  ownerOnly: '您现在不能改这家客户的记录',
  touchpointInPast: '新的约定时间要在现在之后',
  unknownSubject: '这条提醒已经不在了，请在接力中查看',
  dueInPast: '再提醒的日期要在现在之后',
  alreadyDone: '已经有人处理过了',
  managersOnly: '这条提醒要主管才能暂缓',
  overrideClosed: '已经过了可以暂缓的时间',
  overrideNeedsReason: '要写一句原因',
};

export const LINK_WORDS = {
  title: '接力 · 触点预警',
  appointment: (when: string) => `约定时间：${when}`,
  agenda: (agenda: string) => `议题：${agenda}`,
  owner: (name: string) => `负责人：${name}`,
  as: (name: string) => `以「${name}」的身份处理，只能提交一次`,
  reschedule: '改约',
  rescheduleHint: '参与人和议题不变',
  when: '新的日期和时间',
  rescheduleAct: '确认改约',
  updated: '已更新',
  channel: '怎么联系的',
  channels: { meeting: '见面', call: '电话', message: '消息', other: '其他' } as const,
  summary: '简要进展',
  updatedAct: '提交进展',
  pause: '暂缓',
  pauseReason: '备注',
  pauseNote: '已线下协调，暂缓跟进',
  resume: '到哪天再提醒',
  pauseAct: '暂缓跟进',
  open: '在接力中打开',
  done: '已提交',
  doneText: '已记入客户的时间线，大家同步后就能看到。',
  busy: '服务器暂时存不了，请过一会儿再提交。填写的内容还在。',
  missing: '请填写完整',
  closed: {
    invalid: '链接无效，请从消息里重新打开',
    expired: '链接已过期（48 小时内有效），请在接力中处理',
    used: '这条链接已经用过，处理结果在接力中查看',
    notEntitled: '这家客户现在不由您负责，链接已失效',
    moved: '这次约定已经改过时间，请在接力中查看',
    settled: '这次约定已有进展，不用再处理',
  } satisfies Record<LinkClosed, string>,
  refused: (code: RefusalCode): string => REFUSED[code] ?? '没有成功，请在接力中处理',
} as const;
