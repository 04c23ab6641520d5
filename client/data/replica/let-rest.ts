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
  readonly #restful: () => ReadonlySet<string>;
  /** What each held when it was looked at last. */
  readonly #seen = new WeakMap<Replica, string>();
  /** Rooms whose copy the disk refused: tried again after the next start. */
  readonly #refused = new Set<string>();
  #isUnderWay = false;
  #isAsked = false;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  constructor(held: Held, timers: Timers, restful: () => ReadonlySet<string>) {
    this.#held = held;
    this.#timers = timers;
    this.#restful = restful;
  }

  look(): void {
    this.#isAsked = true;
    if (this.#isUnderWay || this.#isStopped) return;
    this.#isUnderWay = true;
    this.#cancel = this.#timers.after(QUIET_MS, () => void this.#run());
  }

  async #run(): Promise<void> {
    this.#isAsked = false;
    const restful = this.#restful();
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
    const state = Y.encodeStateVector(doc).join();
    if (this.#seen.get(replica) !== state) {
      this.#seen.set(replica, state);
      return false;
    }
    if (!(await replica.file.keep())) {
      this.#refused.add(room);
      return true;
    }
    if (this.#isStopped || this.#held.rooms.get(room) !== replica || !replica.isSynced()) return true;
    if (Y.encodeStateVector(doc).join() !== state) return false;
    this.#held.rooms.set(room, new Resting(replica, this.#held));
    return true;
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }
}

/** Rooms rest from now on when nothing is written to them any more: `restful`, asked once per look. */
export const letRest =
  (timers: Timers, restful: () => ReadonlySet<string>) =>
  (held: Held): Rests =>
    new LettingRest(held, timers, restful);
