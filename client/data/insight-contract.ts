import type { CauseFinding, CustomerId, MemberId, MoveOf, Moves, Scope, StageId, TerritoryId } from '#rules';
import type { CellAnswer } from './board-contract.ts';

/** 异动 and 卡在哪: what changed against the weeks before, and why customers stay where they are. */
export type InsightQuery =
  | { readonly kind: 'moves'; readonly filter: Scope }
  /** The customers one of these changes counts. */
  | { readonly kind: 'moved'; readonly filter: Scope; readonly of: MoveOf }
  | { readonly kind: 'causes'; readonly filter: Scope; readonly stage: StageId; readonly week: string };

export interface InsightAnswers {
  readonly moves: MovesAnswer;
  readonly moved: CellAnswer;
  readonly causes: CausesAnswer;
}

export interface MovesAnswer extends Moves {
  /** How many are marked; the list may be shorter. */
  readonly marked: number;
}

export interface CausesAnswer {
  readonly finding: CauseFinding;
  readonly stage: string;
  readonly limitDays: number;
  /** `3月第2周`; null while nobody entered. */
  readonly week: string | null;
  /** The territory all of them are in; null = several. */
  readonly territory: string | null;
  /**
   * The stuck ones that no cause is told for, two hundred at most: those without a task first, then most overdue first;
   * none where there is a cause.
   */
  readonly unexplained: readonly CustomerId[];
  /** Those, and the stuck ones of every cause listed, by id. */
  readonly customers: Readonly<Record<CustomerId, StuckCustomer>>;
  /** Those that have a task from any cause of the cell, told now or not, and those whose is not done yet. */
  readonly reached: readonly CustomerId[];
  readonly busy: readonly CustomerId[];
  /** What was given because of causes listed, or without one; a cause that nothing was given for has none. */
  readonly given: readonly CauseTasks[];
}
/** Stands for the cause where none is told. */
export const NO_CAUSE = '-';
/** Tasks given because of one cause of this cell that still stand, whoever gave them. */
export interface CauseTasks {
  /** The key of the cause, or {@link NO_CAUSE}. */
  readonly cause: string;
  readonly lastMs: number;
  /** Who has them now, whoever has most first. */
  readonly people: readonly { readonly member: MemberId; readonly tasks: number }[];
  readonly tasks: number;
  readonly done: number;
  /** Customers a task was given about. */
  readonly customers: readonly CustomerId[];
}
/** Enough of a customer to be named and to give a task about it. */
export interface StuckCustomer {
  readonly id: CustomerId;
  readonly name: string;
  readonly owner: MemberId | null;
  readonly territory: TerritoryId;
  /** In 待清洗池: its follow-up stands still, so nobody is sent there (R23). */
  readonly isPooled: boolean;
}
