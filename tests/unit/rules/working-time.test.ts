import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDuration,
  civilDate,
  DAY_MS,
  DEFAULT_PROCESS,
  DURATION_UNITS,
  type Duration,
  HOUR_MS,
  shanghaiDay,
  startOfDayMs,
  type WorkCalendar,
  weekdayOf,
  workingDayEnd,
  workingMsBetween,
  yearOf,
} from '#rules';

const { calendar } = DEFAULT_PROCESS;
const at = (text: string): number => Date.parse(`${text}+08:00`);
const endOf = (from: string, amount: number, unit: Duration['unit'], by: WorkCalendar = calendar): string =>
  new Date(addDuration(at(from), { amount, unit }, by).atMs + 8 * HOUR_MS).toISOString().slice(0, 16);

const date = (day: number): string => {
  const { year, month, day: ofMonth } = civilDate(day);
  return `${year}-${String(month).padStart(2, '0')}-${String(ofMonth).padStart(2, '0')}`;
};
/** The plain definition of a working day, day by day and without any table. */
const isWorkingDay = (day: number, { years }: WorkCalendar): boolean => {
  const listed = years.find(({ year }) => year === civilDate(day).year);
  if (listed?.makeUpDays.includes(date(day))) return true;
  return weekdayOf(day) < 5 && !listed?.holidays.includes(date(day));
};
/** Working time, minute by minute. */
const minutesBetween = (fromMs: number, toMs: number, by: WorkCalendar): number => {
  let minutes = 0;
  for (let ms = fromMs; ms < toMs; ms += 60_000) {
    const day = shanghaiDay(ms);
    const minute = (ms - startOfDayMs(day)) / 60_000;
    if (isWorkingDay(day, by) && minute >= by.fromMinute && minute < by.toMinute) minutes += 1;
  }
  return minutes;
};

const FIRST = shanghaiDay(at('2024-11-01T00:00:00'));
const LAST = shanghaiDay(at('2028-03-01T00:00:00'));
const datesOf = (year: number) =>
  fc.uniqueArray(
    fc.integer({ min: 0, max: 364 }).map((offset) => date(shanghaiDay(at(`${year}-01-01T00:00:00`)) + offset)),
    { maxLength: 40 },
  );
const calendars: fc.Arbitrary<WorkCalendar> = fc
  .record({
    fromMinute: fc.integer({ min: 0, max: 1439 }),
    minutes: fc.integer({ min: 1, max: 1440 }),
    years: fc.subarray([2025, 2026, 2027]),
    dates: fc.tuple(datesOf(2025), datesOf(2026), datesOf(2027)),
    makeUps: fc.tuple(datesOf(2025), datesOf(2026), datesOf(2027)),
  })
  .map(({ fromMinute, minutes, years, dates, makeUps }) => ({
    fromMinute,
    toMinute: Math.min(1440, fromMinute + minutes),
    years: years.map((year) => ({
      year,
      holidays: dates[year - 2025] ?? [],
      makeUpDays: makeUps[year - 2025] ?? [],
    })),
  }));
const instants = fc.integer({ min: startOfDayMs(FIRST), max: startOfDayMs(LAST) });
const units = fc.constantFrom(...DURATION_UNITS);

describe('working time', () => {
  it('[CA-6][R96] minutes, hours and days are so long on the clock, whatever the calendar', () => {
    expect(endOf('2026-10-01T03:00:00', 90, 'minute')).toBe('2026-10-01T04:30');
    expect(endOf('2026-10-01T03:00:00', 24, 'hour')).toBe('2026-10-02T03:00');
    expect(endOf('2026-10-01T03:00:00', 3, 'day')).toBe('2026-10-04T03:00');
  });

  it('[CA-6][R96] working time passes over weekends and holidays and takes make-up days', () => {
    // Friday 13 February; Saturday the 14th is made up for, Spring Festival is 15 to 23 February
    expect(endOf('2026-02-13T15:00:00', 1, 'workingDay')).toBe('2026-02-14T15:00');
    expect(endOf('2026-02-13T15:00:00', 2, 'workingDay')).toBe('2026-02-24T15:00');
    expect(endOf('2026-02-13T15:00:00', 5, 'workingHour')).toBe('2026-02-14T11:00');
    expect(endOf('2026-02-14T15:00:00', 5, 'workingHour')).toBe('2026-02-24T11:00');
    expect(endOf('2026-11-20T15:00:00', 3, 'workingDay')).toBe('2026-11-25T15:00');
  });

  it('[CA-7] what begins outside working time begins at its next instant', () => {
    expect(endOf('2026-11-21T15:00:00', 0, 'workingDay')).toBe('2026-11-23T09:00');
    expect(endOf('2026-11-21T15:00:00', 1, 'workingDay')).toBe('2026-11-24T09:00');
    expect(endOf('2026-11-23T07:00:00', 2, 'workingHour')).toBe('2026-11-23T11:00');
    expect(endOf('2026-11-23T18:00:00', 0, 'workingHour')).toBe('2026-11-24T09:00');
    expect(endOf('2026-11-20T20:00:00', 1, 'workingHour')).toBe('2026-11-23T10:00');
  });

  it('[CA-7] what ends with a working day ends in its evening', () => {
    expect(endOf('2026-11-23T09:00:00', 9, 'workingHour')).toBe('2026-11-23T18:00');
    expect(endOf('2026-11-20T17:00:00', 1, 'workingHour')).toBe('2026-11-20T18:00');
    expect(endOf('2026-11-20T17:00:00', 19, 'workingHour')).toBe('2026-11-24T18:00');
  });

  it('[CA-8] working days keep the time of day, and skip what the plain definition skips', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 120 }), (by, fromMs, amount) => {
        const begin = addDuration(fromMs, { amount: 0, unit: 'workingDay' }, by).atMs;
        const { atMs } = addDuration(fromMs, { amount, unit: 'workingDay' }, by);
        const [first, last] = [shanghaiDay(begin), shanghaiDay(atMs)];
        expect(atMs - startOfDayMs(last)).toBe(begin - startOfDayMs(first));
        let passed = 0;
        for (let day = first; day < last; day++) if (isWorkingDay(day, by)) passed += 1;
        expect([isWorkingDay(first, by), isWorkingDay(last, by), passed]).toEqual([true, true, amount]);
        expect(minutesBetween(Math.ceil(fromMs / 60_000) * 60_000, Math.floor(begin / 60_000) * 60_000, by)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('[CA-8] between an instant and N working hours after it lie exactly N working hours', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 3000 }), (by, fromMs, amount) => {
        const { atMs } = addDuration(fromMs, { amount, unit: 'workingHour' }, by);
        expect(workingMsBetween(fromMs, atMs, by)).toBe(amount * HOUR_MS);
        if (amount > 0) expect(workingMsBetween(fromMs, atMs - 1, by)).toBe(amount * HOUR_MS - 1);
        expect(workingMsBetween(atMs + 1, fromMs, by)).toBe(0);
      }),
    );
  });

  it('[CA-8] working time between two instants is that of the plain definition', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 20_000 }), (by, raw, minutes) => {
        const fromMs = Math.floor(raw / 60_000) * 60_000;
        const toMs = fromMs + minutes * 60_000;
        expect(workingMsBetween(fromMs, toMs, by)).toBe(minutesBetween(fromMs, toMs, by) * 60_000);
      }),
      { numRuns: 40 },
    );
  });

  it('[CA-9] [I18] a deadline is monotone in its beginning and in its amount', () => {
    const amounts = fc.integer({ min: 0, max: 100_000 });
    const noHours = fc.constant<WorkCalendar>({ fromMinute: 1080, toMinute: 540, years: [] });
    fc.assert(
      fc.property(
        fc.oneof({ weight: 9, arbitrary: calendars }, noHours),
        units,
        instants,
        fc.integer({ min: 0, max: 5 * DAY_MS }),
        amounts,
        fc.oneof(fc.integer({ min: 0, max: 3 }), amounts),
        (by, unit, fromMs, later, amount, more) => {
          const { atMs } = addDuration(fromMs, { amount, unit }, by);
          expect(atMs).toBeGreaterThanOrEqual(fromMs);
          expect(addDuration(fromMs + later, { amount, unit }, by).atMs).toBeGreaterThanOrEqual(atMs);
          expect(addDuration(fromMs, { amount: amount + more, unit }, by).atMs).toBeGreaterThanOrEqual(atMs);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('[CA-10][R96] an unlisted year counts as Monday to Friday and is named', () => {
    const of = (from: string, amount: number, unit: Duration['unit']) =>
      addDuration(at(from), { amount, unit }, calendar);
    expect(of('2026-12-30T10:00:00', 1, 'workingDay').unknownYear).toBeNull();
    expect(of('2026-12-31T10:00:00', 1, 'workingDay').unknownYear).toBe(2027);
    expect(of('2026-12-31T17:00:00', 2, 'workingHour').unknownYear).toBe(2027);
    expect(of('2024-12-31T10:00:00', 1, 'workingDay').unknownYear).toBe(2024);
    expect(of('2026-12-31T10:00:00', 400, 'day').unknownYear).toBeNull();
    // 1 October 2027 is a Friday, nobody has entered that year's holidays yet
    expect(endOf('2027-09-30T10:00:00', 1, 'workingDay')).toBe('2027-10-01T10:00');
    const gap = { ...calendar, years: calendar.years.map((one, i) => ({ ...one, year: 2025 + 2 * i })) };
    expect(addDuration(at('2025-12-31T10:00:00'), { amount: 300, unit: 'workingDay' }, gap).unknownYear).toBe(2026);
  });

  it('[CA-10] the year of a day is that of the civil calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800_000, max: 2_000_000 }), (day) => {
        expect(yearOf(day)).toBe(civilDate(day).year);
      }),
      { numRuns: 2000 },
    );
    for (let year = 1999; year < 2101; year++) {
      const newYear = shanghaiDay(at(`${year}-01-01T00:00:00`));
      expect([yearOf(newYear - 1), yearOf(newYear)]).toEqual([year - 1, year]);
    }
  });

  it('[CA-11][R96] the shipped calendar is that of the State Council', () => {
    // as published by chinese-days 1.5.7
    const official = {
      2025: {
        holidays:
          '01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 05-31 06-01 06-02 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08',
        makeUpDays: '01-26 02-08 04-27 09-28 10-11',
      },
      2026: {
        holidays:
          '01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07',
        makeUpDays: '01-04 02-14 02-28 05-09 09-20 10-10',
      },
    };
    const shipped = Object.fromEntries(
      calendar.years.map(({ year, holidays, makeUpDays }) => {
        const short = (dates: readonly string[]) => dates.map((one) => one.slice(5)).join(' ');
        return [year, { holidays: short(holidays), makeUpDays: short(makeUpDays) }];
      }),
    );
    expect(shipped).toEqual(official);
    const days = (year: number) =>
      workingMsBetween(at(`${year}-01-01T00:00:00`), at(`${year + 1}-01-01T00:00:00`), calendar);
    expect([days(2025), days(2026)].map((ms) => ms / (9 * HOUR_MS))).toEqual([248, 248]);
  });

  it('[CA-12] a working day ends with its hours, what lies outside of them with the next one', () => {
    const end = (from: string, by: WorkCalendar = calendar): string =>
      new Date(workingDayEnd(at(from), by) + 8 * HOUR_MS).toISOString().slice(0, 16);
    expect(end('2026-11-27T10:00:00')).toBe('2026-11-27T18:00');
    expect(end('2026-11-27T00:00:00')).toBe('2026-11-27T18:00');
    // Friday evening and Sunday: Monday; 10 October 2026 is a Saturday that is worked.
    expect(end('2026-11-27T20:00:00')).toBe('2026-11-30T18:00');
    expect(end('2026-11-29T00:00:00')).toBe('2026-11-30T18:00');
    expect(end('2026-10-09T20:00:00')).toBe('2026-10-10T18:00');
    expect(end('2026-11-27T23:00:00', { ...calendar, toMinute: 24 * 60 })).toBe('2026-11-27T23:59');
    const minutes = fc.integer({ min: 0, max: 24 * 60 });
    const instants = fc.integer({ min: at('2024-12-01T00:00:00'), max: at('2027-02-01T00:00:00') });
    fc.assert(
      fc.property(instants, minutes, minutes, (atMs, fromMinute, toMinute) => {
        expect(workingDayEnd(atMs, { ...calendar, fromMinute, toMinute })).toBeGreaterThanOrEqual(atMs);
      }),
    );
  });
});
