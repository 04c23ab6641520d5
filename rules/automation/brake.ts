import type { WorkCalendar } from '../calendar/calendar-data.ts';
import { addDuration } from '../calendar/working-time.ts';
import type { Brake, Rule } from './rule.ts';

/** The exit of a branch: its own, else the rule's; `null` only in a draft. */
export const brakeOf = (rule: Rule, branch: number): Brake | null => rule.branches[branch]?.brake ?? rule.brake ?? null;

/**
 * Until when a brake may be pulled, ms; `null` = as long as the effect stands (R80). From the firing, by the calendar of
 * the version that acted: whoever could not see the change before it was made has his whole time.
 */
export const brakeEnd = (brake: Brake | null, firedAt: number, calendar: WorkCalendar): number | null =>
  brake === null || brake.within === null ? null : addDuration(firedAt, brake.within, calendar).atMs;

/** Whether somebody is one of those the brake names: the responsible person, or who leads him (R80). */
export const isNamedBy = ({ who }: Brake, is: { readonly owner: boolean; readonly leader: boolean }): boolean =>
  (is.owner && who.includes('owner')) || (is.leader && who.includes('manager'));
