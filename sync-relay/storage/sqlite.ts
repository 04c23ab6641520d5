import { Worker } from 'node:worker_threads';
import { type Storage, StorageFailure } from './contract.ts';

export interface SqliteOptions {
  readonly file: string;
  /** For looking at a folder without changing it. */
  readonly readOnly?: boolean;
  /** Upper bound of the database in pages of 4 KiB; beyond it commits fail as on a full disk. */
  readonly maxPages?: number;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
}
interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: StorageFailure) => void;
}
interface Loaded {
  readonly meta: readonly { readonly key: string; readonly value: string }[];
  readonly rooms: readonly { readonly name: string }[];
}

/** Asks the worker in order; once it is gone every call fails, for what it last did is not known. */
class WorkerCalls {
  readonly #worker: Worker;
  readonly #open = new Map<number, Call>();
  /** Resolves when the thread has ended: only then has the file been let go for certain. */
  readonly ended: Promise<void>;
  #next = 0;
  #gone: StorageFailure | null = null;

  constructor(options: SqliteOptions) {
    this.#worker = new Worker(new URL('./sqlite-worker.mjs', import.meta.url), { workerData: options });
    this.#worker.on('message', (answer: Answer) => this.#answer(answer));
    this.#worker.on('error', (cause) => this.#lose(new StorageFailure(cause.message, { cause })));
    this.ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#lose(new StorageFailure('storage is closed'));
        resolve();
      });
    });
  }

  ask(op: string, request: object): Promise<unknown> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#next += 1;
      this.#open.set(this.#next, { resolve, reject });
      this.#worker.postMessage({ id: this.#next, op, ...request });
    });
  }

  #answer({ id, value, failure }: Answer): void {
    const call = this.#open.get(id);
    this.#open.delete(id);
    if (failure === undefined) call?.resolve(value);
    else call?.reject(new StorageFailure(failure));
  }

  #lose(cause: StorageFailure): void {
    this.#gone ??= cause;
    for (const { reject } of this.#open.values()) reject(this.#gone);
    this.#open.clear();
  }
}

/**
 * The relay's database in one SQLite file: write-ahead log, fsync at each commit, one writing connection on a
 * worker thread, which holds the file alone.
 * @throws StorageFailure when the file cannot be opened: in use by another relay, not writable, of a newer format
 */
export const openSqliteStorage = async (options: SqliteOptions): Promise<Storage> => {
  const calls = new WorkerCalls(options);
  const storage: Storage = {
    load: async () => {
      const { meta, rooms } = (await calls.ask('load', {})) as Loaded;
      return { meta: new Map(meta.map(({ key, value }) => [key, value])), rooms: rooms.map(({ name }) => name) };
    },
    commit: async ({ rooms = [], segments = [], meta = new Map() }) => {
      await calls.ask('commit', { rooms, segments, meta: [...meta] });
    },
    segments: async (room) => {
      const rows = (await calls.ask('segments', { room })) as readonly { readonly bytes: ArrayBuffer }[];
      return rows.map(({ bytes }) => new Uint8Array(bytes));
    },
    close: async () => {
      await calls.ask('close', {});
      await calls.ended;
    },
  };
  // the first answer shows that the file could be opened
  await storage.load();
  return storage;
};
