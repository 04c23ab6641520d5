import { civilDate, dayOf, shanghaiDay, startOfDayMs } from '../calendar/shanghai.ts';
import { withoutInvisible } from '../text/invisible.ts';

/** A cell as read: nothing in it, a value, or something that is no such value. */
export type Reading<Value> =
  | { readonly kind: 'blank' }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'bad' };

const BLANK = { kind: 'blank' } as const;
const BAD = { kind: 'bad' } as const;
const given = <Value>(value: Value): Reading<Value> => ({ kind: 'value', value });

/** What people write into a cell to say that nothing belongs there. */
const NOTHING: ReadonlySet<string> = new Set([
  '-',
  '--',
  '—',
  '——',
  '/',
  '\\',
  '无',
  '暂无',
  'n/a',
  'na',
  'null',
  'none',
]);

const somethingOf = (text: string): string => {
  const plain = withoutInvisible(text).replace(/\s+/gu, ' ').trim();
  return NOTHING.has(plain.toLowerCase()) ? '' : plain;
};

/** Full width to half width, outer space gone, a sign for "nothing" read as nothing: for values. */
export const plainCell = (cell: string | undefined): string => somethingOf((cell ?? '').normalize('NFKC'));

/** The same for words: digits, letters and hyphens become half width, Chinese punctuation stays. */
export const wordCell = (cell: string | undefined): string =>
  somethingOf((cell ?? '').replace(/[０-９Ａ-Ｚａ-ｚ－＋\u3000]/gu, (sign) => sign.normalize('NFKC')));

/** Serials of Excel from 1954 to 2064; smaller numbers are years, ages, quantities. */
const FIRST_SERIAL = 20_000;
const LAST_SERIAL = 60_000;
/** Serial of 1970-01-01 in the 1900 system. */
const UNIX_SERIAL = 25_569;

const YEAR_FIRST = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT].*)?$/u;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/u;
const WITHOUT_YEAR = /^(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$/u;
const MONTH_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s.*)?$/u;
const SERIAL = /^(\d{5})(?:\.\d+)?$/u;

const dayNumber = (year: number, month: number, day: number): number | null =>
  year < 1970 || year > 2099 ? null : dayOf({ year, month, day });

/** A day without its year is the last such day that is not in the future. */
const dayWithoutYear = (month: number, day: number, today: number): number | null => {
  const { year } = civilDate(today);
  const found = dayOf({ year, month, day });
  return found !== null && found <= today ? found : dayOf({ year: year - 1, month, day });
};

const findDay = (text: string, today: number): number | null => {
  const yearFirst = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (yearFirst) return dayNumber(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) return dayNumber(Number(monthFirst[3]), Number(monthFirst[1]), Number(monthFirst[2]));
  const short = WITHOUT_YEAR.exec(text);
  if (short) return dayWithoutYear(Number(short[1]), Number(short[2]), today);
  const serial = Number(SERIAL.exec(text)?.[1] ?? Number.NaN);
  return serial >= FIRST_SERIAL && serial <= LAST_SERIAL ? serial - UNIX_SERIAL : null;
};

/**
 * A date as people and programs write it (2026-03-05, 2026/3/5, 2026年3月5日, 20260305, 3月5日, 10/20/2016 with the
 * month first, an Excel serial), as the beginning of that day in Shanghai, ms.
 */
export const readDate = (cell: string | undefined, now: number): Reading<number> => {
  const text = plainCell(cell);
  if (text === '') return BLANK;
  const day = findDay(text, shanghaiDay(now));
  return day === null ? BAD : given(startOfDayMs(day));
};

const AMOUNT = /^(\d+)(?:\.(\d+))?(亿|万|千)?$/u;
const SCALES: Readonly<Record<string, number>> = { 千: 3, 万: 4, 亿: 8 };

/** An amount of money in 分, rounded half up; 元, 万, ¥, thousands separators understood. Negative amounts are no amounts. */
export const readAmountFen = (cell: string | undefined): Reading<number> => {
  const text = plainCell(cell);
  if (text === '') return BLANK;
  const bare = text.replace(/[,\s]|人民币|rmb|cny|usd|[¥$]/giu, '').replace(/(?:元整?|块)$/u, '');
  const match = AMOUNT.exec(bare);
  if (!match) return BAD;
  // Digits are moved, not multiplied: 12.35万 is exact.
  const shift = 2 + (SCALES[match[3] ?? ''] ?? 0);
  const fraction = (match[2] ?? '').padEnd(shift + 1, '0');
  const fen = Number(`${match[1]}${fraction.slice(0, shift)}`) + (Number(fraction[shift]) >= 5 ? 1 : 0);
  return Number.isSafeInteger(fen) ? given(fen) : BAD;
};
