import * as z from 'zod/mini';

/** A date as `2026-10-01`, in Shanghai. */
const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const minuteOfDay = z.int().check(z.nonnegative(), z.maximum(1440));

/**
 * The company's working calendar (R96): Monday to Friday, without holidays, with make-up workdays. A year that is
 * not listed is not known, and whoever counts in it says so instead of guessing.
 */
export const calendarSchema = z.strictObject({
  /** Begin and end of a working day in minutes after midnight, Shanghai. */
  fromMinute: minuteOfDay,
  toMinute: minuteOfDay,
  years: z
    .array(
      z.strictObject({
        year: z.int().check(z.minimum(2000), z.maximum(2100)),
        holidays: z.array(date).check(z.maxLength(120)),
        /** 调休补班. */
        makeUpDays: z.array(date).check(z.maxLength(60)),
      }),
    )
    .check(z.maxLength(30)),
});
export type WorkCalendar = z.infer<typeof calendarSchema>;
