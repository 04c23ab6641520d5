/**
 * What one device keeps, in named stores of key and value. All values are plain data (or keys and files that
 * structured clone carries). One owner writes at a time: whoever claimed last. A claim by another ends every
 * earlier owner's right to write, which its next {@link LocalStore.commit} notices.
 */
export const STORES = [
  /** `head`, `catalogue`, `keys`, `count/<room>`, … */
  'meta',
  /** Command id → what became of it, so that a command sent twice is done once. */
  'commands',
  /** Own events not acknowledged yet: the truth until then. */
  'pending',
  /** Own acknowledged rows with their receipts, kept until the relay announces a backup (S11). */
  'acked',
  /** Receipts of others' rows, by event id. */
  'receipts',
  /** Own events the relay refused. */
  'quarantine',
  /** Unfinished forms. */
  'drafts',
  /** Files waiting for upload. */
  'blobs',
  /** Files of given playbooks, to be read offline; a cache. */
  'files',
  /** Projection snapshot; a cache. */
  'snapshot',
  /** Encrypted contact rows. */
  'secrets',
] as const;
export type StoreName = (typeof STORES)[number];

/** `value: undefined` deletes. */
export interface Write {
  readonly store: StoreName;
  readonly key: string;
  readonly value: unknown;
}

export interface LocalStore {
  /** Makes the caller the owner and returns its generation; everything an earlier owner committed is there. */
  claim(): Promise<number>;
  /** `undefined` when there is none. */
  read(store: StoreName, key: string): Promise<unknown>;
  /** In key order (UTF-16 code units). */
  entries(store: StoreName): Promise<readonly (readonly [key: string, value: unknown])[]>;
  /**
   * All writes or none; resolved = on disk (`durability: 'strict'`).
   * @throws StaleGeneration another owner has claimed. @throws StorageRefused disk full or not available.
   */
  commit(generation: number, writes: readonly Write[]): Promise<void>;
  /** Deletes everything, whoever owns it; earlier owners are stale afterwards. */
  wipe(): Promise<void>;
  close(): void;
}

/** Somebody else owns the data now: resign, never claim again by yourself. */
export class StaleGeneration extends Error {
  override readonly name = 'StaleGeneration';
}

export type StorageProblem = 'quota' | 'blocked' | 'unavailable';

export class StorageRefused extends Error {
  override readonly name = 'StorageRefused';
  readonly reason: StorageProblem;
  constructor(reason: StorageProblem, cause?: unknown) {
    super(`local storage: ${reason}`, { cause });
    this.reason = reason;
  }
}
