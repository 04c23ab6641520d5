import { describe, expect, it } from 'vitest';
import { makeHeatStep, stepBounds } from '../../../client/features/funnel/heat-steps.ts';

describe('shades of the heatmap', () => {
  it('[SH-20][R42] the bounds follow the fullest cell in round steps and rise strictly', () => {
    expect(stepBounds(0)).toEqual([1, 3, 6, 10, 14, 19, 24]);
    expect(stepBounds(30)).toEqual([1, 3, 6, 10, 14, 19, 24]);
    expect(stepBounds(31)).toEqual([1, 6, 12, 20, 28, 38, 48]);
    expect(stepBounds(118)).toEqual([1, 15, 30, 50, 70, 95, 120]);
    for (let fullest = 0; fullest < 40_000; fullest += 7) {
      const bounds = stepBounds(fullest);
      expect(bounds.every((bound, at) => at === 0 || bound > (bounds[at - 1] ?? 0))).toBe(true);
      expect(fullest === 0 ? 0 : makeHeatStep(bounds)(fullest)).toBeGreaterThanOrEqual(fullest > 12 ? 3 : 0);
    }
  });

  it('[SH-20][R42] nobody is step 0, one is step 1, the last bound is the darkest', () => {
    const step = makeHeatStep(stepBounds(118));
    expect([0, 1, 14, 15, 119, 120, 500].map(step)).toEqual([0, 1, 1, 2, 6, 7, 7]);
  });
});
