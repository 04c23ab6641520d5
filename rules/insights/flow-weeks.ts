import type { WorkCalendar } from '../calendar/calendar-data.ts';
import { type NaturalWeek, recentWeeks } from '../calendar/week.ts';
import { workingDaysIn } from '../calendar/working-time.ts';

/** The last completed week and those it is compared with. */
export interface ComparedWeeks {
  readonly last: NaturalWeek;
  /** Working days of the last one by the company's calendar. */
  readonly workingDays: number;
  /** A week with hardly a working day (春节, 国庆) is compared with nothing, and nothing with it. */
  readonly isCompared: boolean;
  /** Up to eight completed weeks before it that can be compared, newest first. */
  readonly trailing: readonly NaturalWeek[];
}

const TRAILING = 8;
/** As far back as those eight are looked for. */
const SEARCHED = 14;
/** Working days up to which a week is not compared (R49). */
const SHORT_WEEK = 2;

export const comparedWeeks = (nowMs: number, calendar: WorkCalendar): ComparedWeeks => {
  const daysOf = ({ firstDay, lastDay }: NaturalWeek): number => workingDaysIn(firstDay, lastDay, calendar);
  const [current, last, ...before] = recentWeeks(nowMs, SEARCHED + 2);
  const newest = last ?? (current as NaturalWeek);
  const workingDays = daysOf(newest);
  return {
    last: newest,
    workingDays,
    isCompared: workingDays > SHORT_WEEK,
    trailing: before.filter((week) => daysOf(week) > SHORT_WEEK).slice(0, TRAILING),
  };
};
