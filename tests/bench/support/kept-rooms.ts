import * as Y from 'yjs';
import { CLOSE_CODES } from '#protocol';
import { quarterOf } from '#rules';
import type { ReplicaStore } from '../../../client/data/platform.ts';
import { type LettingRest, letRest, type RoomMarks } from '../../../client/data/replica/let-rest.ts';
import type { Delta } from '../../../client/data/replica/read-delta.ts';
import { Replicas } from '../../../client/data/replica/replicas.ts';
import { Resting } from '../../../client/data/replica/resting.ts';
import type { Held } from '../../../client/data/replica/rests-contract.ts';
import { stagedRooms } from '../../../client/data/replica/staged-rooms.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { RoomLine } from '../../support/room-line.ts';
import type { Timed } from './device-folding.ts';
import { readManagerRoom, roomsOfManager } from './manager-history.ts';

/** Longer than a room has to be quiet before it rests, ms. */
const QUIET_MS = 60_000;

// Every y-websocket provider listens for the end of the process.
process.setMaxListeners(0);

/** The replicas of a manager's device over a folder with their updates, and a relay that has nothing newer. */
export class KeptRooms {
  readonly replicas: Replicas;
  readonly deltas: (readonly [room: string, delta: Delta])[] = [];
  loadSeconds = 0;
  bytes = 0;
  readonly #rooms: readonly string[];
  readonly #timers = makeManualTimers();
  readonly #line = new RoomLine();
  #held: Held | null = null;
  #rests: LettingRest | null = null;
  /** Of each copy the state it is in, from when that was read. */
  readonly #states: Map<string, Uint8Array>;

  /** `before`: another start on the same copies. */
  constructor(folder: string, timed: Timed, before?: KeptRooms) {
    this.#rooms = roomsOfManager(folder);
    this.#states = before === undefined ? new Map() : before.#states;
    const store: ReplicaStore = {
      open: (room, doc) => ({
        whenLoaded: Promise.resolve().then(() => {
          const update = readManagerRoom(folder, room);
          this.bytes += update.length;
          this.loadSeconds += timed(() => Y.applyUpdate(doc, update)).seconds;
          this.#states.set(room, Y.encodeStateVector(doc));
        }),
        keep: () => Promise.resolve(true),
        isWhole: () => Promise.resolve(true),
        close: () => Promise.resolve(),
      }),
      append: () => Promise.resolve(true),
      since: (room) => {
        const inSync = this.#states.get(room);
        return Promise.resolve(inSync === undefined ? null : { pieces: [], last: 1, copy: 1, inSync });
      },
      delete: () => Promise.resolve(),
      wipe: () => Promise.resolve(),
    };
    this.replicas = new Replicas(store, this.#line, {
      onDelta: (room, delta) => this.deltas.push([room, delta]),
      onSynced: () => undefined,
      onClosed: () => undefined,
    });
  }

  /** All of it at once, and all of it stays awake until it may rest. */
  async load(): Promise<void> {
    this.replicas.setRooms(this.#rooms, new Set());
    await this.replicas.whenLoaded();
  }

  /**
   * As a start on copies that were in sync: rooms of customers and leads come one after the other, behind all others,
   * each after what it held was taken in, or begin at their marks.
   */
  async start(takenIn: () => Promise<void>, begin?: () => Promise<RoomMarks>): Promise<void> {
    this.replicas.setRooms(this.#rooms, this.#staged());
    await this.replicas.whenLoaded(false);
    await takenIn();
    const marks = await begin?.();
    this.#rests = this.replicas.letRest(this.#timers, (held) => {
      this.#held = held;
      return letRest(takenIn, marks)(held);
    });
    await this.replicas.whenLoaded();
  }

  /** See `LettingRest`. */
  async marks<T>(take: (marks: RoomMarks) => T): Promise<T> {
    const taken = await this.#rests?.marks(take);
    if (taken === null || taken === undefined) throw new Error('not all rooms rest');
    return taken;
  }

  #staged(): ReadonlySet<string> {
    const present = quarterOf(Date.now());
    const entries = this.#rooms.map((room) => ({ room, read: true, append: true, open: room.includes(present) }));
    return stagedRooms(entries, false);
  }
  /** All rooms come to rest. */
  async rest(settle: () => Promise<void>): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) {
      this.#line.deliver();
      await settle();
      this.#timers.advance(QUIET_MS);
      await settle();
    }
  }
  atRest(): readonly string[] {
    const rooms = [...(this.#held?.rooms ?? [])];
    return rooms.filter(([, room]) => room instanceof Resting).map(([name]) => name);
  }

  /** Wakes the first room at rest; how long the worker stands over it, s. */
  async wake(settle: () => Promise<void>): Promise<number> {
    const before = this.loadSeconds;
    const [room] = this.atRest();
    if (room === undefined) throw new Error('no room rests');
    this.#line.end(room, CLOSE_CODES.rateLimited.code);
    await settle();
    if (this.atRest().includes(room) || this.deltas.length > 0) throw new Error('it did not wake as it should');
    return this.loadSeconds - before;
  }
}
