import {
  type BoardComponent,
  type BoardGrid,
  type BoardView,
  boardCohort,
  boardGrid,
  type CellSummary,
  type CohortMember,
  type CustomerId,
  type CustomerState,
  cohortSummary,
  type Fold,
  facetChoices,
  type HeatmapIndex,
  heatmapWeeks,
  isToldOf,
  type KnownStage,
  lastFollowUp,
  type MemberId,
  type ScopeFacts,
  stagesEver,
  UNSET,
  unlikelyEntries,
} from '#rules';
import type {
  BoardAnswers,
  BoardQuery,
  CellAnswer,
  HeatmapAnswer,
  HeatmapFilter,
  UnlikelyAnswer,
} from '../../board-contract.ts';
import type { PoolRow } from '../../pool-row.ts';
import { boardHeads } from './board-heads.ts';
import type { BoardCounts } from './board-index.ts';

/** Numbers per cell: value, mean stay × 10, overdue, distinct customers. */
const PER_CELL = 4;

export interface BoardContext {
  readonly fold: Fold;
  /** Who looks. */
  readonly member: MemberId;
  readonly nowMs: number;
  readonly row: (customer: CustomerState) => PoolRow;
  readonly readsRecordsOf: (territory: ScopeFacts['territory']) => boolean;
}

/** The component asked for, else the first: a link may be older than the board. */
const componentOf = ({ fold }: BoardContext, id: string | null | undefined): BoardComponent => {
  const { components } = fold.org().process.board;
  const found = components.find((one) => one.id === id) ?? components[0];
  if (found === undefined) throw new Error('a board without components passed its schema');
  return found;
};

const indexOf = (index: BoardCounts, { value }: BoardComponent): HeatmapIndex =>
  value === 'entered' ? index.entered() : index.touches();

const figureOf =
  ({ value }: BoardComponent) =>
  ({ entered, times }: CellSummary): number =>
    value === 'entered' ? entered : times;

/** A view as its page asked for it, with the names of its stages. */
interface AskedView extends BoardView {
  readonly scope: HeatmapFilter;
  readonly stages: ReadonlyMap<string, KnownStage>;
}
const viewOf = (component: BoardComponent, filter: HeatmapFilter, { fold, nowMs }: BoardContext): AskedView => ({
  axes: component,
  scope: filter,
  weeks: heatmapWeeks(nowMs, filter.weeks).map(({ week }) => week),
  stages: stagesEver(fold.org().process, fold.processChanges()),
  nowMs,
});

const packed = (
  grid: BoardGrid,
  columns: HeatmapAnswer['columns'],
  rows: HeatmapAnswer['rows'],
  of: (summary: CellSummary) => number,
): Float64Array => {
  const numbers = new Float64Array(rows.length * columns.length * PER_CELL);
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      const summary = grid.cell(column.id, row.id);
      numbers.set([of(summary), Math.round(summary.averageDwellDays * 10), summary.overdue, summary.entered], at);
      at += PER_CELL;
    }
  }
  return numbers;
};

const heatmapAnswer = (
  index: HeatmapIndex,
  view: AskedView,
  context: BoardContext,
  component: BoardComponent,
): HeatmapAnswer => {
  const { fold, nowMs } = context;
  const of = figureOf(component);
  const filter = view.scope;
  const grid = boardGrid(index, view);
  const org = fold.org();
  const isTold = (id: string): boolean => isToldOf(org, context.member, id);
  const heads = { org, stages: view.stages, weeks: filter.weeks, nowMs, figureOf: of, isTold };
  const columns = boardHeads(component.x, 'x', grid, heads);
  const rows = boardHeads(component.y, 'y', grid, heads);
  return {
    component,
    columns: columns.heads,
    rows: rows.heads,
    cells: packed(grid, columns.heads, rows.heads, of),
    fullest: component.value === 'entered' ? grid.fullest.entered : grid.fullest.times,
    unlikely: grid.unlikely,
    beyond: columns.beyond + rows.beyond,
    hasEarlier: grid.earliestWeek !== null && grid.earliestWeek < (view.weeks.at(-1) ?? ''),
    unread: fold.org().territories.flatMap(({ id }) => (context.readsRecordsOf(id) ? [] : [id])),
  };
};

/** A cohort with its figures, and what is shown of each of its customers. */
export const cohortAnswer = (
  cohort: readonly CohortMember[],
  { fold, row }: Pick<BoardContext, 'fold' | 'row'>,
): CellAnswer => {
  const { entered, times, stillThere, averageDwellDays } = cohortSummary(cohort);
  const { highlightOverdueDays } = fold.org().process.heatmap;
  const rows = cohort.flatMap((member) => {
    const state = fold.customer(member.customer);
    if (state === null) return [];
    return [
      {
        customer: row(state),
        overdueDays: member.overdueDays,
        dwellDays: member.dwellDays,
        times: member.times,
        highlighted: member.overdueDays > highlightOverdueDays,
        isPooled: state.pool?.status === 'in',
        lastFollowUp: lastFollowUp(state),
      },
    ];
  });
  return { rows, entered, times, stillThere, averageDwellDays };
};

/** As its column and row are: of people not everybody's is told. */
const isCellTold = (
  { x, y }: BoardComponent,
  { column, row }: Extract<BoardQuery, { kind: 'cell' }>,
  { fold, member }: BoardContext,
): boolean =>
  (
    [
      [x, column],
      [y, row],
    ] as const
  ).every(([axis, id]) => (axis !== 'person' && axis !== 'team') || id === UNSET || isToldOf(fold.org(), member, id));

/** So many at most: they are to be put right one by one. */
const MOST_UNLIKELY = 200;
const unlikelyAnswer = (index: HeatmapIndex, view: AskedView, context: BoardContext): UnlikelyAnswer => {
  const rowOf = (id: CustomerId): PoolRow | null => {
    const state = context.fold.customer(id);
    return state === null ? null : context.row(state);
  };
  return {
    rows: unlikelyEntries(index, view.scope, view.nowMs)
      .slice(0, MOST_UNLIKELY)
      .flatMap(({ customer: id, entry }) => {
        const customer = rowOf(id);
        const stage = view.stages.get(entry.stage)?.name ?? entry.stage;
        return customer === null ? [] : [{ customer, stage, atMs: entry.atMs }];
      }),
  };
};

/** Everything the funnel page asks. */
export const boardAnswer = (
  index: BoardCounts,
  query: BoardQuery,
  context: BoardContext,
): BoardAnswers[BoardQuery['kind']] => {
  if (query.kind === 'facets') return facetChoices(index.entered());
  const component = componentOf(context, query.component);
  const counted = indexOf(index, component);
  const view = viewOf(component, query.filter, context);
  switch (query.kind) {
    case 'heatmap':
      return heatmapAnswer(counted, view, context, component);
    case 'cell':
      // exactly the customers the cell counts, most overdue first (R44, R45)
      return cohortAnswer(isCellTold(component, query, context) ? boardCohort(counted, view, query) : [], context);
    case 'unlikely':
      return unlikelyAnswer(counted, view, context);
  }
};
