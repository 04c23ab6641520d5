import { dayOf } from './shanghai.ts';

/** Day number of a date of the calendar; `null` when there is no such date (`2026-02-30`). */
export const dateDay = (text: string): number | null =>
  dayOf({ year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), day: Number(text.slice(8, 10)) });
