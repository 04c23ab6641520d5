import type { DeviceId, EventId } from '#rules';
import type { DeviceClock } from '../clock/device-clock.ts';
import type { RelayHttp } from '../device/relay-http.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Sender } from '../outbox/sender.ts';
import type { Timers } from '../platform.ts';
import type { WhatToGiveBack } from '../replica/give-back.ts';
import type { Receipts } from '../replica/receipts.ts';
import type { Replicas } from '../replica/replicas.ts';
import type { Mux } from '../socket/mux.ts';
import type { LocalStore } from '../storage/contract.ts';
import type { Journal } from '../storage/journal.ts';
import { coveredByBackup } from './load-own.ts';

/** Pause before the device id is changed once more when the last change did not help, ms. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export interface RecoveryDeps {
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly replicas: Replicas;
  readonly mux: Mux;
  readonly http: RelayHttp;
  readonly journal: Journal;
  readonly receipts: Receipts;
  readonly clock: DeviceClock;
  readonly store: LocalStore;
  readonly timers: Timers;
  readonly newId: () => string;
  readonly onSessionEnded: () => void;
  /** It comes behind the first screen. */
  readonly whatToGiveBack: () => Promise<WhatToGiveBack>;
  /** The replicas are fetched anew: what only the old ones knew does not count any more. */
  readonly onRefetch: () => void;
}

/** What to do when this device's log, or the relay, is not what it was (S9, S10). */
export class Recovery {
  readonly #deps: RecoveryDeps;
  #moving = false;
  #wanted = false;
  #moves = 0;
  /** Answers still to come to what was given back to the relay of `epoch`; null when nothing is being given. */
  #giving: { readonly epoch: number; left: number } | null = null;
  /** Welcomes so far: what was begun on a line before is not gone on with. */
  #lines = 0;
  /** Epoch of the relay this device is connected with. */
  #epoch: number | null = null;
  #cancel: (() => void) | null = null;

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
  }

  /** While true nothing may be sent: the outbox is about to get another device id. */
  isMoving(): boolean {
    return this.#moving || this.#wanted;
  }
  /** Something was acknowledged: the present id works. */
  worked(): void {
    this.#moves = 0;
  }

  /** The relay does not continue this device's log: goes on under a new device id as soon as possible. */
  forked(): void {
    if (this.isMoving()) return;
    this.#wanted = true;
    this.#deps.sender.stop();
    this.#moveLater(null);
  }
  #moveLater(epoch: number | null): void {
    const pause = this.#moves === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#moves);
    this.#cancel?.();
    this.#cancel = this.#deps.timers.after(pause, () => void this.#move(epoch));
  }

  async #move(epoch: number | null): Promise<void> {
    if (this.#moving) return;
    this.#moving = true;
    this.#wanted = true;
    this.#moves += 1;
    try {
      const outcome = await this.#askFor(epoch);
      this.#moving = false;
      // Offline: the next welcome tries again.
      if (outcome === 'notSignedIn') this.#deps.onSessionEnded();
      else this.#deps.mux.restart();
    } catch {
      // The disk refused or somebody else has it: what is here stays as it is, and waits.
      this.#moving = false;
      this.#moveLater(epoch);
    }
  }

  /** Asks the relay for another id and takes it on. @throws StorageRefused, StaleGeneration */
  async #askFor(epoch: number | null): Promise<'moved' | 'notSignedIn' | 'later'> {
    const { outbox, http, journal, receipts } = this.#deps;
    const outcome = await http.replaceDevice(this.#deps.newId());
    if (outcome.kind === 'ok') {
      while (!outbox.isSettled()) await journal.idle();
      if (epoch !== null) receipts.forget(outbox.pending().map(({ event }) => event.id));
      await outbox.moveTo(outcome.answer.device as DeviceId, outcome.answer.csrf, epoch ?? undefined);
      this.#wanted = false;
      return 'moved';
    }
    return outcome.kind === 'refused' && outcome.error === 'notSignedIn' ? 'notSignedIn' : 'later';
  }

  /**
   * Judges a welcome: true when everything is as before and sending may start. Otherwise recovery is under way: a
   * restored relay first gets back what it lost, under a new device id of ours, and the replicas are fetched anew.
   * A device id other than ours is one that was asked for and not taken on before this device was killed.
   */
  welcomed(epoch: number, device: string): boolean {
    const { outbox, sender } = this.#deps;
    this.#giving = null;
    this.#lines += 1;
    this.#epoch = epoch;
    // A line of its own: what was under way on the one before, also one that was restarted, has no answer any more.
    sender.stop();
    if (this.#moving) return false;
    if (this.#wanted) {
      void this.#move(null);
      return false;
    }
    if (device !== outbox.head().device) {
      // with its growing pauses: two copies of one device would otherwise take the session from each other for ever
      this.forked();
      return false;
    }
    const { epoch: known, movedFor } = outbox.head();
    if (known === epoch) return true;
    if (known === null) {
      outbox.note({ epoch });
      return true;
    }
    if (movedFor !== epoch) void this.#move(epoch);
    else {
      const line = this.#lines;
      // What cannot be read now is given on another line.
      void this.#giveBack(epoch).catch(() => {
        if (line === this.#lines) this.#restartLater();
      });
    }
    return false;
  }

  async #giveBack(epoch: number): Promise<void> {
    const { mux, replicas, store, journal, receipts, whatToGiveBack } = this.#deps;
    const line = this.#lines;
    // What was heard a moment ago is proof as well; a full disk loses no more than that.
    receipts.writeAll();
    await journal.commit(() => []).catch(() => undefined);
    // A room that is not read yet would not be given.
    await replicas.whenLoaded();
    if (line !== this.#lines) return;
    const { frames, ids } = await (await whatToGiveBack())(store, replicas.everything(true));
    if (line !== this.#lines) return;
    receipts.keepGiven(ids);
    this.#giving = { epoch, left: frames.length };
    // A line lost meanwhile: the next welcome begins again.
    for (const frame of frames) if (!mux.post(frame)) return;
    if (frames.length === 0) this.#given();
  }

  /** The relay's answer to one frame. Only what it has on disk counts as given; the rest is given again. */
  givenBack(durable: boolean): void {
    if (this.#giving === null) return;
    if (!durable) {
      this.#giving = null;
      this.#restartLater();
      return;
    }
    this.#giving.left -= 1;
    if (this.#giving.left === 0) this.#given();
  }

  #restartLater(): void {
    this.#cancel?.();
    this.#cancel = this.#deps.timers.after(FIRST_PAUSE_MS, () => this.#deps.mux.restart());
  }

  #given(): void {
    if (this.#giving === null) return;
    const { outbox, replicas, sender, clock, onRefetch } = this.#deps;
    outbox.note({ epoch: this.#giving.epoch, coveredFrom: clock.seen() });
    this.#giving = null;
    onRefetch();
    replicas.refetch(replicas.rooms());
    // A fork that showed meanwhile: nothing goes out under the id that is about to be changed.
    if (!this.isMoving()) sender.start();
  }

  /** A backup of the relay holds everything up to `tick`: nothing of that is ever to be given back. */
  async covered(tick: number): Promise<void> {
    const { outbox, receipts, store } = this.#deps;
    const { epoch, coveredFrom = 0 } = outbox.head();
    if (tick <= coveredFrom || epoch !== this.#epoch) return;
    receipts.prune(tick);
    outbox.forgetAcked((await coveredByBackup(store, tick)) as readonly EventId[]);
  }

  stop(): void {
    this.#lines += 1;
    this.#cancel?.();
  }
}
