import type { CustomerRow } from '#rules';

/** One customer in a list, as of now. */
export interface PoolRow extends CustomerRow {
  /**
   * Of a territory whose records this person does not get: who it is, is all that is known here. Mark, stage, dates
   * and what has ended say nothing then.
   */
  readonly basicsOnly: boolean;
  readonly unsynced: boolean;
  /** Ranges of the name that match the search, `[from, to)`. */
  readonly matches: readonly (readonly [number, number])[];
}
