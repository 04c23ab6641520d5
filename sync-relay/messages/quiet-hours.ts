import type { QuietHours } from '#protocol';
import { DAY_MS, shanghaiDay, startOfDayMs } from '#rules';

const MINUTE_MS = 60_000;

/** 21:00-08:00, what waited goes at 8:30. */
export const DEFAULT_QUIET: QuietHours = {
  isOn: true,
  fromMinute: 21 * 60,
  toMinute: 8 * 60,
  sendAtMinute: 8 * 60 + 30,
};

/** The first instant at or after `atMs` at which a message may ring, ms: the same instant outside quiet hours. */
export const nextLoudMs = (atMs: number, { isOn, fromMinute, toMinute, sendAtMinute }: QuietHours): number => {
  if (!isOn || fromMinute === toMinute) return atMs;
  const midnight = startOfDayMs(shanghaiDay(atMs));
  const minute = (atMs - midnight) / MINUTE_MS;
  const isOverNight = fromMinute > toMinute;
  const isQuiet = isOverNight ? minute >= fromMinute || minute < toMinute : minute >= fromMinute && minute < toMinute;
  if (!isQuiet) return atMs;
  const endDay = isOverNight && minute >= fromMinute ? midnight + DAY_MS : midnight;
  const end = endDay + toMinute * MINUTE_MS;
  const sendAt = endDay + sendAtMinute * MINUTE_MS;
  // a sending time inside the quiet hours would never come
  return Math.max(end, sendAt);
};
