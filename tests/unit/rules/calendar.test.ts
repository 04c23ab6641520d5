import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilDate,
  dayOf,
  nextQuarter,
  quarterOf,
  recentWeeks,
  shanghaiDay,
  startOfDayMs,
  weekdayOf,
  weekOf,
} from '#rules';

const at = (text: string): number => Date.parse(`${text}+08:00`);

describe('calendar', () => {
  it('[CA-1] a day begins at 16:00 UTC of the day before', () => {
    const day = shanghaiDay(Date.parse('2026-11-23T16:00:00Z'));
    expect(civilDate(day)).toEqual({ year: 2026, month: 11, day: 24 });
    expect(shanghaiDay(Date.parse('2026-11-23T15:59:59.999Z'))).toBe(day - 1);
    expect(startOfDayMs(day)).toBe(Date.parse('2026-11-23T16:00:00Z'));
  });

  it('[CA-2] weeks run Monday to Sunday and keep ISO names across years', () => {
    expect(weekOf(at('2027-01-01T12:00:00')).week).toBe('2026-W53');
    expect(weekOf(at('2027-01-03T23:59:59')).week).toBe('2026-W53');
    expect(weekOf(at('2027-01-04T00:00:00')).week).toBe('2027-W01');
    expect(weekOf(at('2024-12-30T00:00:00')).week).toBe('2025-W01');
    expect(weekdayOf(shanghaiDay(at('2026-11-23T10:00:00')))).toBe(0);
    const weeks = recentWeeks(at('2026-11-24T10:00:00'), 3);
    expect(weeks.map(({ week }) => week)).toEqual(['2026-W48', '2026-W47', '2026-W46']);
    expect(weeks[0]?.fromMs).toBe(weeks[1]?.toMs);
  });

  it('[CA-3][A15] a week belongs to the month of its Thursday', () => {
    expect(weekOf(at('2026-11-24T10:00:00')).label).toBe('11月第4周');
    expect(weekOf(at('2026-03-09T10:00:00')).label).toBe('3月第2周');
    expect(weekOf(at('2026-11-30T10:00:00')).label).toBe('12月第1周');
  });

  it('[CA-4] a date that does not exist has no day number', () => {
    expect(dayOf({ year: 2026, month: 2, day: 30 })).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 60_000 }), (day) => {
        expect(dayOf(civilDate(day))).toBe(day);
      }),
    );
  });

  it('[CA-5] quarters follow each other', () => {
    expect(quarterOf(at('2026-12-31T23:59:59'))).toBe('2026Q4');
    expect(quarterOf(at('2027-01-01T00:00:00'))).toBe('2027Q1');
    expect(nextQuarter('2026Q4')).toBe('2027Q1');
    expect(nextQuarter('2026Q1')).toBe('2026Q2');
  });
});
