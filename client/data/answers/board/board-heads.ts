import {
  type BoardAxis,
  type BoardGrid,
  type CellSummary,
  compareText,
  facetName,
  heatmapWeeks,
  type KnownStage,
  type OrgState,
  UNSET,
  weekOf,
} from '#rules';
import type { BoardHead } from '../../board-contract.ts';

/** Most columns or rows of people, products …: the largest; how many are beyond them is said. */
const MOST = 40;

export interface HeadsContext {
  readonly org: OrgState;
  readonly stages: ReadonlyMap<string, KnownStage>;
  readonly weeks: number;
  readonly nowMs: number;
  readonly figureOf: (summary: CellSummary) => number;
  /** Whether a person's figures are told to the viewer: his own, and those of whom he leads (R88). */
  readonly isTold: (member: string) => boolean;
}

/** Sum of the values by column, or by row. */
const totals = (grid: BoardGrid, side: 'x' | 'y', figureOf: HeadsContext['figureOf']): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const [column, row, summary] of grid.filled()) {
    const id = side === 'x' ? column : row;
    sums.set(id, (sums.get(id) ?? 0) + figureOf(summary));
  }
  return sums;
};

const stageHeads = (stages: HeadsContext['stages'], found: ReadonlySet<string>): readonly BoardHead[] => [
  ...[...stages.values()]
    .filter(({ id, isGone }) => !isGone || found.has(id))
    .map((stage) => ({ kind: 'stage' as const, ...stage })),
  ...[...found]
    .filter((id) => !stages.has(id))
    .map((id) => ({ kind: 'stage' as const, id, name: id, limitDays: 0, isGone: true })),
];

const weekHeads = (nowMs: number, weeks: number): readonly BoardHead[] => {
  const current = weekOf(nowMs).week;
  return heatmapWeeks(nowMs, weeks).map(({ week, label, fromMs, toMs }) => ({
    kind: 'week' as const,
    id: week,
    label,
    fromMs,
    toMs,
    current: week === current,
  }));
};

const otherHead = (axis: Exclude<BoardAxis, 'week' | 'stage'>, id: string, org: OrgState): BoardHead => {
  const name = id === UNSET ? null : (facetName(axis, id, org) ?? id);
  if (axis !== 'person' && axis !== 'team') return { kind: 'named', id, name };
  const member = org.members[id];
  return { kind: 'member', id, name, hasLeft: member !== undefined && !member.active };
};

/**
 * The columns, or the rows, of a component. Stages: all in force, and gone ones with somebody in them whatever the
 * filter is, so that no filter moves a column; weeks: the whole period; others: who counts anything, largest first.
 */
export const boardHeads = (
  axis: BoardAxis,
  side: 'x' | 'y',
  grid: BoardGrid,
  { org, stages, weeks, nowMs, figureOf, isTold }: HeadsContext,
): { readonly heads: readonly BoardHead[]; readonly beyond: number } => {
  if (axis === 'week') return { heads: weekHeads(nowMs, weeks), beyond: 0 };
  if (axis === 'stage') return { heads: stageHeads(stages, grid.stages), beyond: 0 };
  const isOfPeople = axis === 'person' || axis === 'team';
  const told = [...totals(grid, side, figureOf)].filter(([id]) => !isOfPeople || id === UNSET || isTold(id));
  const sums = told.sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  return {
    heads: sums.slice(0, MOST).map(([id]) => otherHead(axis, id, org)),
    beyond: Math.max(0, sums.length - MOST),
  };
};
