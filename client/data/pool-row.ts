import type { CustomerId, MarkLook, MemberId, StageId, TerritoryId } from '#rules';

/** One customer in a list, as of now. */
export interface PoolRow {
  readonly id: CustomerId;
  readonly name: string;
  readonly mark: MarkLook;
  readonly stage: StageId;
  readonly stageIndex: number;
  readonly stageCount: number;
  readonly dwellDays: number;
  readonly limitDays: number;
  readonly overdueDays: number;
  readonly owner: MemberId | null;
  readonly ownerName: string | null;
  readonly isPrivate: boolean;
  /** Next date and its matter: appointment, promise due, or task. */
  readonly next: {
    readonly kind: 'touchpoint' | 'commitment' | 'task';
    readonly atMs: number;
    readonly text: string;
  } | null;
  readonly ended: 'won' | 'lost' | 'shelved' | null;
  readonly hasConflict: boolean;
  /**
   * Of a territory whose records this person does not get: who it is, is all that is known here. Mark, stage, dates
   * and what has ended say nothing then.
   */
  readonly basicsOnly: boolean;
  readonly territory: TerritoryId;
  readonly unsynced: boolean;
  /** Ranges of the name that match the search, `[from, to)`. */
  readonly matches: readonly (readonly [number, number])[];
}
