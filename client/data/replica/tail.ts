import * as Y from 'yjs';
import type { ReplicaStore, Timers } from '../platform.ts';

/** How long updates wait for company before they are written, ms. */
const GATHER_MS = 250;

/** What came to a room at rest, on its way to the room's copy. What the disk refuses is tried again with what comes next. */
export class Tail {
  readonly #room: string;
  readonly #store: Pick<ReplicaStore, 'append'>;
  readonly #timers: Timers;
  #gathered: Uint8Array[] = [];
  #inSync: Uint8Array = new Uint8Array();
  #cancel: (() => void) | null = null;
  #written: Promise<void> = Promise.resolve();

  constructor(room: string, store: Pick<ReplicaStore, 'append'>, timers: Timers) {
    this.#room = room;
    this.#store = store;
    this.#timers = timers;
  }

  /** `inSync`: the state of the copy once it has this. */
  add(update: Uint8Array, inSync: Uint8Array): void {
    this.#gathered.push(update);
    this.#inSync = inSync;
    this.#cancel ??= this.#timers.after(GATHER_MS, () => void this.flush());
  }

  /** Writes at once; resolves when everything added is in the copy, or was refused. Never rejects. */
  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    this.#written = this.#written.then(() => this.#write());
    return this.#written;
  }

  async #write(): Promise<void> {
    if (this.#gathered.length === 0) return;
    const gathered = this.#gathered;
    this.#gathered = [];
    const isKept = await this.#store.append(this.#room, Y.mergeUpdates(gathered), this.#inSync).catch(() => false);
    if (!isKept) this.#gathered = [...gathered, ...this.#gathered];
  }
}
