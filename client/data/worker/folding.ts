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
import type { Timers } from '../platform.ts';
import type { Delta } from '../replica/read-delta.ts';
import { type Pace, workOff } from './pace.ts';
import { Trust } from './trust.ts';

/** How long changes gather before screens are told, ms. */
const GATHER_MS = 8;
/** So many rows of this device's own copies are taken in before others may have their turn. */
const ROWS_AT_ONCE = 256;

/** Rows given to a new fold after access was lost: what the old one knew may not be shown any more. */
export interface Everything {
  readonly deltas: Iterable<readonly [room: string, delta: Delta]>;
  readonly own: readonly FoldRow[];
}

/** The fold of replica ⊕ outbox, and who is told when it changes. */
export class Folding {
  readonly #timers: Timers;
  readonly #receivedOf: (id: string) => number | null;
  readonly #onTick: (tick: number) => void;
  readonly #listeners = new Set<(change: FoldChange) => void>();
  readonly #trust = new Trust();
  #fold: Fold = makeFoldWith(this.#trust.check);
  #names = new SharedNames();
  #customers = new Set<CustomerId>();
  #leads = new Set<LeadId>();
  #desks = new Set<MemberId>();
  #org = false;
  #cancel: (() => void) | null = null;
  #isLoading = false;
  /** Read from this device's own copies and not taken in yet, part by part. */
  readonly #untaken = new Set<() => void>();

  constructor(deps: {
    readonly timers: Timers;
    readonly receivedOf: (id: string) => number | null;
    readonly onTick: (tick: number) => void;
  }) {
    this.#timers = deps.timers;
    this.#receivedOf = deps.receivedOf;
    this.#onTick = deps.onTick;
  }

  fold(): Fold {
    return this.#fold;
  }

  /** From now on payloads are checked. False when something folded before does not hold: {@link rebuild} is due. */
  checkWith(isValid: (event: Envelope) => boolean): boolean {
    return this.#trust.settle(isValid);
  }

  onChange(listener: (change: FoldChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply(rows: readonly FoldRow[], facts: readonly FoldFact[] = []): void {
    this.#note(this.#fold.apply(rows, facts));
  }
  remove(ids: readonly EventId[]): void {
    if (ids.length > 0) this.#note(this.#fold.remove(ids));
  }

  /** What this device's own copies hold is taken in by slices; resolves once they are `loaded` and all of it is. */
  async takeInSlices(loaded: Promise<void>, pace: Pace): Promise<void> {
    this.#isLoading = true;
    await loaded;
    this.#isLoading = false;
    await pace.finish(() => workOff(this.#untaken, (take) => take(), pace.pause));
  }

  /** Takes in what a replica got; anything that is no row or fact of ours is skipped. */
  takeDelta(room: string, { rows, facts }: Delta): void {
    const doc = parseRoom(room)?.doc;
    if (doc === undefined) return;
    const step = this.#isLoading ? ROWS_AT_ONCE : Number.POSITIVE_INFINITY;
    for (let from = 0; from < Math.max(rows.length, facts.length); from += step) {
      const part = { rows: rows.slice(from, from + step), facts: facts.slice(from, from + step) };
      if (this.#isLoading) this.#untaken.add(() => this.#take(doc, part));
      else this.#take(doc, part);
    }
  }

  #take(doc: string, delta: Delta): void {
    const rows: FoldRow[] = [];
    for (const text of delta.rows) {
      const event = decodeRow(text, this.#names);
      if (event !== null) rows.push({ event, doc, received: this.#receivedOf(event.id) });
    }
    const facts: FoldFact[] = [];
    for (const text of delta.facts) {
      const decoded = decodeRelayFact(text);
      if (decoded === null) continue;
      facts.push({ fact: decoded.fact, doc });
      this.#onTick(decoded.fact.tick);
    }
    this.apply(rows, facts);
  }

  /** Starts over with exactly what may be known now. */
  rebuild(everything: Everything): void {
    const before = this.#fold;
    this.#untaken.clear();
    this.#fold = makeFoldWith(this.#trust.check);
    this.#names = new SharedNames();
    for (const [room, delta] of everything.deltas) this.takeDelta(room, delta);
    this.apply(everything.own);
    this.#note({
      org: true,
      customers: new Set([...before.customerIds(), ...this.#fold.customerIds()]),
      leads: new Set(),
      desks: new Set([...before.deskMembers(), ...this.#fold.deskMembers()]),
    });
  }

  #note(change: FoldChange): void {
    if (!change.org && change.customers.size + change.desks.size + change.leads.size === 0) return;
    for (const id of change.leads) this.#leads.add(id);
    for (const id of change.customers) this.#customers.add(id);
    for (const member of change.desks) this.#desks.add(member);
    this.#org ||= change.org;
    this.#cancel ??= this.#timers.after(GATHER_MS, () => this.flush());
  }

  /** What this person gets to see has changed: every answer may be another one. */
  touchAll(): void {
    this.#note({ org: true, customers: new Set(), desks: new Set(), leads: new Set() });
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

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#untaken.clear();
    this.#listeners.clear();
  }
}
