/**
 * Storage of the relay: an append log plus small tables, behind one interface with one contract suite
 * (`tests/unit/contracts/storage.test.ts`). All writes of a flush are one transaction; a resolved promise means it
 * is on disk (fsync) and nothing of a rejected one is there.
 */
export interface Storage {
  /** Everything needed to start: rooms, segments in commit order, meta. */
  load(): Promise<StoredState>;
  /** Atomic and durable. @throws StorageFailure when the disk refuses; then nothing of `flush` is stored. */
  commit(flush: Flush): Promise<void>;
  /** Segments of a room in order, for replay and lazy loading. */
  segments(room: string): Promise<readonly Uint8Array[]>;
  close(): Promise<void>;
}

export interface StoredState {
  /** Key-value facts of the relay itself: epoch, last tick, relay clientID, sessions, invites, … */
  readonly meta: ReadonlyMap<string, string>;
  readonly rooms: readonly string[];
}

export interface Flush {
  readonly rooms?: readonly string[];
  /** One row per room and flush (canonical update bytes plus the receipts' times, as the log encodes them). */
  readonly segments?: readonly { readonly room: string; readonly bytes: Uint8Array }[];
  /** `null` deletes. */
  readonly meta?: ReadonlyMap<string, string | null>;
}

export class StorageFailure extends Error {
  override readonly name = 'StorageFailure';
}

/** Name of the relay's database inside `DATA_DIR`. */
export const DATABASE_FILE = 'relay.db';
