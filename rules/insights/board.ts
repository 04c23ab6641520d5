import { isDated } from '../calendar/dated.ts';
import { weekOf } from '../calendar/week.ts';
import type { CustomerId, StageId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { BoardComponent } from '../process.ts';
import { DAY_MS } from '../time.ts';
import { axisPlaces, Period } from './board-axis.ts';
import { type CellSummary, EMPTY_CELL } from './cell-summary.ts';
import { CellTally } from './cell-tally.ts';
import { overdueDays, wholeDays } from './dwell.ts';
import { NOT_YET } from './entry-table.ts';
import type { HeatmapIndex } from './heatmap.ts';
import type { Scope } from './scope.ts';
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

/** What a component shows. */
export interface BoardGrid {
  /** The cell of a column and a row, by their ids. */
  readonly cell: (column: string, row: string) => CellSummary;
  /** Every cell that counts somebody. */
  readonly filled: () => Iterable<readonly [column: string, row: string, summary: CellSummary]>;
  /** The greatest counts of a cell without any filter. */
  readonly fullest: { readonly entered: number; readonly times: number };
  /** Stages anybody entered in the period, whatever the filter is. */
  readonly stages: ReadonlySet<StageId>;
  /** The earliest week in which anything likely happened, whatever the filter is; null = none. */
  readonly earliestWeek: string | null;
  /** How many {@link unlikelyEntries} there are. */
  readonly unlikely: number;
}

/** Clocks differ: what lies less ahead than this counts as now. */
const AHEAD_MS = DAY_MS;
const isLikely = (ms: number, nowMs: number): boolean => isDated(ms) && ms <= nowMs + AHEAD_MS;

const numbered = (ids: readonly string[]): ReadonlyMap<string, number> => new Map(ids.map((id, at) => [id, at]));

/** All that a component shows, from one walk over all entries: a large company has millions, and waits for it. */
export const boardGrid = (index: HeatmapIndex, view: BoardView): BoardGrid => {
  const { axes, weeks, nowMs } = view;
  const [x, y] = [axisPlaces(axes.x, index, weeks), axisPlaces(axes.y, index, weeks)];
  const [period, matches, factsOf] = [new Period(weeks), index.facts.matches(view.scope), index.factsOf()];
  const [stages, atMs] = [index.stages(), index.times('atMs')];
  const tally = new CellTally(index, view, y.ids.length);
  const ids = index.stageIds();
  const isUsed = new Uint8Array(ids.length);
  let [earliest, unlikely] = [NOT_YET, 0];
  index.walk((at, owner) => {
    const ms = atMs[at] ?? NOT_YET;
    const facts = factsOf[owner] ?? 0;
    if (!isLikely(ms, nowMs)) {
      unlikely += matches[facts] ?? 0;
      return;
    }
    if (ms < earliest) earliest = ms;
    const week = period.placeOf(ms);
    if (week < 0) return;
    const stage = stages[at] ?? 0;
    isUsed[stage] = 1;
    tally.add(x.placeOf(facts, stage, week), y.placeOf(facts, stage, week), owner, at, matches[facts] === 1);
  });
  const [columns, rows] = [numbered(x.ids), numbered(y.ids)];
  return {
    cell: (column, row) => tally.summary(columns.get(column) ?? -1, rows.get(row) ?? -1),
    *filled() {
      for (const [column, row, summary] of tally.filled()) yield [x.ids[column] ?? '', y.ids[row] ?? '', summary];
    },
    fullest: tally.fullest(),
    stages: new Set(ids.filter((_, stage) => isUsed[stage] === 1)),
    earliestWeek: earliest === NOT_YET ? null : weekOf(earliest).week,
    unlikely,
  };
};

const entryAt = (index: HeatmapIndex, at: number): StageEntry => {
  const leftAt = index.times('leftAt')[at] ?? NOT_YET;
  return {
    stage: index.stageIds()[index.stages()[at] ?? 0] ?? '',
    atMs: index.times('atMs')[at] ?? 0,
    enteredAt: index.times('enteredAt')[at] ?? 0,
    leftAt: leftAt === NOT_YET ? null : leftAt,
  };
};

/** A customer by its entries in a cell; there is at least one. */
export const measured = (
  customer: CustomerId,
  entries: readonly StageEntry[],
  { stages, nowMs }: Pick<BoardView, 'stages' | 'nowMs'>,
): CohortMember => {
  let stayMs = 0;
  let overdue = 0;
  let isStillThere = false;
  for (const { stage, enteredAt, leftAt } of entries) {
    stayMs = Math.max(stayMs, (leftAt ?? nowMs) - enteredAt);
    if (leftAt !== null) continue;
    isStillThere = true;
    const limitDays = stages.get(stage)?.limitDays;
    if (limitDays !== undefined) overdue = Math.max(overdue, overdueDays(wholeDays(enteredAt, nowMs), limitDays));
  }
  return {
    customer,
    times: entries.length,
    dwellDays: wholeDays(0, stayMs),
    stayMs,
    overdueDays: overdue,
    isStillThere,
  };
};

/** Most overdue first, then longest there. */
export const byOverdue = (a: CohortMember, b: CohortMember): number =>
  b.overdueDays - a.overdueDays || b.dwellDays - a.dwellDays || compareText(a.customer, b.customer);

/** The cohort of a cell: exactly the customers it counts, most overdue first (R44). */
export const boardCohort = (
  index: HeatmapIndex,
  view: BoardView,
  { column, row }: { readonly column: string; readonly row: string },
): readonly CohortMember[] => {
  const { axes, weeks, nowMs } = view;
  const [x, y] = [axisPlaces(axes.x, index, weeks), axisPlaces(axes.y, index, weeks)];
  const [atColumn, atRow] = [x.ids.indexOf(column), y.ids.indexOf(row)];
  const [period, matches, factsOf] = [new Period(weeks), index.facts.matches(view.scope), index.factsOf()];
  const [stages, atMs] = [index.stages(), index.times('atMs')];
  const found = new Map<number, StageEntry[]>();
  index.walk((at, owner) => {
    const facts = factsOf[owner] ?? 0;
    const ms = atMs[at] ?? NOT_YET;
    const week = matches[facts] !== 1 || ms > nowMs + AHEAD_MS ? -1 : period.placeOf(ms);
    if (week < 0) return;
    const stage = stages[at] ?? 0;
    if (x.placeOf(facts, stage, week) !== atColumn || y.placeOf(facts, stage, week) !== atRow) return;
    const entries = found.get(owner) ?? [];
    found.set(owner, entries);
    entries.push(entryAt(index, at));
  });
  return [...found].map(([owner, entries]) => measured(index.customerAt(owner), entries, view)).sort(byOverdue);
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

/** Entries whose date cannot be right, ahead of now or before there was a business; they stand in no cell. */
export const unlikelyEntries = (
  index: HeatmapIndex,
  scope: Scope,
  nowMs: number,
): readonly { readonly customer: CustomerId; readonly entry: StageEntry }[] => {
  const [matches, factsOf] = [index.facts.matches(scope), index.factsOf()];
  const atMs = index.times('atMs');
  const found: { customer: CustomerId; entry: StageEntry }[] = [];
  index.walk((at, owner) => {
    const ms = atMs[at] ?? 0;
    if (isLikely(ms, nowMs) || matches[factsOf[owner] ?? 0] !== 1) return;
    found.push({ customer: index.customerAt(owner), entry: entryAt(index, at) });
  });
  return found.sort((a, b) => a.entry.atMs - b.entry.atMs || compareText(a.customer, b.customer));
};
