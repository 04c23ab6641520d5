import { LIMITS } from '#protocol';
import { type BlobHash, type Evidence, isBlobHash, shortened } from '#rules';
import type { AttachOutcome, UploadState } from '../contract.ts';
import { type LocalStore, StorageRefused } from '../storage/contract.ts';
import { fileFault } from './file-look.ts';
import { keepWithRoom } from './keep-with-room.ts';
import type { QueuedFile } from './unsent-files.ts';

/** Sends one file; resolves when it is stored or refused for good, rejects when it should be tried again. */
export type SendFile = (file: {
  readonly bytes: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}) => Promise<'stored' | 'refused'>;

export interface UploadQueueDeps {
  readonly store: LocalStore;
  readonly generation: number;
  readonly send: SendFile;
  readonly digest: (bytes: Uint8Array) => Promise<string>;
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onChange: () => void;
}

const RETRY_MS = 15_000;

/** Files to upload, one after the other, kept across kills; a refused one stays and says so. */
export class UploadQueue {
  readonly #deps: UploadQueueDeps;
  readonly #states = new Map<string, UploadState>();
  #running = false;
  #stopped = false;
  #cancelRetry: (() => void) | null = null;

  constructor(deps: UploadQueueDeps) {
    this.#deps = deps;
    void this.#load();
  }

  states(): Readonly<Record<string, UploadState>> {
    return Object.fromEntries(this.#states);
  }
  waiting(): number {
    return [...this.#states.values()].filter((state) => state === 'waiting' || state === 'uploading').length;
  }

  /** The bytes of a file that waits here. */
  async read(hash: string): Promise<Uint8Array | null> {
    const file = (await this.#deps.store.read('blobs', hash)) as QueuedFile | undefined;
    return file?.bytes ?? null;
  }

  async attach(file: Blob, name: string, documentType: Evidence['documentType']): Promise<AttachOutcome> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const fault = fileFault(bytes, documentType, LIMITS.blobBytes);
    if (fault !== null) return { kind: 'refused', reason: fault };
    const sha256 = await this.#deps.digest(bytes);
    if (!isBlobHash(sha256)) return { kind: 'refused', reason: 'unsupportedType' };
    const value: QueuedFile = { bytes, name, documentType, state: 'waiting' };
    try {
      await keepWithRoom(this.#deps.store, this.#deps.generation, [{ store: 'blobs', key: sha256, value }]);
    } catch (cause) {
      if (cause instanceof StorageRefused) return { kind: 'storage', reason: cause.reason };
      throw cause;
    }
    this.#note(sha256, 'waiting');
    void this.flush();
    return {
      kind: 'queued',
      evidence: { sha256, name: shortened(name, 200) || 'file', size: bytes.length, documentType },
    };
  }

  /** Sends what waits; call when the network may be back. */
  async flush(): Promise<void> {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    try {
      for (const [hash, state] of [...this.#states]) {
        if (this.#stopped) return;
        if (state === 'waiting' && !(await this.#sendOne(hash as BlobHash))) break;
      }
    } finally {
      this.#running = false;
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry?.();
  }

  #note(hash: string, state: UploadState): void {
    this.#states.set(hash, state);
    this.#deps.onChange();
  }

  async #load(): Promise<void> {
    for (const [hash, value] of await this.#deps.store.entries('blobs')) {
      this.#states.set(hash, (value as QueuedFile).state);
    }
    this.#deps.onChange();
    await this.flush();
  }

  /** False when the rest should wait as well. */
  async #sendOne(hash: BlobHash): Promise<boolean> {
    const file = (await this.#deps.store.read('blobs', hash)) as QueuedFile | undefined;
    if (file === undefined) {
      this.#states.delete(hash);
      return true;
    }
    this.#note(hash, 'uploading');
    try {
      const metadata = { sha256: hash, filename: file.name, documentType: file.documentType };
      const outcome = await this.#deps.send({ bytes: file.bytes, metadata });
      await this.#settle(hash, file, outcome);
      return true;
    } catch {
      this.#note(hash, 'waiting');
      this.#retry();
      return false;
    }
  }

  async #settle(hash: BlobHash, file: QueuedFile, outcome: 'stored' | 'refused'): Promise<void> {
    const value: QueuedFile | undefined = outcome === 'stored' ? undefined : { ...file, state: 'refused' };
    await this.#deps.store.commit(this.#deps.generation, [{ store: 'blobs', key: hash, value }]);
    this.#note(hash, outcome);
  }

  #retry(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = this.#deps.after(RETRY_MS, () => void this.flush());
  }
}
