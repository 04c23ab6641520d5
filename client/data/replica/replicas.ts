import { compareText } from '#rules';
import type { ReplicaStore, Timers } from '../platform.ts';
import type { ChannelHost } from '../socket/channel.ts';
import type { Delta } from './read-delta.ts';
import { Replica, type ReplicaEvents } from './replica.ts';
import type { Held, RestingRoom, Rests } from './rests-contract.ts';

/** How many replicas are loaded from this device at the same time; of those that are staged, one. */
const LOADING_AT_ONCE = 8;
/** Rooms of one territory stand together: a customer's records come one soon after the other, and are packed once. */
const placeOf = (room: string): string => room.split(/[:@]/, 2)[1] ?? '';
const NOTHING: Delta = { rows: [], facts: [] };

/** The replicas of all rooms this device may read. */
export class Replicas {
  readonly #store: ReplicaStore;
  readonly #host: ChannelHost;
  readonly #events: ReplicaEvents;
  readonly #open = new Map<string, Replica | RestingRoom>();
  readonly #closing = new Map<string, Promise<void>>();
  #wanted: readonly string[] = [];
  #staged: ReadonlySet<string> = new Set();
  /** Whether those that are staged have their turn. */
  #isTurn = false;
  #loading = 0;
  #stopped = false;
  #rests: Rests | null = null;
  /** Tells whoever waits if it is time; whether he goes on waiting. */
  #waiting: (() => boolean)[] = [];

  constructor(store: ReplicaStore, host: ChannelHost, events: ReplicaEvents) {
    this.#store = store;
    this.#host = host;
    this.#events = {
      ...events,
      onSynced: (room) => {
        events.onSynced(room);
        this.#rests?.look();
      },
    };
  }

  /** From now on rooms may rest, and those that are staged are loaded. What lets them rest is what was made. */
  letRest<Made extends Rests>(timers: Timers, make: (held: Held) => Made): Made {
    const rests = make({
      rooms: this.#open,
      store: this.#store,
      host: this.#host,
      events: this.#events,
      timers,
      load: () => this.#load(),
      staged: () => this.#wanted.filter((room) => this.#staged.has(room)),
    });
    this.#rests = rests;
    rests.look();
    this.loadStaged();
    return rests;
  }

  /** What lets rooms rest is here, or cannot be had: those that are staged are loaded from now on, after all others. */
  loadStaged(): void {
    this.#isTurn = true;
    this.#load();
  }

  /**
   * Opens what is new and deletes what may not be read any more; true when something was deleted. `staged`: those of
   * them that are loaded after all others, one after the other.
   */
  setRooms(rooms: readonly string[], staged: ReadonlySet<string>): boolean {
    const keep = new Set(rooms);
    // Also those that wait for their turn to be loaded, or are being fetched anew: the fold may know of them.
    const lost = this.#wanted.filter((room) => !keep.has(room));
    this.#wanted = [...rooms].sort((a, b) => +staged.has(a) - +staged.has(b) || compareText(placeOf(a), placeOf(b)));
    this.#staged = staged;
    for (const room of lost) this.#forget(room);
    this.#load();
    this.#rests?.look();
    return lost.length > 0;
  }

  /** Throws local copies away and fetches them again from the relay. */
  refetch(rooms: readonly string[]): void {
    for (const room of rooms) if (this.isOpen(room)) this.#forget(room);
    this.#load();
  }

  #forget(room: string): void {
    const replica = this.#open.get(room);
    this.#open.delete(room);
    if (replica === undefined && this.#closing.has(room)) return;
    const done = Promise.resolve(replica?.close())
      .then(() => this.#store.delete(room))
      // A copy the disk does not let go of is opened by nobody.
      .catch(() => undefined)
      .finally(() => {
        this.#closing.delete(room);
        this.#load();
      });
    this.#closing.set(room, done);
  }

  #load(): void {
    for (const room of this.#wanted) {
      const isStaged = this.#staged.has(room);
      const limit = isStaged ? +this.#isTurn : LOADING_AT_ONCE;
      if (this.#stopped || this.#loading >= limit) break;
      const held = this.#open.get(room);
      const known = held?.wakesWith;
      if (known === null || this.#closing.has(room)) continue;
      void held?.close();
      // Staged, and not at rest before.
      const rests = isStaged && !held?.isLoaded() ? this.#rests : null;
      const opened = rests?.begin(room) ?? new Replica(room, this.#store, this.#host, this.#events, known);
      this.#open.set(room, opened);
      this.#loading += 1;
      void opened.whenLoaded
        .then(() => rests?.loaded(opened))
        .finally(() => {
          this.#loading -= 1;
          this.#load();
        });
    }
    this.#waiting = this.#waiting.filter((isWaiting) => isWaiting());
  }

  /** Whether its copy is to be kept; of all once this has ended, for then others decide. */
  isKept(room: string): boolean {
    return this.#stopped || this.#wanted.includes(room);
  }
  isOpen(room: string): boolean {
    return this.#open.has(room);
  }
  isLoaded(room: string): boolean {
    return this.#open.get(room)?.isLoaded() === true;
  }
  isSynced(room: string): boolean {
    return this.#open.get(room)?.isSynced() ?? false;
  }
  rooms(): readonly string[] {
    return [...this.#open.keys()];
  }
  syncedCount(): number {
    return this.rooms().filter((room) => this.isSynced(room)).length;
  }
  wantedCount(): number {
    return this.#wanted.length;
  }
  /** Resolves when all that this device kept is loaded, or all but of those that are staged; or at the end. */
  whenLoaded(withStaged = true): Promise<void> {
    const isLoaded = (room: string): boolean => (!withStaged && this.#staged.has(room)) || this.isLoaded(room);
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        const isDone = this.#stopped || this.#wanted.every(isLoaded);
        if (isDone) resolve();
        return !isDone;
      });
      this.#load();
    });
  }
  /** Every row and fact of a room; none when it is not held. */
  async read(room: string): Promise<Delta> {
    let delta = NOTHING;
    // Opened while it was read from the disk: then the open one says it all.
    for (let held = this.#open.get(room), last: typeof held; held !== last; last = held, held = this.#open.get(room)) {
      delta = held === undefined ? NOTHING : await held.everything();
    }
    return delta;
  }
  /**
   * Everything held, room by room, for a rebuilt fold or to give back after a restore. What comes meanwhile is told
   * of as always, and may be in here as well.
   * @throws Error with `mustBeWhole`, when a copy is not read to its end: some time later it is
   */
  async *everything(mustBeWhole = false): AsyncIterable<readonly [room: string, delta: Delta]> {
    this.#rests?.forget();
    for (const room of this.rooms()) {
      const delta = await this.read(room);
      const held = this.#open.get(room);
      // Loaded, or at rest and not about to wake, which it is when its copy is less than it was.
      const isWhole = held === undefined || (held.isLoaded() && held.wakesWith === null);
      if (mustBeWhole && !isWhole) throw new Error(`${room} not read yet`);
      yield [room, delta];
    }
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#load();
    this.#rests?.stop();
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all([...open.map((replica) => replica.close()), ...this.#closing.values()]);
  }
}
