import type { RelayFact } from '#rules';
import type { FactDraft } from './contract.ts';
import type { Room } from './room.ts';
import type { Run } from './run.ts';
import type { NewRow, Undo } from './workspace.ts';

/** A fact as it will stand in the relay's log: new (takes a tick) or given back (keeps its own). */
export type PendingFact =
  | { readonly kind: 'draft'; readonly room: Room; readonly draft: FactDraft; readonly done: (fact: RelayFact) => void }
  | { readonly kind: 'given'; readonly room: Room; readonly fact: RelayFact; readonly text: string };

/** What the next commit will hold: judged and in memory already, on disk not yet. */
export interface Batch {
  readonly rows: NewRow[];
  readonly facts: PendingFact[];
  readonly newRooms: string[];
  readonly meta: Map<string, string | null>;
  readonly touched: Map<Room, Set<Run>>;
  readonly undo: Undo;
  readonly waiters: { readonly stored: () => void; readonly failed: (cause: unknown) => void }[];
}

export const makeBatch = (): Batch => ({
  rows: [],
  facts: [],
  newRooms: [],
  meta: new Map(),
  touched: new Map(),
  undo: [],
  waiters: [],
});

export const touch = (batch: Batch, room: Room, run: Run): void => {
  const runs = batch.touched.get(room) ?? new Set<Run>();
  batch.touched.set(room, runs.add(run));
};
