import { civilDate, graphemeCount, type NoteState, shanghaiDay, timeOfDay, visibleText, weekdayOf } from '#rules';
import { masked } from './masked.ts';

/** Words of messages that leave the relay, 简体中文 like the screens. Plain text: drivers write what markup there is. */
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** `10月3日（周六）14:00` */
export const dateTimeWords = (atMs: number): string => {
  const day = shanghaiDay(atMs);
  const date = civilDate(day);
  return `${date.month}月${date.day}日（周${WEEKDAYS[weekdayOf(day)]}）${timeOfDay(atMs)}`;
};
const dateWords = (atMs: number): string => {
  const { month, day } = civilDate(shanghaiDay(atMs));
  return `${month}月${day}日`;
};

const CONCERNS = {
  budget: '预算不足',
  technicalFit: '技术不匹配',
  decisionChain: '决策链不明',
  competitorLockIn: '竞品绑定',
  other: '其他',
} as const;
const COLOURS: Readonly<Record<string, string>> = { green: '绿', yellow: '黄', red: '红' };
/** Graphemes of a promise or concern in a message; the whole stands in the app. */
const EXCERPT = 60;

/** A free text as it may leave: without contact details, one line, not too long. */
const excerpt = (text: string): string => {
  const plain = masked(text).replace(/\s+/gu, ' ').trim();
  if (graphemeCount(plain) <= EXCERPT) return plain;
  const segments = new Intl.Segmenter('zh').segment(plain);
  return `${[...segments]
    .slice(0, EXCERPT)
    .map(({ segment }) => segment)
    .join('')}…`;
};

const concernWords = ({ payload: { concern } }: NoteState): string => {
  const text = concern.text ? excerpt(concern.text) : '';
  return text === '' ? CONCERNS[concern.kind] : `${CONCERNS[concern.kind]}（${text}）`;
};
const promiseWords = ({ payload: { commitment }, delivered }: NoteState): string => {
  if (commitment.kind === 'none') return `无承诺（${excerpt(commitment.reason)}）`;
  const state = delivered === null ? `${dateWords(commitment.dueMs)}前` : '已交付';
  return `${excerpt(visibleText(commitment.deliverable))}（${state}）`;
};
/** One line per note: date, concern, promise (R36). */
export const noteWords = (note: NoteState): string =>
  `${dateWords(note.payload.visitedAtMs)} · 顾虑：${concernWords(note)} · 承诺：${promiseWords(note)}`;

const lastHeardWords = (lastHeard: number | null, nowMs: number): string => {
  if (lastHeard === null) return '尚未同步过';
  const isToday = shanghaiDay(lastHeard) === shanghaiDay(nowMs);
  return isToday ? `最后同步 ${timeOfDay(lastHeard)}` : `最后同步 ${dateWords(lastHeard)} ${timeOfDay(lastHeard)}`;
};

/** What a message of one kind says of itself. */
interface KindWords {
  readonly title: (customer: string) => string;
  readonly line: (rule: string, params: Readonly<Record<string, string | number>>) => string;
}

const KINDS: Readonly<Record<string, KindWords>> = {
  touchpointAlert: {
    title: (customer) => `触点预警：${customer}`,
    line: () => '约定时间已过，还没有进展记录',
  },
  statusChanged: {
    title: (customer) => `状态自动变更：${customer}`,
    line: (rule, { colour }) => {
      const to = COLOURS[String(colour ?? '')];
      return `按规则「${rule}」${to === undefined ? '状态已自动变更' : `已自动标为${to}色`}；情况不符可在时限内说明理由改回`;
    },
  },
  escalation: {
    title: (customer) => `逐级提醒：${customer}`,
    line: (rule) => `已触发「${rule}」，请尽快跟进`,
  },
  task: {
    title: (customer) => `新任务：${customer}`,
    line: (rule) => `按规则「${rule}」派给您一项任务`,
  },
  taskGiven: {
    title: (customer) => `新任务：${customer}`,
    line: () => '主管派给您一项任务',
  },
  playbookSent: {
    title: () => '收到一份 SOP',
    line: () => '主管发来一份 SOP，话术、资料和任务都在接力里，没网也能看',
  },
  takeover: {
    title: (customer) => `超时转交：${customer}`,
    line: (rule) => `按规则「${rule}」已转交；历史、未完成任务和阶段都保留`,
  },
  alert: {
    title: (customer) => `提醒：${customer}`,
    line: (rule) => `规则「${rule}」提醒您看一下`,
  },
  pool: {
    title: (customer) => `已进入待清洗池：${customer}`,
    line: (rule) => `按规则「${rule}」已进入待清洗池，跟进权限先暂停；情况不符可提交申诉`,
  },
  poolWarning: {
    title: (customer) => `即将进入待清洗池：${customer}`,
    line: (rule) => `按规则「${rule}」再次标红后将进入待清洗池；有往来请及时补记`,
  },
  appeal: {
    title: (customer) => `申诉待处理：${customer}`,
    line: (rule) => `「${rule}」有一条申诉，可在时限内驳回`,
  },
};
/** A kind nobody has written words for yet still says what it is about. */
const OTHER: KindWords = {
  title: (customer) => `接力提醒：${customer}`,
  line: (rule) => `规则「${rule}」有一条提醒，请在接力中查看`,
};

export const kindWords = (kind: string): KindWords => (Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined) ?? OTHER;

const text = (value: string | number | undefined): string => (value === undefined ? '' : excerpt(String(value)));

/** What a rule gave along: the manager's own words, what it is about, why, until when. */
export const paramLines = ({
  text: own,
  what,
  reason,
  dueAtMs,
}: Readonly<Record<string, string | number>>): readonly string[] => [
  ...(text(own) === '' ? [] : [text(own)]),
  ...(text(what) === '' ? [] : [`事项：${text(what)}`]),
  ...(text(reason) === '' ? [] : [`原因：${text(reason)}`]),
  ...(typeof dueAtMs === 'number' ? [`最迟：${dateTimeWords(dueAtMs)}`] : []),
];

export const WORDS = {
  noCustomer: '公司事务',
  hiddenCustomer: '一位客户',
  personal: '接力里有一件给您的事',
  hiddenLine: '客户仅本人和主管可见，请在接力中查看',
  open: '在接力中打开',
  act: '处理：改约 / 已更新 / 暂缓',
  owner: (name: string) => `负责人：${name}`,
  appointment: (atMs: number) => `约定时间：${dateTimeWords(atMs)}`,
  agenda: (agenda: string) => `议题：${excerpt(agenda)}`,
  /** Work notifications with equal text reach a person once a day only: the time tells two apart. */
  firedAt: (atMs: number) => `提醒时间：${dateTimeWords(atMs)}`,
  noProgress: (nowMs: number, lastHeard: number | null) =>
    `截至 ${timeOfDay(nowMs)} 未收到进展，${lastHeardWords(lastHeard, nowMs)}`,
  lateProgress: '提醒之后已有进展或改约，请在接力中查看',
  notes: (count: number) => (count === 0 ? '还没有纪要' : `最近 ${count} 次纪要：`),
  withdrawn: (title: string) => `已撤回：${title}`,
  withdrawnLine: (kind: string) =>
    kind === 'touchpointAlert' ? '按时的进展已经同步，之前的预警作废，不计入统计' : '之前的提醒已作废',
  digest: (count: number) => `接力：${count} 条提醒`,
  digestLine: (index: number, title: string, line: string) => `${index}. ${title}${line === '' ? '' : `：${line}`}`,
  test: '接力测试消息',
  testLine: (company: string) => `收到这条消息，说明「${company}」的这个通道可以用了`,
  testTime: (atMs: number) => `发出时间：${dateTimeWords(atMs)}`,
} as const;
