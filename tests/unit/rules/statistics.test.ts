import { describe, expect, it } from 'vitest';
import { countsDiffer, familyLimit, hypergeometricTail, sharesDiffer, standingOut, usualRange } from '#rules';

/** The same by another route: whole numbers without end. */
const choose = (n: number, k: number): bigint => {
  if (k < 0 || k > n) return 0n;
  let result = 1n;
  for (let at = 1; at <= k; at++) result = (result * BigInt(n - k + at)) / BigInt(at);
  return result;
};
const ratio = (part: bigint, whole: bigint): number => Number((part * 10n ** 18n) / whole) / 1e18;
const sumOf = (from: number, to: number, term: (k: number) => bigint): bigint => {
  let sum = 0n;
  for (let k = from; k <= to; k++) sum += term(k);
  return sum;
};
const drawn = (found: number, draws: number, marked: number, total: number): number =>
  ratio(
    sumOf(Math.max(0, found), Math.min(draws, marked), (k) => choose(marked, k) * choose(total - marked, draws - k)),
    choose(total, draws),
  );

describe('tests of counts', () => {
  it('[CF-5] the exact test is the sum of the exact chances, whatever the counts', () => {
    for (const total of [1, 5, 12, 25, 120, 700]) {
      for (const marked of [0, 1, total >> 2, total >> 1, total]) {
        for (const draws of [0, 1, total >> 1, total]) {
          for (const found of [0, 1, draws >> 2, draws >> 1, draws, draws + 1]) {
            const name = `${found} of ${draws}, ${marked} of ${total}`;
            expect(hypergeometricTail(found, draws, marked, total), name).toBeCloseTo(
              drawn(found, draws, marked, total),
              9,
            );
          }
        }
      }
    }
    // a lady tasting tea, and the article's case
    expect(hypergeometricTail(3, 4, 4, 8)).toBeCloseTo(17 / 70, 12);
    expect(hypergeometricTail(16, 16, 18, 25)).toBeCloseTo(153 / 2_042_975, 12);
  });

  it('[MV-6] shares differ in both directions alike, and not at all from nobody', () => {
    expect(sharesDiffer(17, 25, 9, 30)).toBeCloseTo(2 * drawn(17, 25, 26, 55), 9);
    expect(sharesDiffer(8, 25, 21, 30)).toBeCloseTo(sharesDiffer(17, 25, 9, 30), 9);
    expect(sharesDiffer(5, 10, 5, 10)).toBe(1);
    expect([sharesDiffer(0, 0, 3, 9), sharesDiffer(3, 9, 0, 0)]).toEqual([1, 1]);
  });

  it('[MV-6] a week’s count against the weeks before is a share of one week in so many', () => {
    // at most 2 of 20 fall into one week of five: the sum over k of choose(20, k) 4^(20-k) / 5^20
    const less = ratio(
      sumOf(0, 1, (k) => choose(20, k) * 4n ** BigInt(20 - k)),
      5n ** 20n,
    );
    expect(countsDiffer(1, 19, 4)).toBeCloseTo(2 * less, 9);
    const more = ratio(
      sumOf(12, 20, (k) => choose(20, k) * 4n ** BigInt(20 - k)),
      5n ** 20n,
    );
    expect(countsDiffer(12, 8, 4)).toBeCloseTo(2 * more, 9);
    expect([countsDiffer(5, 20, 4), countsDiffer(0, 0, 4)]).toEqual([1, 1]);
  });

  it('[MV-2] the usual range is not widened by one wild week', () => {
    expect(usualRange([])).toBeNull();
    expect(usualRange([7])).toEqual({ from: 7, to: 7 });
    expect(usualRange([10, 12, 14, 11, 13, 900])).toEqual({ from: 12.5 - 1.5 * 1.4826, to: 12.5 + 1.5 * 1.4826 });
  });

  it('[MV-6] of many comparisons those stand out whose chance is small for their rank', () => {
    expect(standingOut([], 0.1)).toEqual([]);
    expect(standingOut([0.2, 0.04, 0.9, 0.03], 0.1)).toEqual([false, true, false, true]);
    expect(standingOut([0.06, 0.9], 0.1)).toEqual([false, false]);
  });

  it('[CF-5] comparisons that could not reach the limit at best do not lower it', () => {
    expect(familyLimit([], 0.05)).toBeNull();
    expect(familyLimit([0.5, 0.2], 0.05)).toBeNull();
    expect(familyLimit([0.001, 0.5, 0.4, 0.3], 0.05)).toEqual({ limit: 0.05, count: 1 });
    expect(familyLimit([0.001, 0.002, 0.003, 0.3], 0.05)).toEqual({ limit: 0.05 / 3, count: 3 });
  });
});
