import {
  type CustomerId,
  type CustomerState,
  type HeatmapIndex,
  heatmapWeeks,
  lastFollowUp,
  type Process,
  weekOf,
} from '#rules';
import type { CellAnswer, HeatmapAnswer, HeatmapFilter, PoolRow, Query } from '../contract.ts';

/** Numbers per cell: entered, mean stay × 10, overdue, still there. */
const PER_CELL = 4;

export const heatmapAnswer = (
  index: HeatmapIndex,
  filter: HeatmapFilter,
  process: Process,
  nowMs: number,
): HeatmapAnswer => {
  const weeks = heatmapWeeks(nowMs, filter.weeks);
  const { stages } = process;
  const cells = new Float64Array(weeks.length * stages.length * PER_CELL);
  let at = 0;
  for (const { week } of weeks) {
    for (const { id } of stages) {
      const { entered, averageDwellDays, overdue, stillThere } = index.summary(id, week, filter, process, nowMs);
      cells.set([entered, Math.round(averageDwellDays * 10), overdue, stillThere], at);
      at += PER_CELL;
    }
  }
  const current = weekOf(nowMs).week;
  return {
    stages: stages.map(({ id, name, limitDays }) => ({ id, name, limitDays })),
    weeks: weeks.map(({ week, label, fromMs, toMs }) => ({ week, label, fromMs, toMs, current: week === current })),
    cells,
  };
};

export interface CellContext {
  readonly process: Process;
  readonly nowMs: number;
  readonly customer: (id: CustomerId) => CustomerState | null;
  readonly row: (customer: CustomerState) => PoolRow;
}

/** Exactly the customers the cell counts, most overdue first (R44, R45). */
export const cellAnswer = (
  index: HeatmapIndex,
  { stage, week, filter }: Extract<Query, { kind: 'cell' }>,
  { process, nowMs, customer, row }: CellContext,
): CellAnswer => {
  const cohort = index.cohort(stage, week, filter, process, nowMs);
  const summary = index.summary(stage, week, filter, process, nowMs);
  const rows = cohort.flatMap((member) => {
    const state = customer(member.customer);
    if (state === null) return [];
    return [
      {
        customer: row(state),
        overdueDays: member.overdueDays,
        dwellDays: member.dwellDays,
        highlighted: member.overdueDays > process.heatmap.highlightOverdueDays,
        lastFollowUp: lastFollowUp(state),
      },
    ];
  });
  return { rows, entered: summary.entered, stillThere: summary.stillThere, averageDwellDays: summary.averageDwellDays };
};
