import type { WorkCalendar } from '../calendar/calendar-data.ts';
import { civilDate, dayOf } from '../calendar/shanghai.ts';

const pad = (number: number): string => String(number).padStart(2, '0');

/** Every date from one to another, both included. */
const span = (year: number, from: readonly [number, number], to: readonly [number, number]): string[] => {
  const first = dayOf({ year, month: from[0], day: from[1] }) ?? 0;
  const last = dayOf({ year, month: to[0], day: to[1] }) ?? -1;
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const { month, day } = civilDate(first + i);
    return `${year}-${pad(month)}-${pad(day)}`;
  });
};

/**
 * State Council holidays and make-up workdays known when this was written; later years are the company's to enter.
 * Source: 国务院办公厅关于2025年、2026年部分节假日安排的通知.
 */
export const DEFAULT_CALENDAR: WorkCalendar = {
  fromMinute: 9 * 60,
  toMinute: 18 * 60,
  years: [
    {
      year: 2025,
      holidays: [
        ...span(2025, [1, 1], [1, 1]),
        ...span(2025, [1, 28], [2, 4]),
        ...span(2025, [4, 4], [4, 6]),
        ...span(2025, [5, 1], [5, 5]),
        ...span(2025, [5, 31], [6, 2]),
        ...span(2025, [10, 1], [10, 8]),
      ],
      makeUpDays: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    },
    {
      year: 2026,
      holidays: [
        ...span(2026, [1, 1], [1, 3]),
        ...span(2026, [2, 15], [2, 23]),
        ...span(2026, [4, 4], [4, 6]),
        ...span(2026, [5, 1], [5, 5]),
        ...span(2026, [6, 19], [6, 21]),
        ...span(2026, [9, 25], [9, 27]),
        ...span(2026, [10, 1], [10, 7]),
      ],
      makeUpDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    },
  ],
};
