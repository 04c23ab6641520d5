import { median } from '../support/median.ts';

/** Tests of counts, exact where the counts are small. All are functions of numbers only. */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

/** ln n!, to about 13 digits (Lanczos). */
const logFactorial = (n: number): number => {
  if (n < 2) return 0;
  let sum: number = LANCZOS[0];
  for (let at = 1; at < LANCZOS.length; at++) sum += (LANCZOS[at] ?? 0) / (n + at);
  const t = n + 7.5;
  return HALF_LOG_TAU + (n + 0.5) * Math.log(t) - t + Math.log(sum);
};
const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const clamped = (chance: number): number => Math.min(1, Math.max(0, chance));

/**
 * Chance that of `drawn` out of `total`, of whom `marked` are marked, at least `found` are marked, when who is drawn
 * has nothing to do with the marks (one-sided exact test of Fisher).
 */
export const hypergeometricTail = (found: number, drawn: number, marked: number, total: number): number => {
  const least = Math.max(0, drawn + marked - total);
  const most = Math.min(drawn, marked);
  if (found <= least) return 1;
  if (found > most) return 0;
  let term = Math.exp(logChoose(marked, found) + logChoose(total - marked, drawn - found) - logChoose(total, drawn));
  let sum = term;
  for (let k = found; k < most; k++) {
    term *= ((marked - k) * (drawn - k)) / ((k + 1) * (total - marked - drawn + k + 1));
    sum += term;
  }
  return clamped(sum);
};

/** Two shares `a/m` and `b/n`: chance of a difference as large in either direction. 1 where one has nobody. */
export const sharesDiffer = (a: number, m: number, b: number, n: number): number => {
  const more = hypergeometricTail(a, m, a + b, m + n);
  const less = hypergeometricTail(m - a, m, m - a + n - b, m + n);
  return clamped(2 * Math.min(more, less));
};

/** Chance of at least `found` in `tries` of `chance` each. */
const binomialTail = (found: number, tries: number, chance: number): number => {
  if (found <= 0) return 1;
  let sum = 0;
  for (let k = found; k <= tries; k++) {
    sum += Math.exp(logChoose(tries, k) + k * Math.log(chance) + (tries - k) * Math.log1p(-chance));
  }
  return clamped(sum);
};

/**
 * One week's count against `before` counted in `weeks` others, as counts of things that happen by themselves (Poisson):
 * chance of a difference as large in either direction, the uncertainty of both counted in.
 */
export const countsDiffer = (count: number, before: number, weeks: number): number => {
  const chance = 1 / (weeks + 1);
  const all = count + before;
  const more = binomialTail(count, all, chance);
  const less = binomialTail(before, all, 1 - chance);
  return clamped(2 * Math.min(more, less));
};

/** For a normal spread the median deviation times this is one standard deviation. */
const TO_DEVIATION = 1.4826;

/** What is usual: median ± median absolute deviation, in standard deviations. Outliers do not widen it. Of none, null. */
export const usualRange = (values: readonly number[]): { readonly from: number; readonly to: number } | null => {
  const middle = median(values);
  if (middle === null) return null;
  const spread = TO_DEVIATION * (median(values.map((value) => Math.abs(value - middle))) ?? 0);
  return { from: middle - spread, to: middle + spread };
};

/**
 * Which of many comparisons stand out when at most the share `rate` of those named may be by chance (Benjamini and
 * Hochberg), in the order given.
 */
export const standingOut = (chances: readonly number[], rate: number): readonly boolean[] => {
  const sorted = chances.toSorted((a, b) => a - b);
  const last = sorted.findLastIndex((chance, at) => chance <= (rate * (at + 1)) / sorted.length);
  const limit = sorted[last] ?? -1;
  return chances.map((chance) => chance <= limit);
};

/**
 * The greatest chance a single comparison may have so that with all of them together a false one is named with at most
 * `rate`, whatever depends on what (Bonferroni as Tarone sharpened it): comparisons that could not reach it even at
 * best, by their `bests`, do not count. Null when none can.
 */
export const familyLimit = (bests: readonly number[], rate: number): { limit: number; count: number } | null => {
  for (let count = 1; count <= bests.length; count++) {
    const reaching = bests.filter((best) => best <= rate / count).length;
    if (reaching <= count) return reaching === 0 ? null : { limit: rate / count, count: reaching };
  }
  return null;
};
