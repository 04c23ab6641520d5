import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BoardView,
  boardCohort,
  boardGrid,
  type CustomerId,
  cohortSummary,
  compareText,
  DAY_MS,
  DEFAULT_PROCESS,
  facetChoices,
  type HeatmapContribution,
  HeatmapIndex,
  heatmapContribution,
  heatmapWeeks,
  type MemberId,
  makeFold,
  type StageId,
  stagesEver,
  type TerritoryId,
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
    const grid = boardGrid(index, view);
    const cells = [...grid.filled()].map(
      ([column, row, summary]) => [column, row, summary, boardCohort(index, view, { column, row })] as const,
    );
    for (const [column, row, summary, cohort] of cells) {
      expect(cohortSummary(cohort)).toEqual(summary);
      expect(grid.cell(column, row)).toEqual(summary);
    }
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

  it('[HM-6] after thousands of replacements it still equals one made of what stands last', () => {
    const random = makePrng(5);
    const stages = DEFAULT_PROCESS.stages.map(({ id }) => id as StageId);
    const drawn = (): HeatmapContribution | null => {
      if (random.chance(0.1)) return null;
      const facts = { store: null, source: null, tags: [], product: `p${random.int(3)}`, team: null };
      const owned = { ...facts, territory: 'east' as TerritoryId, person: `m${random.int(4)}` as MemberId };
      const entries = Array.from({ length: random.int(6) }, () => {
        const enteredAt = NOW - random.int(90) * DAY_MS;
        const leftAt = random.chance(0.5) ? null : enteredAt + random.int(20) * DAY_MS;
        return { stage: random.pick(stages), atMs: enteredAt, enteredAt, leftAt };
      });
      return { facts: owned, entries };
    };
    const kept = new HeatmapIndex();
    const last = new Map<CustomerId, HeatmapContribution | null>();
    for (let change = 0; change < 4000; change += 1) {
      const at = random.int(40);
      last.set(`c${at}` as CustomerId, drawn());
      kept.set(`c${at}` as CustomerId, last.get(`c${at}` as CustomerId) ?? null);
    }
    const fresh = new HeatmapIndex();
    for (const [id, contribution] of [...last].reverse()) fresh.set(id, contribution);
    expect(table(kept)).toEqual(table(fresh));
    expect(facetChoices(kept)).toEqual(facetChoices(fresh));
  });
});
