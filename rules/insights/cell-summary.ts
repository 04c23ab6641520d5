/** What a cell of a board says. */
export interface CellSummary {
  /** Distinct customers. */
  readonly entered: number;
  /** Entries or contacts of theirs. */
  readonly times: number;
  readonly stillThere: number;
  readonly overdue: number;
  /** Mean stay over the cohort, days; 0 for an empty cell. */
  readonly averageDwellDays: number;
}
export const EMPTY_CELL: CellSummary = { entered: 0, times: 0, stillThere: 0, overdue: 0, averageDwellDays: 0 };
