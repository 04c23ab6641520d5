import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BoardView,
  boardCells,
  boardCohort,
  cohortSummary,
  compareText,
  DAY_MS,
  DEFAULT_PROCESS,
  HeatmapIndex,
  heatmapContribution,
  heatmapWeeks,
  makeFold,
  stagesEver,
  touchContribution,
} from '#rules';
import { makePrng } from '../support/prng.ts';
import { START_MS } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';

const NOW = START_MS + 40 * DAY_MS;
const STAGES = stagesEver(DEFAULT_PROCESS, []);
const AXES: readonly BoardView['axes'][] = [
  { x: 'stage', y: 'week' },
  { x: 'person', y: 'stage' },
  { x: 'week', y: 'territory' },
];

const table = (index: HeatmapIndex): unknown =>
  AXES.map((axes) => {
    const weeks = heatmapWeeks(NOW, 14).map(({ week }) => week);
    const view = { axes, scope: {}, weeks, stages: STAGES, nowMs: NOW };
    const cells = [...boardCells(index, view)].flatMap(([column, rows]) =>
      [...rows].map(([row, summary]) => [column, row, summary, boardCohort(index, view, { column, row })] as const),
    );
    for (const [, , summary, cohort] of cells) expect(cohortSummary(cohort)).toEqual(summary);
    return cells.sort((a, b) => compareText(`${a[0]} ${a[1]}`, `${b[0]} ${b[1]}`));
  });
const KINDS = [heatmapContribution, touchContribution];

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
        const kept = KINDS.map(() => new HeatmapIndex());
        const customers = ['c1', 'c2', 'c3'] as never[];
        for (const { row } of rows) {
          fold.apply([row], []);
          const org = fold.org();
          for (const id of customers) {
            const state = fold.customer(id);
            for (const [at, of] of KINDS.entries()) kept[at]?.set(id, state && of(state, org));
          }
        }
        const fresh = KINDS.map(() => new HeatmapIndex());
        const whole = makeFold();
        whole.apply(world.rows(), world.facts);
        for (const id of customers) {
          const state = whole.customer(id);
          for (const [at, of] of KINDS.entries()) if (state) fresh[at]?.set(id, of(state, whole.org()));
        }
        expect(kept.map(table)).toEqual(fresh.map(table));
      }),
      { numRuns: 20 },
    );
  });
});
