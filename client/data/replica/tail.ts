import * as Y from 'yjs';
import type { ReplicaStore, Timers } from '../platform.ts';
import { CopyChanged } from './copy-changed.ts';

/** How long updates wait for company before they are written, ms; and after the disk refused some. */
const GATHER_MS = 250;
const RETRY_MS = 5_000;

/** What came to a room at rest, on its way to the room's copy. What the disk refuses is tried again with what comes next. */
export class Tail {
  readonly #room: string;
  readonly #store: Pick<ReplicaStore, 'append'>;
  readonly #timers: Timers;
  readonly #onChanged: () => void;
  #gathered: Uint8Array[] = [];
  readonly #state: () => Uint8Array;
  /** The state of the copy. */
  #kept: Uint8Array;
  #gatherMs = GATHER_MS;
  #cancel: (() => void) | null = null;
  #written: Promise<void> = Promise.resolve();

  /**
   * `state`: that of the room, which the copy is in now, and with all that is added; asked for once a write. `onChanged`:
   * somebody else changed the copy, so that nothing can be added.
   */
  constructor(
    room: string,
    store: Pick<ReplicaStore, 'append'>,
    timers: Timers,
    state: () => Uint8Array,
    onChanged: () => void,
  ) {
    this.#room = room;
    this.#store = store;
    this.#timers = timers;
    this.#state = state;
    this.#kept = state();
    this.#onChanged = onChanged;
  }

  /** The room has taken this in. */
  add(update: Uint8Array): void {
    this.#gathered.push(update);
    this.#cancel ??= this.#timers.after(this.#gatherMs, () => void this.flush());
  }
  /** What the copy may not have yet. */
  gathered(): readonly Uint8Array[] {
    return [...this.#gathered];
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
    const inSync = this.#state();
    const update = Y.mergeUpdates(this.#gathered);
    // As one, should it be refused: merging takes the square of how many there are.
    this.#gathered = [update];
    const isKept = await this.#append(update, inSync);
    this.#gatherMs = isKept ? GATHER_MS : RETRY_MS;
    if (!isKept) return;
    this.#gathered.shift();
    this.#kept = inSync;
  }

  async #append(update: Uint8Array, inSync: Uint8Array): Promise<boolean> {
    try {
      return await this.#store.append(this.#room, update, this.#kept, inSync);
    } catch (error) {
      if (error instanceof CopyChanged) this.#onChanged();
      return false;
    }
  }
}
