/**
 * Loaded before a relay of a journey that needs time to pass: its wall clock reads so many ms less than the
 * machine's, so that what happened "three weeks ago" can be written by real devices before the journey begins.
 */
const behindMs = Number(process.env['JIELI_CLOCK_BEHIND_MS'] ?? 0);
const real = Date.now.bind(Date);
Date.now = () => real() - behindMs;
