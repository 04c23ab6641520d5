import * as Y from 'yjs';
import type { Replica } from './replica.ts';
import { Resting } from './resting.ts';
import type { Held, Rests } from './rests-contract.ts';

/** How long nothing has come before a room rests, at least, ms. */
const QUIET_MS = 2_000;

/** Closes replicas that are synced, kept and quiet, one after the other. */
class LettingRest implements Rests {
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

  constructor(held: Held, takenIn: () => Promise<void>) {
    this.#held = held;
    this.#takenIn = takenIn;
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
        if ('wakesWith' in held || (await this.#isDoneWith(held))) continue;
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
    this.#held.rooms.set(room, new Resting(replica, this.#held));
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

/** From now on rooms rest when nothing comes for a while. `takenIn` resolves once all they told of is taken in. */
export const letRest =
  (takenIn: () => Promise<void>) =>
  (held: Held): Rests =>
    new LettingRest(held, takenIn);
