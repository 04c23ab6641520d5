import { isDated } from './calendar/dated.ts';
import { shanghaiDay, startOfDayMs } from './calendar/shanghai.ts';
import type { Leave, MemberState } from './org-state.ts';
import { DAY_MS } from './time.ts';

/** Longer is no 休假 but somebody who is not here: he is deactivated. */
const LONGEST_LEAVE_MS = 366 * DAY_MS;
/** Of one person so many are kept, some ten years of them: more is a mistake or worse. */
export const MOST_LEAVES = 100;

const isStartOfDay = (atMs: number): boolean => startOfDayMs(shanghaiDay(atMs)) === atMs;

/** Whether it is whole days of this century, at least one and within a year. */
export const isPossibleLeave = ({ fromMs, untilMs }: Omit<Leave, 'id'>): boolean =>
  isDated(fromMs) &&
  isStartOfDay(fromMs) &&
  isStartOfDay(untilMs) &&
  fromMs < untilMs &&
  untilMs - fromMs <= LONGEST_LEAVE_MS;

export const isOnLeave = ({ leaves }: Pick<MemberState, 'leaves'>, nowMs: number): boolean =>
  leaves.some(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
