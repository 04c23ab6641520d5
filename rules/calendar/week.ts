import { civilDate, dayOf, shanghaiDay, startOfDayMs, weekdayOf } from './shanghai.ts';

/** A natural week, Monday to Sunday, by its ISO name `2026-W48`. */
export interface NaturalWeek {
  readonly week: string;
  /** First instant, and the first instant after it, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** `11月第4周`: the week belongs to the month of its Thursday (A15). */
  readonly label: string;
  /** Monday and Sunday. */
  readonly firstDay: number;
  readonly lastDay: number;
}

const weekFromMonday = (monday: number): NaturalWeek => {
  const thursday = civilDate(monday + 3);
  const newYear = dayOf({ year: thursday.year, month: 1, day: 1 }) ?? 0;
  const number = Math.floor((monday + 3 - newYear) / 7) + 1;
  return {
    week: `${thursday.year}-W${String(number).padStart(2, '0')}`,
    fromMs: startOfDayMs(monday),
    toMs: startOfDayMs(monday + 7),
    label: `${thursday.month}月第${Math.ceil(thursday.day / 7)}周`,
    firstDay: monday,
    lastDay: monday + 6,
  };
};

/** The natural week an instant falls in. */
export const weekOf = (atMs: number): NaturalWeek => {
  const day = shanghaiDay(atMs);
  return weekFromMonday(day - weekdayOf(day));
};

/** The week of `nowMs` and those before it, newest first. */
export const recentWeeks = (nowMs: number, count: number): readonly NaturalWeek[] => {
  const { firstDay } = weekOf(nowMs);
  return Array.from({ length: count }, (_, back) => weekFromMonday(firstDay - 7 * back));
};

const NAME = /^(\d{4})-W(\d{2})$/;

/** The week of that name; null when there is none. */
export const weekNamed = (name: string): NaturalWeek | null => {
  const [, year, number] = NAME.exec(name) ?? [];
  // the fourth of January is always in the first week
  const fourth = dayOf({ year: Number(year), month: 1, day: 4 });
  if (fourth === null) return null;
  const week = weekFromMonday(fourth - weekdayOf(fourth) + 7 * (Number(number) - 1));
  return week.week === name ? week : null;
};
