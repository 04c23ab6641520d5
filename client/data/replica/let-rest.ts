import * as Y from 'yjs';
import type { Timers } from '../platform.ts';
import type { Replica } from './replica.ts';
import { Resting } from './resting.ts';
import type { Held, Rests } from './rests-contract.ts';

/** How long nothing has come before a room rests, at least, ms. */
const QUIET_MS = 2_000;

/** Closes replicas that are synced, kept and quiet, of rooms that may rest; one after the other. */
class LettingRest implements Rests {
  readonly #held: Held;
  readonly #timers: Timers;
  readonly #takenIn: () => Promise<void>;
  /** What each held when it was looked at last. */
  readonly #seen = new WeakMap<Replica, string>();
  /** Rooms whose copy the disk refused: tried again after the next start. */
  readonly #refused = new Set<string>();
  #isUnderWay = false;
  #isAsked = false;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  constructor(held: Held, timers: Timers, takenIn: () => Promise<void>) {
    this.#held = held;
    this.#timers = timers;
    this.#takenIn = takenIn;
  }

  look(): void {
    this.#isAsked = true;
    if (this.#isUnderWay || this.#isStopped) return;
    this.#isUnderWay = true;
    this.#cancel = this.#timers.after(QUIET_MS, () => void this.#run());
  }

  async #run(): Promise<void> {
    this.#isAsked = false;
    const restful = this.#held.restful();
    try {
      for (const held of [...this.#held.rooms.values()]) {
        if ('wakesWith' in held || !restful.has(held.room) || (await this.#isDoneWith(held))) continue;
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
    if (!(await replica.file.keep(vector).catch(() => false))) {
      this.#refused.add(room);
      return true;
    }
    if (!this.#isHeld(replica) || !replica.isSynced()) return true;
    if (Y.encodeStateVector(doc).join() !== state) return false;
    this.#held.rooms.set(room, new Resting(replica, this.#held));
    return true;
  }

  #isHeld(replica: Replica): boolean {
    return !this.#isStopped && this.#held.rooms.get(replica.room) === replica;
  }

  async loaded(replica: Replica): Promise<void> {
    const { room, doc, file } = replica;
    await this.#takenIn();
    const state = Y.encodeStateVector(doc).join();
    const isWhole = await file.isWhole().catch(() => false);
    if (!isWhole || !this.#isHeld(replica) || Y.encodeStateVector(doc).join() !== state) return;
    this.#held.rooms.set(room, new Resting(replica, this.#held));
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }
}

/** From now on rooms rest to which nothing is written any more. `takenIn` resolves once all they told of is. */
export const letRest =
  (timers: Timers, takenIn: () => Promise<void>) =>
  (held: Held): Rests =>
    new LettingRest(held, timers, takenIn);
