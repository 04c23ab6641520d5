import { civilDate, shanghaiDay, timeOfDay, weekdayOf } from '#rules';
import { days as words } from '../locales/zh-CN/days.ts';

/** `今天 16:00`, `明天 09:30`, `周五 14:00`, `12月1日 10:00`: as a person would say it at `nowMs`; of other years the day. */
export const dayNear = (atMs: number, nowMs: number): string => {
  const [day, today] = [shanghaiDay(atMs), shanghaiDay(nowMs)];
  const clock = timeOfDay(atMs);
  const near = words.near[String(day - today)];
  if (near) return `${near} ${clock}`;
  const monday = today - weekdayOf(today);
  if (day > today && day < monday + 7) return `${words.weekdays[weekdayOf(day)]} ${clock}`;
  if (day >= monday + 7 && day < monday + 14) return `${words.nextWeek(words.weekdays[weekdayOf(day)] ?? '')} ${clock}`;
  const { year, month, day: date } = civilDate(day);
  const isThisYear = year === civilDate(today).year;
  return isThisYear ? `${words.date(month, date)} ${clock}` : words.fullDate(year, month, date);
};
