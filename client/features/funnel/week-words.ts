import { civilDate, shanghaiDay } from '#rules';
import type { HeatmapAnswer } from '../../data/contract.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';

type Week = HeatmapAnswer['weeks'][number];

const short = (atMs: number): string => {
  const { month, day } = civilDate(shanghaiDay(atMs));
  return `${month}/${day}`;
};

/** `11/16–22`, or from Monday until now. */
export const weekDates = ({ fromMs, toMs, current }: Week): string => {
  const from = short(fromMs);
  if (current) return words.untilNow(from);
  const last = civilDate(shanghaiDay(toMs - 1));
  const isSameMonth = civilDate(shanghaiDay(fromMs)).month === last.month;
  return `${from}–${isSameMonth ? last.day : short(toMs - 1)}`;
};
