import { DAY_MS } from '../time.ts';

/**
 * Calendar of Asia/Shanghai: UTC+8 without summer time since 1992; earlier instants are read as UTC+8 too, which
 * moves nothing the product counts.
 */
const OFFSET_MS = 8 * 3_600_000;
/** The same in minutes east of UTC, for date fields: all dates are in the company's time, wherever the phone is. */
export const SHANGHAI_MINUTES = OFFSET_MS / 60_000;

/** Days since 1970-01-01 in Shanghai: equal for two instants on one calendar day. */
export const shanghaiDay = (atMs: number): number => Math.floor((atMs + OFFSET_MS) / DAY_MS);

/** First instant of that day, ms. */
export const startOfDayMs = (day: number): number => day * DAY_MS - OFFSET_MS;

export interface CivilDate {
  readonly year: number;
  /** 1-12 */
  readonly month: number;
  readonly day: number;
}

export const civilDate = (day: number): CivilDate => {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

/** Day number of a civil date; `null` when there is no such date (2月30日). */
export const dayOf = ({ year, month, day }: CivilDate): number | null => {
  const number = Math.round(Date.UTC(year, month - 1, day) / DAY_MS);
  const back = civilDate(number);
  return back.year === year && back.month === month && back.day === day ? number : null;
};

/** Year of a day number. Integer arithmetic, for whoever asks a million times. */
export const yearOf = (day: number): number => {
  // years of this count begin on 1 March, so that the leap day is the last of them
  const sinceEra = day + 719_468;
  const era = Math.floor(sinceEra / 146_097);
  const dayOfEra = sinceEra - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return yearOfEra + era * 400 + (dayOfYear >= 306 ? 1 : 0);
};

/** Time of day in Shanghai as `09:05`. */
export const timeOfDay = (atMs: number): string => new Date(atMs + OFFSET_MS).toISOString().slice(11, 16);

/** Monday = 0 … Sunday = 6. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Quarter name of an instant, e.g. `2026Q4`. */
export const quarterOf = (atMs: number): string => {
  const { year, month } = civilDate(shanghaiDay(atMs));
  return `${year}Q${Math.ceil(month / 3)}`;
};

/** The quarter after one, e.g. `2026Q4` → `2027Q1`. */
export const nextQuarter = (quarter: string): string => {
  const year = Number(quarter.slice(0, 4));
  const number = Number(quarter.slice(5));
  return number === 4 ? `${year + 1}Q1` : `${year}Q${number + 1}`;
};
