import { BY_RULE, DAY_MS, type OrgState, shanghaiDay } from '#rules';
import type { InboxItem } from '../../data/work-contract.ts';
import { leads } from '../../locales/zh-CN/leads.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { alertWords } from '../../views/alert-words.ts';
import { dayNear } from '../../views/day-near.ts';
import { sinceWords, spanWords, timeLeft } from '../../views/time-left.ts';
import { noticeSentence } from './notice-words.ts';

/** Who reads, when, in which company. */
export interface ItemContext {
  readonly org: OrgState | undefined;
  readonly reader: string | null;
  readonly nowMs: number;
}

export const personName = (id: string, { org, reader }: ItemContext): string => {
  if (id === BY_RULE) return words.system;
  return id === reader ? words.you : (org?.members[id]?.name ?? words.someone);
};

/** What it is about, in one sentence. */
export const itemTitle = (item: InboxItem, context: ItemContext): string => {
  switch (item.kind) {
    case 'task':
      return item.task.title;
    case 'supply':
      return (item.task.assigned === null ? words.supplyRow : words.supplyGivenRow)(item.task.returned?.missing ?? '');
    case 'alert':
      return item.text ?? alertWords(item, { stages: context.org?.process.stages ?? [], nowMs: context.nowMs });
    case 'appeal':
      return words.appealRow(personName(item.author, context), item.reason);
    case 'override':
      return words.overrideRow(personName(item.author, context));
    case 'offer':
      return leads.offer.row(item.source);
    case 'notice':
      return noticeSentence(item, context.org, context.reader);
  }
};

/** Customer, and whose hands it is in when those are not the reader's. */
export const itemLine = (item: InboxItem, context: ItemContext): string => {
  const others = item.people.filter((one) => one !== context.reader).map((one) => personName(one, context));
  const isMine = context.reader !== null && (item.people as readonly string[]).includes(context.reader);
  if (!isMine && others.length > 0) return words.line(item.customerName, words.forWhom(others.join(words.separator)));
  if (item.kind === 'task' && item.task.status === 'returned') {
    const holder = personName(item.owner ?? '', context);
    return words.line(item.customerName, words.returnedRow(holder, item.task.returned?.missing ?? ''));
  }
  const isSaid = item.kind !== 'alert' || itemTitle(item, context) === item.ruleName;
  return isSaid ? item.customerName : words.line(item.customerName, item.ruleName);
};

/** Time left or over, at the right of the row. */
export const itemTime = (item: InboxItem, { nowMs }: ItemContext): string => {
  switch (item.kind) {
    case 'task':
      return item.task.status === 'returned' ? words.giveBack : timeLeft(item.atMs, nowMs);
    case 'appeal':
      if (!item.isComplete) return words.appealWaits;
      return item.rejectBy > nowMs ? words.rejectLeft(spanWords(item.rejectBy - nowMs)) : '';
    case 'alert':
      return item.atMs > nowMs ? timeLeft(item.atMs, nowMs) : words.lasts(sinceWords(nowMs - item.atMs));
    default:
      return dayNear(item.atMs, nowMs);
  }
};

export type Group = keyof typeof words.groups;
/** What stands from when it was asked and has no deadline of its own is not late. */
const WAITING: ReadonlySet<InboxItem['kind']> = new Set(['supply', 'override', 'offer']);

/** 超期, 今天, 以后, 稍后再看. What has a deadline goes by it; an alert that stands is late. */
export const groupOf = (item: InboxItem, nowMs: number): Group => {
  if (item.quietUntilMs !== null) return 'quiet';
  if (item.kind === 'task' && item.task.status === 'returned') return 'ahead';
  if (item.atMs < nowMs) return WAITING.has(item.kind) ? 'today' : 'late';
  return shanghaiDay(item.atMs) === shanghaiDay(nowMs) || item.atMs - nowMs < DAY_MS / 2 ? 'today' : 'ahead';
};

export const isLate = (item: InboxItem, nowMs: number): boolean =>
  item.kind === 'task' && item.task.status !== 'returned' && item.atMs < nowMs;
