import type { CopySince } from '../platform.ts';
import { LogEnds, type RoomEnds } from './log-ends.ts';
import { addTo, type Delta } from './read-delta.ts';
import { Resting } from './resting.ts';
import type { Held, RestingRoom } from './rests-contract.ts';

/** A copy that is not read by then is left to the replica, ms. */
const LONGEST_READ_MS = 10_000;

/**
 * What is known of a room before anything of it is read: whoever listens was told of everything up to these ends, and
 * the copy holds nothing else up to this piece.
 */
export interface RoomMark {
  readonly ends: RoomEnds;
  /** The key of a piece; 0: nothing is known of the copy. */
  readonly piece: number;
  /** Which copy it is that has this piece. */
  readonly copy: number | null;
}

/**
 * A room that begins at its mark. It rests at once where its copy, with the pieces behind the mark, is in the state that
 * was in sync; else it wakes, knowing what was told. It has no channel before that.
 */
export class Beginning implements RestingRoom {
  wakesWith: Map<number, number> | null = null;
  readonly whenLoaded: Promise<void>;
  readonly #room: string;
  readonly #held: Held;
  readonly #mark: RoomMark;
  readonly #ends: LogEnds;
  #isClosed = false;

  constructor(room: string, mark: RoomMark, held: Held) {
    this.#room = room;
    this.#held = held;
    this.#mark = mark;
    this.#ends = new LogEnds(mark.ends);
    this.whenLoaded = this.#begin();
  }

  async #begin(): Promise<void> {
    const since = await this.#read();
    if (this.#isClosed) return;
    if (since !== null && this.#takeIn(since)) {
      this.#held.rooms.set(this.#room, Resting.from(this.#room, this.#ends, this.#held));
    } else this.wakesWith = this.#ends.clocks();
  }

  #read(): Promise<CopySince | null> {
    const { store, timers } = this.#held;
    return new Promise((resolve) => {
      const cancel = timers.after(LONGEST_READ_MS, () => resolve(null));
      void store
        .since(this.#room, this.#mark.piece)
        .catch(() => null)
        .then(resolve)
        .finally(cancel);
    });
  }

  /** Tells of what the pieces add, up to the first that takes the document; whether the copy then is what was in sync. */
  #takeIn({ pieces, last, inSync, copy }: CopySince): boolean {
    // Another, or one that lost pieces: what it has up to the mark need not be what was told of.
    if (copy !== this.#mark.copy || last < this.#mark.piece) return false;
    const rows: string[] = [];
    const facts: string[] = [];
    const isOdd = pieces.some((piece) => {
      const delta: Delta | null = this.#ends.append(piece);
      addTo(rows, delta?.rows ?? []);
      addTo(facts, delta?.facts ?? []);
      return delta === null;
    });
    if (rows.length + facts.length > 0) this.#held.events.onDelta(this.#room, { rows, facts });
    return !isOdd && String(inSync) === String(this.#ends.vector());
  }

  isLoaded(): boolean {
    return false;
  }
  isSynced(): boolean {
    return false;
  }

  /** Nothing by itself: whoever reads on finds the room at rest, or a replica that tells of everything. */
  async everything(): Promise<Delta> {
    await this.whenLoaded;
    this.wakesWith?.clear();
    return { rows: [], facts: [] };
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }
}
