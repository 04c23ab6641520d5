import type { Sleeping } from '#rules';
import type { ShelvedCheckpoints } from './checkpoints.ts';
import type { Shelf } from './shelf.ts';

/** Where one fold's sleepers lie, and what lets more of them sleep. */
export interface Asleep {
  readonly shelf: Shelf;
  readonly sleeping: Sleeping;
  readonly checkpoints: ShelvedCheckpoints;
}
