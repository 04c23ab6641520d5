import { DAY_MS, HOUR_MS } from '#rules';
import { spans as words } from '../locales/zh-CN/spans.ts';

/** `3 天`, `7 小时 8 分`: a time written out, never below nothing. */
export const spanWords = (ms: number): string => {
  const whole = Math.max(0, Math.floor(ms / 60_000));
  if (ms >= 2 * DAY_MS) return words.days(Math.floor(ms / DAY_MS));
  const [hours, minutes] = [Math.floor(whole / 60), whole % 60];
  return hours > 0 && minutes === 0 ? words.wholeHours(hours) : words.hours(hours, minutes);
};

/** `1 天`, `7 小时 8 分`: how long something has lasted, in whole days from the first on. */
export const sinceWords = (ms: number): string => (ms >= DAY_MS ? words.days(Math.floor(ms / DAY_MS)) : spanWords(ms));

/** `还剩 5 小时 20 分` or `超 3 小时 0 分`. */
export const timeLeft = (dueMs: number, nowMs: number): string =>
  dueMs >= nowMs ? words.left(spanWords(dueMs - nowMs)) : words.overdueBy(spanWords(nowMs - dueMs));

/** How pressing a due time is: late, within a day of it, or neither. */
export const urgencyOf = (dueMs: number, nowMs: number): 'late' | 'soon' | 'later' => {
  if (dueMs < nowMs) return 'late';
  return dueMs - nowMs < 12 * HOUR_MS ? 'soon' : 'later';
};
