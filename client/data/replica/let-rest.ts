import * as Y from 'yjs';
import { Beginning, type RoomMark } from './beginning.ts';
import { isIn } from './log-ends.ts';
import type { Replica } from './replica.ts';
import { Resting } from './resting.ts';
import type { Held, RestingRoom, Rests } from './rests-contract.ts';

/** How long nothing has come before a room rests, at least, ms. */
const QUIET_MS = 2_000;

/** Rooms of which it is known where they begin. */
export type RoomMarks = ReadonlyMap<string, RoomMark>;

/** Closes replicas that are synced, kept and quiet, one after the other. */
export class LettingRest implements Rests {
  readonly #held: Held;
  readonly #takenIn: () => Promise<void>;
  /** What each held when it was looked at last. */
  readonly #seen = new WeakMap<Replica, string>();
  /** Rooms whose copy the disk refused: tried again after the next start. */
  readonly #refused = new Set<string>();
  #isUnderWay = false;
  #isAsked = false;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  /** Of rooms that did not begin yet. */
  readonly #marks: Map<string, RoomMark>;

  constructor(held: Held, takenIn: () => Promise<void>, marks: RoomMarks) {
    this.#held = held;
    this.#takenIn = takenIn;
    this.#marks = new Map(marks);
  }

  look(): void {
    this.#isAsked = true;
    if (this.#isUnderWay || this.#isStopped) return;
    this.#isUnderWay = true;
    this.#cancel = this.#held.timers.after(QUIET_MS, () => void this.#run());
  }

  async #run(): Promise<void> {
    this.#isAsked = false;
    try {
      for (const held of [...this.#held.rooms.values()]) {
        if (!('doc' in held) || (await this.#isDoneWith(held))) continue;
        this.#isAsked = true;
      }
    } finally {
      this.#isUnderWay = false;
    }
    if (this.#isAsked) this.look();
  }

  /** False when the room may come to rest a little later without anything more being told of it. */
  async #isDoneWith(replica: Replica): Promise<boolean> {
    const { room, doc } = replica;
    if (!replica.isSynced() || this.#refused.has(room)) return true;
    const vector = Y.encodeStateVector(doc);
    const state = vector.join();
    if (this.#seen.get(replica) !== state) {
      this.#seen.set(replica, state);
      return false;
    }
    if (!(await this.#keep(replica, vector))) {
      this.#refused.add(room);
      return true;
    }
    if (!this.#isHeld(replica) || !replica.isSynced()) return true;
    if (Y.encodeStateVector(doc).join() !== state) return false;
    this.#held.rooms.set(room, Resting.after(replica, this.#held));
    return true;
  }

  /** Whether its copy is on disk in full now, and in the state noted; only one that is not yet is written. */
  async #keep({ file }: Replica, vector: Uint8Array): Promise<boolean> {
    const isWhole = await file.isWhole().catch(() => false);
    return isWhole || file.keep(vector).catch(() => false);
  }

  #isHeld(replica: Replica): boolean {
    return !this.#isStopped && this.#held.rooms.get(replica.room) === replica;
  }

  begin(room: string): RestingRoom | undefined {
    const mark = this.#marks.get(room);
    this.#marks.delete(room);
    return mark && new Beginning(room, mark, this.#held);
  }
  forget(): void {
    this.#marks.clear();
  }

  async loaded(held: Replica | RestingRoom): Promise<void> {
    await this.#takenIn();
    if (!('doc' in held)) return;
    const { room, doc, file } = held;
    const state = Y.encodeStateVector(doc).join();
    const isWhole = await file.isWhole().catch(() => false);
    if (!isWhole || !this.#isHeld(held) || Y.encodeStateVector(doc).join() !== state) return;
    // What it lost the relay sends again, and it is told of once.
    if (!isIn(doc, held.known)) return;
    this.#held.rooms.set(room, Resting.after(held, this.#held));
  }

  /** Those that are staged; null unless all of them rest and are in sync. */
  #stagedAtRest(): readonly (readonly [room: string, held: Resting])[] | null {
    const all: (readonly [string, Resting])[] = [];
    for (const room of this.#held.staged()) {
      const held = this.#held.rooms.get(room);
      if (!(held instanceof Resting && held.isSynced())) return null;
      all.push([room, held]);
    }
    return all;
  }

  /**
   * Marks of all rooms that are staged, given to `take` at the moment they are of; null, and nothing is taken, unless
   * all of them rest and are in sync.
   */
  async marks<T>(take: (marks: RoomMarks) => T): Promise<T | null> {
    const places = new Map<Resting, Pick<RoomMark, 'piece' | 'copy'>>();
    for (const [room, held] of this.#stagedAtRest() ?? []) {
      // Before the ends: whatever the copy has up to there was told of by then.
      const since = await this.#held.store.since(room, Number.POSITIVE_INFINITY).catch(() => null);
      places.set(held, { piece: since?.last ?? 0, copy: since?.copy ?? null });
    }
    const atRest = this.#stagedAtRest();
    if (atRest === null) return null;
    const marks = new Map<string, RoomMark>();
    for (const [room, held] of atRest) {
      const place = places.get(held);
      // At rest again over a copy that is another by now.
      if (place === undefined) return null;
      marks.set(room, { ends: held.ends(), ...place });
    }
    return take(marks);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }
}

/**
 * From now on rooms rest when nothing comes for a while. `takenIn` resolves once all they told of is taken in. Rooms
 * with a mark that were not opened yet begin at it.
 */
export const letRest =
  (takenIn: () => Promise<void>, marks: RoomMarks = new Map()) =>
  (held: Held): LettingRest =>
    new LettingRest(held, takenIn, marks);
