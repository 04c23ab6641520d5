import type { BoardComponent, FacetChoices, FollowUp, Scope, StageId, TerritoryId } from '#rules';
import type { PoolRow } from './pool-row.ts';

/** What the funnel page is narrowed to, and how many weeks back it reaches, newest first. */
export interface HeatmapFilter extends Scope {
  readonly weeks: number;
}

export type BoardQuery =
  /** One component of the board; absent, or an id that is not there any more: the first. */
  | { readonly kind: 'heatmap'; readonly component?: string | null; readonly filter: HeatmapFilter }
  | {
      readonly kind: 'cell';
      readonly component?: string | null;
      readonly filter: HeatmapFilter;
      readonly column: string;
      readonly row: string;
    }
  /** Entries that stand in no cell because their date cannot be right. */
  | { readonly kind: 'unlikely'; readonly component?: string | null; readonly filter: HeatmapFilter }
  /** What customers have that a filter may ask for. */
  | { readonly kind: 'facets' };

export interface BoardAnswers {
  readonly heatmap: HeatmapAnswer;
  readonly cell: CellAnswer;
  readonly unlikely: UnlikelyAnswer;
  readonly facets: FacetChoices;
}

/** A column or a row. `name` null: nothing there, nobody responsible. */
export type BoardHead =
  | {
      readonly kind: 'stage';
      readonly id: StageId;
      readonly name: string;
      readonly limitDays: number;
      /** Deleted from the process; its entries stay. */
      readonly isGone: boolean;
    }
  | {
      readonly kind: 'week';
      readonly id: string;
      readonly label: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly current: boolean;
    }
  | { readonly kind: 'member'; readonly id: string; readonly name: string | null; readonly hasLeft: boolean }
  | { readonly kind: 'named'; readonly id: string; readonly name: string | null };

export interface HeatmapAnswer {
  readonly component: BoardComponent;
  readonly columns: readonly BoardHead[];
  readonly rows: readonly BoardHead[];
  /** Row-major rows × columns × 4: value, mean stay days ×10, overdue, distinct customers. */
  readonly cells: Float64Array;
  /** The greatest value of a cell without any filter: what shades go by, so that no filter changes them (R42). */
  readonly fullest: number;
  /** Entries under this filter whose date cannot be right. */
  readonly unlikely: number;
  /** Columns and rows beyond the largest, not shown. */
  readonly beyond: number;
  readonly hasEarlier: boolean;
  /** Territories whose records do not come to this device: nothing of them is counted. */
  readonly unread: readonly TerritoryId[];
}

export interface CellAnswer {
  readonly rows: readonly {
    readonly customer: PoolRow;
    readonly overdueDays: number;
    readonly dwellDays: number;
    /** Entries or contacts in the cell. */
    readonly times: number;
    readonly highlighted: boolean;
    /** In 待清洗池: its follow-up stands still, so nobody is sent there because of a number (R23). */
    readonly isPooled: boolean;
    readonly lastFollowUp: FollowUp | null;
  }[];
  readonly entered: number;
  readonly times: number;
  readonly stillThere: number;
  readonly averageDwellDays: number;
}

export interface UnlikelyAnswer {
  readonly rows: readonly { readonly customer: PoolRow; readonly stage: string; readonly atMs: number }[];
}
