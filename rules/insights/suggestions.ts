import type { WorkCalendar } from '../calendar/calendar-data.ts';
import { weekOf } from '../calendar/week.ts';
import { workingDaysBetween } from '../calendar/working-time.ts';
import type { MemberId } from '../ids.ts';
import type { Leave, MemberState } from '../org-state.ts';
import type { CustomerState } from '../state.ts';
import { sha256Hex } from '../support/sha256.ts';
import { DAY_MS } from '../time.ts';
import type { SuggestionSettings } from './suggestion-settings.ts';

/** Somebody's customer entered a stage. */
export interface PersonEntry {
  readonly member: MemberId;
  readonly atMs: number;
}

/** Entries into the stage, each for whoever was responsible then; those of nobody are nobody's. */
export const stageEntries = (customer: CustomerState, stage: string): readonly PersonEntry[] =>
  customer.opportunities.flatMap(({ visits }) =>
    visits.flatMap((visit) => {
      if (visit.stage !== stage) return [];
      const change = customer.owners.findLast(({ t }) => t <= visit.t) ?? customer.owners[0];
      return change === undefined || change.owner === null ? [] : [{ member: change.owner, atMs: visit.enteredAt }];
    }),
  );

/** Why a person is not due for a suggestion, or since when he is (R49, A11). */
export type Gap =
  | {
      readonly kind: 'gap';
      readonly firstWeek: string;
      readonly fromMs: number;
      readonly weeks: number;
      readonly n: number;
    }
  /** Somebody entered lately, or the weeks without are still too few. */
  | { readonly kind: 'fine'; readonly weeks: number }
  /** Not here for that many weeks yet. */
  | { readonly kind: 'newJoiner'; readonly sinceMs: number | null }
  /** Left, or does not sell. */
  | { readonly kind: 'notSelling' };

/** Working days of a week on which the person was here. */
const workedDays = (
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  leaves: readonly Leave[],
  calendar: WorkCalendar,
): number => {
  const off = leaves.filter((leave) => leave.fromMs < toMs && fromMs < leave.untilMs);
  if (off.length === 0) return workingDaysBetween(fromMs, toMs, calendar);
  let days = 0;
  for (let day = fromMs; day < toMs; day += DAY_MS) {
    const isOff = off.some((leave) => leave.fromMs <= day && day < leave.untilMs);
    if (!isOff) days += workingDaysBetween(day, day + DAY_MS, calendar);
  }
  return days;
};

/** Nobody looks back further. */
const MOST_WEEKS = 104;

/**
 * Completed natural weeks in a row, up to the last, in which nobody entered (A11). Weeks with few working days, or
 * few on which the person was not on leave, neither count nor end the row; a week that began before the person was here, or before the company was, ends it. Entries
 * dated in the future belong to weeks that are not over.
 */
export const gapOf = (
  entries: Iterable<number>,
  sinceMs: number | null,
  nowMs: number,
  settings: SuggestionSettings,
  calendar: WorkCalendar,
  leaves: readonly Leave[] = [],
): Gap => {
  const entered = new Set<string>();
  for (const atMs of entries) entered.add(weekOf(atMs).week);
  let weeks = 0;
  let first: { readonly week: string; readonly fromMs: number } | null = null;
  let isFromBeginning = false;
  for (let week = weekOf(weekOf(nowMs).fromMs - 1), back = 0; back < MOST_WEEKS; back++) {
    if (entered.has(week.week)) break;
    if (sinceMs === null || week.fromMs < sinceMs) {
      isFromBeginning = true;
      break;
    }
    // The row begins where it does without leave: entered afterwards it must not make a new row of the old one.
    if (workingDaysBetween(week.fromMs, week.toMs, calendar) > settings.shortWeekDays) first = week;
    if (workedDays(week, leaves, calendar) > settings.shortWeekDays) weeks += 1;
    week = weekOf(week.fromMs - 1);
  }
  const n = Math.floor(weeks / settings.emptyWeeks);
  if (first === null || n === 0) return isFromBeginning ? { kind: 'newJoiner', sinceMs } : { kind: 'fine', weeks };
  return { kind: 'gap', firstWeek: first.week, fromMs: first.fromMs, weeks, n };
};

/** The same on every device: once per gap, and once more after as many further weeks. */
export const suggestionId = (member: MemberId, firstWeek: string, n: number): string =>
  sha256Hex(JSON.stringify(['leadSuggestion', member, firstWeek, n])).slice(0, 40);

/** Whose week is looked at: salespeople who are there, by their direct manager. */
export const isSuggestedFor = ({ role, active }: MemberState): boolean => active && role === 'rep';
