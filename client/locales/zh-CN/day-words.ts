import { civilDate, shanghaiDay, timeOfDay } from '#rules';
import { days } from './days.ts';

/** `11月25日 14:05` in the company's calendar (UTC+8), with the year when it is another one than `nowMs`. */
export const dayAndTime = (atMs: number, nowMs: number): string => {
  const { year, month, day } = civilDate(shanghaiDay(atMs));
  const isThisYear = year === civilDate(shanghaiDay(nowMs)).year;
  return `${isThisYear ? days.date(month, day) : days.fullDate(year, month, day)} ${timeOfDay(atMs)}`;
};
