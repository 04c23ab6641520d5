import type { Duration } from '../automation/duration.ts';
import { DAY_MS, HOUR_MS } from '../time.ts';
import type { WorkCalendar } from './calendar-data.ts';
import { dateDay } from './date-day.ts';
import { dayOf, shanghaiDay, startOfDayMs, weekdayOf, yearOf } from './shanghai.ts';

/** Where a duration ends, and the first year it counts in that the company's calendar does not list. */
export interface Deadline {
  readonly atMs: number;
  /** Counted as plain Monday to Friday: whoever shows the deadline says so (R96). */
  readonly unknownYear: number | null;
}

/** Working days before a day, where every week is Monday to Friday. */
const plainBefore = (day: number): number => 5 * Math.floor((day + 3) / 7) + Math.min(weekdayOf(day), 5);
/** The working day with that many before it; inverse of {@link plainBefore}. */
const plainDay = (before: number): number => 7 * Math.floor(before / 5) + (before - 5 * Math.floor(before / 5)) - 3;

/**
 * A calendar made ready for counting: plain weeks outside the listed years, and between the first and the last of
 * them a table each way.
 */
class WorkDays {
  readonly beginMs: number;
  readonly lengthMs: number;
  readonly #known: ReadonlySet<number>;
  /** No unlisted year between the first and the last. */
  readonly #hasNoGap: boolean;
  /** First day of the tables and the first day after them. */
  readonly #first: number;
  readonly #end: number;
  readonly #base: number;
  readonly #before: Int32Array;
  readonly #days: Int32Array;
  readonly #shift: number;

  constructor({ fromMinute, toMinute, years }: WorkCalendar) {
    // a day without hours is refused on publishing; here it counts whole, so that every deadline is reached
    const hasHours = fromMinute < toMinute;
    this.beginMs = hasHours ? fromMinute * 60_000 : 0;
    this.lengthMs = hasHours ? (toMinute - fromMinute) * 60_000 : DAY_MS;
    const listed = years.map(({ year }) => year);
    this.#known = new Set(listed);
    const [from, to] = listed.length === 0 ? [1970, 1969] : [Math.min(...listed), Math.max(...listed)];
    this.#hasNoGap = this.#known.size === to - from + 1;
    this.#first = dayOf({ year: from, month: 1, day: 1 }) ?? 0;
    this.#end = dayOf({ year: to + 1, month: 1, day: 1 }) ?? 0;
    const works = this.#workingFlags(years);
    this.#base = plainBefore(this.#first);
    this.#before = new Int32Array(works.length);
    const days: number[] = [];
    works.forEach((isWorking, index) => {
      this.#before[index] = this.#base + days.length;
      if (isWorking) days.push(this.#first + index);
    });
    this.#days = Int32Array.from(days);
    this.#shift = this.#base + days.length - plainBefore(this.#end);
  }

  #workingFlags(years: WorkCalendar['years']): boolean[] {
    const works = Array.from({ length: this.#end - this.#first }, (_, index) => weekdayOf(this.#first + index) < 5);
    for (const { year, holidays, makeUpDays } of years) {
      const set = (dates: readonly string[], isWorking: boolean): void => {
        for (const date of dates) {
          const day = dateDay(date);
          if (day !== null && yearOf(day) === year) works[day - this.#first] = isWorking;
        }
      };
      set(holidays, false);
      set(makeUpDays, true);
    }
    return works;
  }

  /** Working days before this one. */
  before(day: number): number {
    if (day < this.#first) return plainBefore(day);
    if (day >= this.#end) return plainBefore(day) + this.#shift;
    return this.#before[day - this.#first] ?? 0;
  }

  /** The working day with that many before it. */
  day(before: number): number {
    if (before < this.#base) return plainDay(before);
    const index = before - this.#base;
    return index < this.#days.length ? (this.#days[index] ?? 0) : plainDay(before - this.#shift);
  }

  /** The first working instant that is not before this one. */
  nextInstant(atMs: number): number {
    const day = shanghaiDay(atMs);
    const next = this.day(this.before(day));
    const beginMs = startOfDayMs(next) + this.beginMs;
    if (next !== day || atMs <= beginMs) return beginMs;
    if (atMs < beginMs + this.lengthMs) return atMs;
    return startOfDayMs(this.day(this.before(day) + 1)) + this.beginMs;
  }

  /** Working time from the beginning of counting to this instant, ms. */
  workedMs(atMs: number): number {
    const day = shanghaiDay(atMs);
    const before = this.before(day);
    if (this.day(before) !== day) return before * this.lengthMs;
    const sinceBegin = atMs - startOfDayMs(day) - this.beginMs;
    return before * this.lengthMs + Math.min(Math.max(sinceBegin, 0), this.lengthMs);
  }

  /** The first year of this stretch that is not listed. */
  unknownYear(fromMs: number, toMs: number): number | null {
    const [first, last] = [shanghaiDay(fromMs), shanghaiDay(toMs)];
    if (this.#hasNoGap && first >= this.#first && last < this.#end) return null;
    const lastYear = yearOf(last);
    for (let year = yearOf(first); year <= lastYear; year++) if (!this.#known.has(year)) return year;
    return null;
  }
}

const ready = new WeakMap<WorkCalendar, WorkDays>();
const workDays = (calendar: WorkCalendar): WorkDays => {
  let days = ready.get(calendar);
  if (days === undefined) {
    days = new WorkDays(calendar);
    ready.set(calendar, days);
  }
  return days;
};

/** Working days from the day of `fromMs` to before the day of `toMs`. */
export const workingDaysBetween = (fromMs: number, toMs: number, calendar: WorkCalendar): number => {
  const days = workDays(calendar);
  return days.before(shanghaiDay(toMs)) - days.before(shanghaiDay(fromMs));
};

const afterWorkingHours = (days: WorkDays, beginMs: number, amount: number): number => {
  if (amount === 0) return beginMs;
  // what ends with a working day ends in its evening, not on the next morning
  const target = days.workedMs(beginMs) + amount * HOUR_MS;
  const full = Math.ceil(target / days.lengthMs) - 1;
  return startOfDayMs(days.day(full)) + days.beginMs + (target - full * days.lengthMs);
};

const afterWorkingDays = (days: WorkDays, beginMs: number, amount: number): number => {
  const day = shanghaiDay(beginMs);
  return startOfDayMs(days.day(days.before(day) + amount)) + (beginMs - startOfDayMs(day));
};

const PLAIN_MS = { minute: 60_000, hour: HOUR_MS, day: DAY_MS } as const;

/**
 * The instant that lies so long after `fromMs`. A `day` is 24 hours. What counts in working time begins at the first
 * working instant that is not before `fromMs`; so many working days later is the same time of day. Monotone in the
 * instant, and in the amount of a unit. Total: a year that is not listed counts as Monday to Friday, and is named.
 */
export const addDuration = (fromMs: number, { amount, unit }: Duration, calendar: WorkCalendar): Deadline => {
  if (unit !== 'workingHour' && unit !== 'workingDay') {
    return { atMs: fromMs + amount * PLAIN_MS[unit], unknownYear: null };
  }
  const days = workDays(calendar);
  const beginMs = days.nextInstant(fromMs);
  const after = unit === 'workingHour' ? afterWorkingHours : afterWorkingDays;
  const atMs = after(days, beginMs, amount);
  return { atMs, unknownYear: days.unknownYear(fromMs, atMs) };
};

/** What ends at midnight is said to end in the last minute before it: it is due on that day still. */
const LAST_MINUTE_MS = DAY_MS - 60_000;

/**
 * When the working day of an instant ends; of one that lies outside of working time the next working day. Never before
 * the instant.
 */
export const workingDayEnd = (atMs: number, calendar: WorkCalendar): number => {
  const days = workDays(calendar);
  const endMs = Math.min(days.beginMs + days.lengthMs, LAST_MINUTE_MS);
  return Math.max(atMs, startOfDayMs(shanghaiDay(days.nextInstant(atMs))) + endMs);
};

/** Working time between two instants by the company's calendar, never negative, ms. */
export const workingMsBetween = (fromMs: number, toMs: number, calendar: WorkCalendar): number => {
  const days = workDays(calendar);
  return Math.max(0, days.workedMs(toMs) - days.workedMs(fromMs));
};

/** Working days from the first to the last day number, both counted, by the company's calendar. */
export const workingDaysIn = (firstDay: number, lastDay: number, calendar: WorkCalendar): number => {
  const days = workDays(calendar);
  return days.before(lastDay + 1) - days.before(firstDay);
};
