import { weekOf } from '../calendar/week.ts';
import type { CustomerId, StageId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { BoardAxis, BoardComponent } from '../process.ts';
import { DAY_MS } from '../time.ts';
import { type CellSummary, EMPTY_CELL } from './cell-summary.ts';
import { overdueDays, wholeDays } from './dwell.ts';
import type { HeatmapIndex, HeatmapMember } from './heatmap.ts';
import { isInScope, type Scope, type ScopeFacts, UNSET } from './scope.ts';
import type { StageEntry } from './stage-entry.ts';
import type { KnownStage } from './stages-ever.ts';

/** What one component of a board shows, and as of when. */
export interface BoardView {
  readonly axes: Pick<BoardComponent, 'x' | 'y'>;
  readonly scope: Scope;
  /** The period: ISO weeks, newest first. */
  readonly weeks: readonly string[];
  readonly stages: ReadonlyMap<StageId, Pick<KnownStage, 'limitDays'>>;
  readonly nowMs: number;
}

/** A customer in a cell. Several entries of one customer count once, with the longest stay (R102). */
export interface CohortMember {
  readonly customer: CustomerId;
  /** Entries or contacts. */
  readonly times: number;
  readonly dwellDays: number;
  /** The same stay, exact: what the mean is taken over, ms. */
  readonly stayMs: number;
  /** 0 once it has left the stage (A8). */
  readonly overdueDays: number;
  readonly isStillThere: boolean;
}

/** Cells by column, then by row; one that counts nobody is not there. */
export type BoardCells = ReadonlyMap<string, ReadonlyMap<string, CellSummary>>;

/** Earlier is no date of a business but a clock or a table that began at zero. */
const FIRST_LIKELY_WEEK = '2000-W01';
/** Clocks differ: what lies less ahead than this counts as now. */
const AHEAD_MS = DAY_MS;

/** The person, the product … a customer is counted under; with nothing there under `UNSET`. */
const placeOf = (axis: BoardAxis, week: string, stage: StageId, facts: ScopeFacts): string => {
  if (axis === 'week') return week;
  return axis === 'stage' ? stage : (facts[axis] ?? UNSET);
};

const measured = ({ customer, entries }: HeatmapMember, { stages, nowMs }: BoardView): CohortMember | null => {
  let times = 0;
  let stayMs = 0;
  let overdue = 0;
  let isStillThere = false;
  for (const { stage, atMs, enteredAt, leftAt } of entries) {
    if (atMs > nowMs + AHEAD_MS) continue;
    times += 1;
    stayMs = Math.max(stayMs, (leftAt ?? nowMs) - enteredAt);
    if (leftAt !== null) continue;
    isStillThere = true;
    const limitDays = stages.get(stage)?.limitDays;
    if (limitDays !== undefined) overdue = Math.max(overdue, overdueDays(wholeDays(enteredAt, nowMs), limitDays));
  }
  return times === 0
    ? null
    : { customer, times, dwellDays: wholeDays(0, stayMs), stayMs, overdueDays: overdue, isStillThere };
};

type Members = ReadonlyMap<CustomerId, HeatmapMember>;

const put = <Value>(cells: Map<string, Map<string, Value>>, column: string): Map<string, Value> => {
  const rows = cells.get(column) ?? new Map<string, Value>();
  cells.set(column, rows);
  return rows;
};

/** Whether each cell is a week and a stage of the index as it is. */
const isKept = ({ x, y }: BoardView['axes']): boolean =>
  (x === 'stage' && y === 'week') || (x === 'week' && y === 'stage');

/** With other axes a customer of several weeks and stages may meet itself in a cell: it is one there. */
const gathered = (
  index: HeatmapIndex,
  { axes, weeks, scope }: BoardView,
): ReadonlyMap<string, ReadonlyMap<string, Members>> => {
  const cells = new Map<string, Map<string, Map<CustomerId, HeatmapMember>>>();
  for (const week of weeks) {
    for (const [stage, { members }] of index.in(week)) {
      for (const member of members.values()) {
        const { customer, facts, entries } = member;
        if (!isInScope(facts, scope)) continue;
        const rows = put(cells, placeOf(axes.x, week, stage, facts));
        const row = placeOf(axes.y, week, stage, facts);
        const cell = rows.get(row) ?? new Map<CustomerId, HeatmapMember>();
        rows.set(row, cell);
        const present = cell.get(customer);
        cell.set(customer, present ? { ...present, entries: [...present.entries, ...entries] } : member);
      }
    }
  }
  return cells;
};

/** The customers of some that count, each measured. */
const cohortOf = (members: Members | undefined, view: BoardView): readonly CohortMember[] =>
  [...(members?.values() ?? [])].flatMap((member) =>
    isInScope(member.facts, view.scope) ? (measured(member, view) ?? []) : [],
  );

/** Every cell that counts somebody. */
export const boardCells = (index: HeatmapIndex, view: BoardView): BoardCells => {
  const cells = new Map<string, Map<string, CellSummary>>();
  const add = (column: string, row: string, summary: CellSummary): void => {
    if (summary.entered > 0) put(cells, column).set(row, summary);
  };
  if (!isKept(view.axes)) {
    for (const [column, rows] of gathered(index, view)) {
      for (const [row, members] of rows) add(column, row, cohortSummary(cohortOf(members, view)));
    }
    return cells;
  }
  const matches = index.matches(view.scope);
  const current = weekOf(view.nowMs).week;
  for (const week of view.weeks) {
    for (const [stage, { members, columns }] of index.in(week)) {
      // Only from this week on may a date be too far ahead to count.
      const summary =
        week < current
          ? columns.summary(matches, view.stages.get(stage)?.limitDays, view.nowMs)
          : cohortSummary(cohortOf(members, view));
      add(...placeIn(view.axes, stage, week), summary);
    }
  }
  return cells;
};

const placeIn = ({ x }: BoardView['axes'], stage: StageId, week: string): readonly [column: string, row: string] =>
  x === 'stage' ? [stage, week] : [week, stage];

const byOverdue = (a: CohortMember, b: CohortMember): number =>
  b.overdueDays - a.overdueDays || b.dwellDays - a.dwellDays || compareText(a.customer, b.customer);

/** The cohort of a cell: exactly the customers it counts, most overdue first (R44). */
export const boardCohort = (
  index: HeatmapIndex,
  view: BoardView,
  { column, row }: { readonly column: string; readonly row: string },
): readonly CohortMember[] => {
  const [stage, week] = view.axes.x === 'stage' ? [column, row] : [row, column];
  const members = isKept(view.axes)
    ? index.in(view.weeks.includes(week) ? week : '').get(stage)?.members
    : gathered(index, view).get(column)?.get(row);
  return cohortOf(members, view).toSorted(byOverdue);
};

/** The figures of a cell, from its cohort. */
export const cohortSummary = (cohort: readonly CohortMember[]): CellSummary => {
  if (cohort.length === 0) return EMPTY_CELL;
  const total = cohort.reduce((sum, { stayMs }) => sum + stayMs, 0);
  return {
    entered: cohort.length,
    times: cohort.reduce((sum, { times }) => sum + times, 0),
    stillThere: cohort.filter(({ isStillThere }) => isStillThere).length,
    overdue: cohort.filter((member) => member.overdueDays > 0).length,
    averageDwellDays: total / cohort.length / DAY_MS,
  };
};

const isUnlikely = ({ week, atMs }: StageEntry, nowMs: number): boolean =>
  week < FIRST_LIKELY_WEEK || atMs > nowMs + AHEAD_MS;

/** Entries whose date cannot be right, ahead of now or before there was a business; they stand in no cell. */
export const unlikelyEntries = (
  index: HeatmapIndex,
  scope: Scope,
  nowMs: number,
): readonly { readonly customer: CustomerId; readonly entry: StageEntry }[] => {
  const current = weekOf(nowMs).week;
  const found: { customer: CustomerId; entry: StageEntry }[] = [];
  for (const week of index.weeks()) {
    if (week >= FIRST_LIKELY_WEEK && week < current) continue;
    for (const { members } of index.in(week).values()) {
      for (const { customer, facts, entries } of members.values()) {
        if (!isInScope(facts, scope)) continue;
        for (const entry of entries) if (isUnlikely(entry, nowMs)) found.push({ customer, entry });
      }
    }
  }
  return found.sort((a, b) => a.entry.atMs - b.entry.atMs || compareText(a.customer, b.customer));
};

/** The earliest week in which anything likely happened; null = none. */
export const earliestWeek = (index: HeatmapIndex): string | null => {
  let earliest: string | null = null;
  for (const week of index.weeks()) {
    if (week >= FIRST_LIKELY_WEEK && (earliest === null || week < earliest)) earliest = week;
  }
  return earliest;
};

/** The greatest count of customers, or of entries, in a cell without any filter, and the stages that have any. */
export const unfiltered = (
  index: HeatmapIndex,
  view: BoardView,
  value: BoardComponent['value'],
): { readonly fullest: number; readonly stages: ReadonlySet<StageId> } => {
  const stages = new Set<StageId>();
  let fullest = 0;
  for (const week of view.weeks) {
    for (const [stage, { columns }] of index.in(week)) {
      stages.add(stage);
      fullest = Math.max(fullest, value === 'entered' ? columns.size : columns.times);
    }
  }
  if (isKept(view.axes)) return { fullest, stages };
  const counts = [...boardCells(index, { ...view, scope: {} }).values()].flatMap((rows) =>
    [...rows.values()].map(({ entered, times }) => (value === 'entered' ? entered : times)),
  );
  return { fullest: counts.reduce((most, count) => Math.max(most, count), 0), stages };
};
