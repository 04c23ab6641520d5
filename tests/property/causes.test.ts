import { describe, expect, it } from 'vitest';
import { makePrng } from '../support/prng.ts';
import { type Plant, type Planted, plantedHistory } from '../support/stuck-history.ts';

const SEEDS = 200;
/** Histories of 25 to 50 customers, written event by event and folded. */
const histories = (plant: Plant, salt: number): readonly Planted[] =>
  Array.from({ length: SEEDS }, (_, seed) => {
    const prng = makePrng(seed + salt);
    return plantedHistory(prng, plant, 25 + prng.int(26));
  });
const isFirst = ({ traits, finding: { causes } }: Planted): boolean => {
  const found = causes[0]?.traits.map((trait) => JSON.stringify(trait)) ?? [];
  return traits.every((trait) => found.includes(JSON.stringify(trait)));
};

/** Seeds in whose history what is planted is not claimed first. */
const missedOf = (plant: Plant, salt: number): readonly number[] =>
  histories(plant, salt).flatMap((history, seed) => (isFirst(history) ? [] : [seed + salt]));

describe('causes of staying', () => {
  it('[CF-6] [R52] [R53] a planted trait is claimed first in at least 90 of 100 histories', () => {
    expect(missedOf('field', 1_000).length).toBeLessThanOrEqual(SEEDS * 0.1);
  });

  it('[CF-6] [R52] [R53] a planted person is claimed first in at least 90 of 100 histories', () => {
    expect(missedOf('person', 2_000).length).toBeLessThanOrEqual(SEEDS * 0.1);
  });

  it('[CF-6] [R53] a planted title that nobody of rank has met is claimed first in at least 90 of 100', () => {
    expect(missedOf('titleUnmet', 3_000).length).toBeLessThanOrEqual(SEEDS * 0.1);
  });

  it('[CF-5] [R53] where nothing is planted a cause is claimed in at most 5 of 100 histories', () => {
    const claimed = histories('none', 4_000).filter(({ finding }) => finding.causes.length > 0);
    expect(claimed.length).toBeLessThanOrEqual(SEEDS * 0.05);
  });
});
