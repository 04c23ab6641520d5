import {
  type CustomerId,
  decodeRelayFact,
  decodeRow,
  type Envelope,
  type EventId,
  type Fold,
  type FoldChange,
  type FoldFact,
  type FoldRow,
  type LeadId,
  type MemberId,
  makeFoldWith,
  parseRoom,
  SharedNames,
} from '#rules';
import type { Drowsing, Sleep, Timers } from '../platform.ts';
import type { Delta } from '../replica/read-delta.ts';
import { type Pace, workOff } from './pace.ts';
import { Trust } from './trust.ts';

/** How long changes gather before screens are told, ms. */
const GATHER_MS = 8;
/** So many rows of this device's own copies are taken in before others may have their turn. */
const ROWS_AT_ONCE = 64;

/** How long after what lets customers sleep could not be had it is asked for again, ms. */
const RETRY_MS = 60_000;

const slices = (texts: readonly string[]): readonly (readonly string[])[] => {
  const result: (readonly string[])[] = [];
  for (let from = 0; from < texts.length; from += ROWS_AT_ONCE) result.push(texts.slice(from, from + ROWS_AT_ONCE));
  return result;
};

/** A fold begun anew, of exactly what may be known now; what comes meanwhile goes to it as well. */
export interface NewFold {
  /** False when another was begun since: this one will not be used. */
  take(room: string, delta: Delta): boolean;
  /** From now on it is the fold, with these rows besides; false as above. */
  finish(own: readonly FoldRow[]): boolean;
  /** It will not be finished; false as above. */
  drop(): boolean;
}

/** The fold of replica ⊕ outbox, and who is told when it changes. */
export class Folding {
  readonly #timers: Timers;
  readonly #receivedOf: (id: string) => number | null;
  readonly #onTick: (tick: number) => void;
  readonly #listeners = new Set<(change: FoldChange) => void>();
  readonly #trust = new Trust();
  readonly #onUnreadable: (() => void) | undefined;
  /** Absent once it was asked for, until it is to be asked for again. */
  #sleep: Sleep | undefined;
  #drowsing: Drowsing | undefined;
  /** How many were taken in, again and again included. */
  rows = 0;
  #fold: Fold = makeFoldWith(this.#trust.check);
  #next: Fold | null = null;
  #names = new SharedNames();
  #customers = new Set<CustomerId>();
  #leads = new Set<LeadId>();
  #desks = new Set<MemberId>();
  #org = false;
  #cancel: (() => void) | null = null;
  #isLoading = false;
  #isStopped = false;
  /** Read from this device's own copies and not taken in yet, part by part. */
  readonly #untaken = new Set<() => void>();
  #takers = 0;

  constructor(deps: {
    readonly timers: Timers;
    readonly receivedOf: (id: string) => number | null;
    readonly onTick: (tick: number) => void;
    readonly sleep?: Sleep | undefined;
    /** Records that slept cannot be read any more: all of it is to be folded anew. */
    readonly onUnreadable?: () => void;
  }) {
    this.#sleep = deps.sleep;
    this.#onUnreadable = deps.onUnreadable;
    this.#timers = deps.timers;
    this.#receivedOf = deps.receivedOf;
    this.#onTick = deps.onTick;
  }

  fold(): Fold {
    return this.#fold;
  }

  /** From now on payloads are checked. False when something folded before does not hold: {@link startOver}. */
  checkWith(isValid: (event: Envelope) => boolean): boolean {
    return this.#trust.settle(isValid);
  }

  onChange(listener: (change: FoldChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply(rows: readonly FoldRow[], facts: readonly FoldFact[] = []): void {
    this.#applyTo(this.#folds(), rows, facts);
  }
  #folds(): readonly Fold[] {
    return this.#next === null ? [this.#fold] : [this.#next, this.#fold];
  }
  #applyTo(folds: readonly Fold[], rows: readonly FoldRow[], facts: readonly FoldFact[]): void {
    for (const fold of folds) {
      this.rows += rows.length;
      this.#change(fold, () => fold.apply(rows, facts));
    }
  }
  /** A fold whose records cannot be read takes part of it: another one is begun, with all of it. */
  #change(fold: Fold, act: () => FoldChange): void {
    try {
      const change = act();
      if (fold === this.#fold) this.note(change);
      if (this.#drowsing === undefined) {
        if (this.rows > (this.#sleep?.rows ?? 0))
          void this.loadSleep().then((drowsing) => drowsing?.settle(this.#fold));
      } else this.#drowsing.changed(fold, change.customers.size, this.#isLoading || this.#untaken.size > 0);
    } catch (error) {
      if (!this.#drowsing?.isUnreadable(fold)) throw error;
    }
  }

  /** What lets customers sleep, fetched if need be; what cannot be had is asked for again later. */
  async loadSleep(): Promise<Drowsing | null> {
    const sleep = this.#sleep;
    if (sleep === undefined) return this.drowsing();
    this.#sleep = undefined;
    const make = await sleep.load().catch(() => null);
    if (this.#isStopped) return null;
    if (make === null) this.#timers.after(RETRY_MS, () => (this.#sleep = sleep));
    this.#drowsing = make?.(this.#timers, sleep.awake, this.#onUnreadable);
    return this.drowsing();
  }
  /** `null` where nobody sleeps. */
  drowsing(): Drowsing | null {
    return this.#drowsing ?? null;
  }
  /** Records that were read are taken in, slice by slice. */
  isTakingIn(): boolean {
    return this.#takers * this.#untaken.size > 0;
  }
  /** The fold holds all that was told of, and no other is begun. */
  isSettled(): boolean {
    return !this.#isLoading && this.#untaken.size === 0 && this.#next === null;
  }

  remove(ids: readonly EventId[]): void {
    if (ids.length === 0) return;
    for (const fold of this.#folds()) this.#change(fold, () => fold.remove(ids));
  }

  /** What this device's own copies hold is taken in by slices; resolves once they are `loaded` and all of it is told. */
  async takeInSlices(loaded: Promise<void>, pace: Pace): Promise<void> {
    this.#isLoading = true;
    await loaded;
    this.#isLoading = false;
    await this.takeIn(pace);
    this.#drowsing?.settle(this.#fold);
    this.flush();
  }
  /** Takes in by slices what was loaded so far. */
  takeIn(pace: Pace): Promise<void> {
    this.#takers += 1;
    const taken = pace.finish(() => workOff(this.#untaken, (take) => take(), pace.pause));
    return taken.finally(() => {
      this.#takers -= 1;
    });
  }

  /**
   * Takes in what a replica got; anything that is no row or fact of ours is skipped. `isNews`: it came from the relay, and
   * waits for nothing that is read: what waits is then as much as this device's own copies hold.
   */
  takeDelta(room: string, { rows, facts }: Delta, isNews = false): void {
    if (isNews || !this.#isLoading) {
      this.apply(...this.#decoded(room, { rows, facts }));
      return;
    }
    // Those there are now: a fold begun later is given what its rooms hold, and nothing of one that was lost.
    const folds = this.#folds();
    const take = (part: Delta): void => {
      this.#untaken.add(() => this.#applyTo(folds, ...this.#decoded(room, part)));
    };
    // Facts first: a row that is sealed when it comes bounds nothing (S4), and so wakes nobody.
    for (const some of slices(facts)) take({ rows: [], facts: some });
    for (const some of slices(rows)) take({ rows: some, facts: [] });
  }

  #decoded(room: string, delta: Delta): [FoldRow[], FoldFact[]] {
    const rows: FoldRow[] = [];
    const facts: FoldFact[] = [];
    const doc = parseRoom(room)?.doc;
    if (doc === undefined) return [rows, facts];
    for (const text of delta.rows) {
      const event = decodeRow(text, this.#names);
      if (event !== null) rows.push({ event, doc, received: this.#receivedOf(event.id) });
    }
    for (const text of delta.facts) {
      const decoded = decodeRelayFact(text);
      if (decoded === null) continue;
      facts.push({ fact: decoded.fact, doc });
      this.#onTick(decoded.fact.tick);
    }
    return [rows, facts];
  }

  /** Starts over with exactly what may be known now; until that is finished the fold is the one before. */
  startOver(): NewFold {
    const next = makeFoldWith(this.#trust.check);
    this.#dropNext();
    this.#next = next;
    this.#names = new SharedNames();
    return {
      take: (room, delta) => {
        this.#applyTo([next], ...this.#decoded(room, delta));
        return this.#next === next;
      },
      drop: () => {
        if (this.#next !== next) return false;
        this.#dropNext();
        return true;
      },
      finish: (own) => {
        if (this.#next !== next) return false;
        const before = this.#fold;
        this.#applyTo([next], own, []);
        // It proved unreadable just now, and another was begun.
        if (this.#next !== next) return false;
        this.#fold = next;
        this.#next = null;
        this.#drowsing?.drop(before);
        this.#drowsing?.settle(next);
        this.note({
          org: true,
          customers: new Set([...before.customerIds(), ...next.customerIds()]),
          leads: new Set(),
          desks: new Set([...before.deskMembers(), ...next.deskMembers()]),
        });
        return true;
      },
    };
  }
  #dropNext(): void {
    if (this.#next !== null) this.#drowsing?.drop(this.#next);
    this.#next = null;
  }

  /** The fold has changed by this: the listeners are told soon. */
  note(change: FoldChange): void {
    if (!change.org && change.customers.size + change.desks.size + change.leads.size === 0) return;
    for (const id of change.leads) this.#leads.add(id);
    for (const id of change.customers) this.#customers.add(id);
    for (const member of change.desks) this.#desks.add(member);
    this.#org ||= change.org;
    this.#cancel ??= this.#timers.after(GATHER_MS, () => this.flush());
  }

  /** What this person gets to see has changed: every answer may be another one. */
  touchAll(): void {
    this.note({ org: true, customers: new Set(), desks: new Set(), leads: new Set() });
  }

  /** Tells the listeners at once what has gathered. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (!this.#org && this.#customers.size + this.#desks.size + this.#leads.size === 0) return;
    const change = { org: this.#org, customers: this.#customers, desks: this.#desks, leads: this.#leads };
    this.#customers = new Set();
    this.#desks = new Set();
    this.#leads = new Set();
    this.#org = false;
    for (const listener of [...this.#listeners]) listener(change);
  }

  /** Resolves once nothing of what sleeps is on the disk. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = null;
    this.#untaken.clear();
    this.#listeners.clear();
    await this.#drowsing?.stop();
  }
}
