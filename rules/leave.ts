import { isDated } from './metrics/item.ts';
import type { Leave, MemberState } from './org-state.ts';
import { DAY_MS } from './time.ts';

/** Longer is no 休假 but somebody who is not here: he is deactivated. */
const LONGEST_LEAVE_MS = 366 * DAY_MS;

/** Whether it lies in sensible years, ends after it begins, and within a year. */
export const isPossibleLeave = ({ fromMs, untilMs }: Omit<Leave, 'id'>): boolean =>
  isDated(fromMs) && isDated(untilMs) && fromMs < untilMs && untilMs - fromMs <= LONGEST_LEAVE_MS;

export const isOnLeave = ({ leaves }: Pick<MemberState, 'leaves'>, nowMs: number): boolean =>
  leaves.some(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
