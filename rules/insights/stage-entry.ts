import type { StageId } from '../ids.ts';

/** One entry of a customer into a stage, re-entry after leaving being another (A8); or one contact during a stay. */
export interface StageEntry {
  readonly stage: StageId;
  /** When it happened: the entry itself, or the contact. */
  readonly atMs: number;
  readonly enteredAt: number;
  /** null = still there. */
  readonly leftAt: number | null;
}
