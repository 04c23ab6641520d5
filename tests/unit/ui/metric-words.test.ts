import { describe, expect, it } from 'vitest';
import { changeBetween, inShownSteps, perWeekOf } from '#rules';
import { metricBasis, metricNumber } from '../../../client/views/metric-words.ts';

describe('numbers as they are written', () => {
  it('[MX-31] what is shown alike is in one step, and what is not in another; between such numbers nothing changed', () => {
    const [share, days] = [{ unit: 'ratio' }, { unit: 'days' }] as const;
    const shares = Array.from({ length: 100 }, (_, d) => Array.from({ length: d + 2 }, (__, n) => n / (d + 1))).flat();
    const steps = new Map(shares.map((value) => [metricNumber(share, value), inShownSteps(share, value)]));
    for (const value of shares) expect(steps.get(metricNumber(share, value))).toBe(inShownSteps(share, value));
    expect(new Set(steps.values()).size).toBe(steps.size);
    expect(metricNumber(share, 23 / 80)).toBe('28.8%');
    expect(changeBetween(share, 0.30049, 0.30046)).toEqual({ kind: 'points', by: 0 });
    expect(changeBetween(days, 4.01, 4.04)).toEqual({ kind: 'percent', by: 0 });
  });

  it('[MX-35] what a number was divided by has one digit behind the point where it is not whole', () => {
    const over = (denominator: number) => metricBasis(perWeekOf(86, denominator));
    expect([over(8), over(60 / 7)]).toEqual(['86/8', '86/8.6']);
  });
});
