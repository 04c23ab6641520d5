import type { BlobHash } from '#rules';
import type { HttpOutcome } from '../device/relay-http.ts';
import { type LocalStore, StorageRefused, type Write } from '../storage/contract.ts';
import { keepWithRoom } from './keep-with-room.ts';

export interface KeptFilesDeps {
  readonly store: LocalStore;
  readonly generation: number;
  /** Asks the relay for the bytes. */
  readonly fetch: (hash: BlobHash) => Promise<HttpOutcome<Uint8Array>>;
  readonly digest: (bytes: Uint8Array) => Promise<string>;
  /** What this person may need without a network, the most urgent first. */
  readonly wanted: () => readonly BlobHash[];
  readonly onChange: () => void;
}

/** Which files are kept, so that nobody has to read them all to know. */
const INDEX = { store: 'meta', key: 'keptFiles' } as const;

/**
 * Files fetched ahead and kept on this device for as long as they are wanted: a cache, which gives way. One for which there
 * is no room is told as such, and fetched again only once something was let go or at the next start: it costs its
 * person money each time.
 */
export class KeptFiles {
  readonly #deps: KeptFilesDeps;
  readonly #kept = new Set<string>();
  readonly #noRoom = new Set<string>();
  readonly #loaded: Promise<void>;
  #running: Promise<void> | null = null;
  #isAsked = false;
  #stopped = false;

  constructor(deps: KeptFilesDeps) {
    this.#deps = deps;
    this.#loaded = this.#load();
  }

  kept(): readonly string[] {
    return [...this.#kept];
  }
  noRoom(): readonly string[] {
    return [...this.#noRoom];
  }

  /** The bytes, when they are here. */
  async read(hash: string): Promise<Uint8Array | null> {
    await this.#loaded;
    if (!this.#kept.has(hash)) return null;
    return ((await this.#deps.store.read('files', hash)) as Uint8Array | undefined) ?? null;
  }

  /** Bytes as the relay gives them, checked; nothing of it is kept. */
  async fetched(hash: BlobHash): Promise<HttpOutcome<Uint8Array>> {
    const outcome = await this.#deps.fetch(hash);
    // Half of a file, or another: as if it had not come.
    if (outcome.kind === 'ok' && (await this.#deps.digest(outcome.answer)) !== hash) return { kind: 'offline' };
    return outcome;
  }

  /** Lets go of what is not wanted and fetches what is missing. Safe to call often; one run at a time. */
  refresh(): Promise<void> {
    this.#isAsked = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #load(): Promise<void> {
    const index = (await this.#deps.store.read(INDEX.store, INDEX.key)) as readonly string[] | undefined;
    for (const hash of index ?? []) this.#kept.add(hash);
    if (this.#kept.size > 0) this.#deps.onChange();
  }

  async #run(): Promise<void> {
    await this.#loaded;
    while (this.#isAsked && !this.#stopped) {
      this.#isAsked = false;
      const wanted = this.#deps.wanted();
      await this.#letGo(new Set<string>(wanted));
      await this.#fetchMissing(wanted);
    }
  }

  async #letGo(wanted: ReadonlySet<string>): Promise<void> {
    const gone = [...this.#kept].filter((hash) => !wanted.has(hash));
    if (gone.length === 0) return;
    for (const hash of gone) this.#kept.delete(hash);
    this.#noRoom.clear();
    const { store, generation, onChange } = this.#deps;
    await store.commit(generation, [
      ...gone.map((key): Write => ({ store: 'files', key, value: undefined })),
      { ...INDEX, value: this.kept() },
    ]);
    onChange();
  }

  async #fetchMissing(wanted: readonly BlobHash[]): Promise<void> {
    for (const hash of wanted) {
      if (this.#stopped) return;
      if (this.#kept.has(hash) || this.#noRoom.has(hash)) continue;
      const outcome = await this.fetched(hash);
      if (outcome.kind === 'offline') return;
      if (outcome.kind === 'ok') await this.#keep(hash, outcome.answer);
    }
  }

  async #keep(hash: BlobHash, bytes: Uint8Array): Promise<void> {
    const { store, generation, onChange } = this.#deps;
    try {
      const index = { ...INDEX, value: [...this.#kept, hash] };
      await keepWithRoom(store, generation, [{ store: 'files', key: hash, value: bytes }, index]);
      this.#kept.add(hash);
    } catch (cause) {
      if (!(cause instanceof StorageRefused)) throw cause;
      this.#noRoom.add(hash);
    }
    onChange();
  }
}
