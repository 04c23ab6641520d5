import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, DEFAULT_PROCESS, HeatmapIndex, heatmapContribution, heatmapWeeks, makeFold } from '#rules';
import { makePrng } from '../support/prng.ts';
import { START_MS } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';

const ALL = {};
const NOW = START_MS + 40 * DAY_MS;

const table = (index: HeatmapIndex): unknown =>
  heatmapWeeks(NOW, 14).flatMap(({ week }) =>
    DEFAULT_PROCESS.stages.map(({ id }) => [
      index.summary(id as never, week, ALL, DEFAULT_PROCESS, NOW),
      index.cohort(id as never, week, ALL, DEFAULT_PROCESS, NOW),
    ]),
  );

describe('heatmap', () => {
  it('[HM-6] [R44] [I1] kept up row by row in any order it equals one computed afresh', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (seed) => {
        const world = new RulesWorld(seed, 70);
        const random = makePrng(seed);
        const rows = world.rows().map((row) => ({ row, rank: random.next() }));
        rows.sort((a, b) => a.rank - b.rank);
        const fold = makeFold();
        fold.apply([], world.facts);
        const kept = new HeatmapIndex();
        const customers = ['c1', 'c2', 'c3'] as never[];
        for (const { row } of rows) {
          fold.apply([row], []);
          for (const id of customers) {
            const state = fold.customer(id);
            kept.set(id, state && heatmapContribution(state, fold.org()));
          }
        }
        const fresh = new HeatmapIndex();
        const whole = makeFold();
        whole.apply(world.rows(), world.facts);
        for (const id of customers) {
          const state = whole.customer(id);
          if (state) fresh.set(id, heatmapContribution(state, whole.org()));
        }
        expect(table(kept)).toEqual(table(fresh));
      }),
      { numRuns: 30 },
    );
  });
});
