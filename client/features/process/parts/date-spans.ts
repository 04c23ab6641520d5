import { civilDate, dayOf } from '#rules';

/** Dates one after another, as people speak of them: `2026-10-01` to `2026-10-07`. */
export interface DateSpan {
  readonly from: string;
  readonly to: string;
}

const pad = (number: number): string => String(number).padStart(2, '0');
const dayOfText = (date: string): number | null => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return dayOf({ year, month, day });
};
const textOfDay = (at: number): string => {
  const { year, month, day } = civilDate(at);
  return `${year}-${pad(month)}-${pad(day)}`;
};

/** Dates gathered into spans, in order. What is no date stands alone, so that it can be seen and taken out. */
export const spansOf = (dates: readonly string[]): readonly DateSpan[] => {
  const spans: DateSpan[] = [];
  for (const date of [...new Set(dates)].sort()) {
    const last = spans.at(-1);
    const day = dayOfText(date);
    const isNext = last !== undefined && day !== null && dayOfText(last.to) === day - 1;
    if (isNext) spans[spans.length - 1] = { from: last.from, to: date };
    else spans.push({ from: date, to: date });
  }
  return spans;
};

/** Longest span anybody adds at once, days. */
const LONGEST = 60;
/** Every date of a span; none when the end is before the beginning or nowhere near it. */
export const datesOf = ({ from, to }: DateSpan): readonly string[] => {
  const [first, last] = [dayOfText(from), dayOfText(to)];
  if (first === null || last === null || last < first || last - first > LONGEST) return [];
  return Array.from({ length: last - first + 1 }, (_, at) => textOfDay(first + at));
};

/** Dates with a span added, or taken out, in order. */
export const withSpan = (dates: readonly string[], span: DateSpan): string[] =>
  [...new Set([...dates, ...datesOf(span)])].sort();
export const withoutSpan = (dates: readonly string[], { from, to }: DateSpan): string[] =>
  dates.filter((date) => date < from || date > to);
