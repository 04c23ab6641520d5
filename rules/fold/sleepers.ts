import { SharedNames } from '../events/envelope.ts';
import type { FoldChange } from '../fold-batch.ts';
import type { CustomerId, EventId } from '../ids.ts';
import { VarintReader, VarintWriter } from '../support/varints.ts';
import { IdIndex } from './id-index.ts';
import { awakeOf, logsIn, NO_CHANGE, takeAwake, takeUses } from './opening.ts';
import type { FoldOpening, IsCovered, OpeningLog } from './opening-contract.ts';
import type { OrgUse } from './org.ts';
import { isPackable, recsOfText, textOfRecs } from './packed-recs.ts';
import type { Rec } from './records.ts';
import { awakeSeals, letRest, restAs } from './resting-seals.ts';
import type { Seal } from './seal-table.ts';
import { type DeviceLog, putBackRec, removeRec } from './seals.ts';
import type {
  CustomerRecs,
  FoldParts,
  MakeSleepers,
  Packed,
  PackedText,
  Place,
  Settle,
  Sleepers,
  StoreParts,
} from './sleep-contract.ts';

export interface SleepOptions {
  readonly pack: (text: string) => PackedText;
  /** 32 bits nobody else knows (see {@link IdIndex}). */
  readonly seed: number;
}

/** Of one log: who has rows in it, or had when he last fell asleep, and between which numbers they stand. */
interface Sleeping {
  readonly customers: Set<CustomerId>;
  from: number;
  to: number;
}

/** Parts of one customer before they are packed as one: each is read for every look, and small ones pack badly. */
const MOST_PARTS = 4;

/** Seals of a log that came since the others rested. */
const MOST_SEALS = 64;

/** Whether the very same seal was taken in before. */
const isKnown = ({ seals }: DeviceLog, { from, to, received, tick }: Seal): boolean => {
  for (let i = seals.lowerBound(from); i < seals.length && seals.from(i) === from; i++) {
    const known = seals.at(i);
    if (known.to === to && known.received === received && known.tick === tick) return true;
  }
  return false;
};

const NOBODY = '' as CustomerId;
const NO_SEALS = new Uint8Array();

const isEmptyLog = (log: DeviceLog | undefined): boolean =>
  log === undefined || log.recs.length + log.newSeals.length + log.seals.length === 0;

/** How many parts, whether one is the creation, and where each lies. */
const writeParts = (numbers: VarintWriter, packed: Packed | null, placeOf: (part: PackedText) => Place): void => {
  numbers.add(packed?.parts.length ?? 0);
  if (packed === null) return;
  numbers.add(Number(packed.isCreated));
  for (const part of packed.parts) for (const number of placeOf(part)) numbers.add(number);
};
const readParts = (numbers: VarintReader, partAt: (place: Place) => PackedText): Packed | null => {
  const count = numbers.next();
  if (count === 0) return null;
  const isCreated = numbers.next() === 1;
  const placed = (): Place => [numbers.next(), numbers.next(), numbers.next()];
  return { isCreated, parts: Array.from({ length: count }, () => partAt(placed())) };
};

class PackedSleepers implements Sleepers {
  private readonly options: SleepOptions;
  private readonly fold: FoldParts;
  private readonly store: StoreParts;
  /** Awake ones; those whose records changed last stand last. */
  private readonly awake: Set<CustomerId>;
  /** Numbers by customer who ever slept, and back. */
  private readonly numbers = new Map<CustomerId, number>();
  private readonly named: CustomerId[] = [];
  private holders: IdIndex;
  private readonly logs = new Map<DeviceLog, Sleeping>();
  /** Got seals since tables were last let rest. */
  private readonly sealed = new Set<DeviceLog>();
  /** By what they are: far fewer kinds than customers. */
  private readonly uses = new Map<string, OrgUse>();

  constructor(options: SleepOptions, fold: FoldParts) {
    this.options = options;
    this.holders = new IdIndex(options.seed);
    this.fold = fold;
    this.store = fold.store;
    this.awake = new Set(fold.store.customers.keys());
    for (const { log } of logsIn(fold.store.logs, () => true)) this.sealed.add(log);
  }

  beforeId(id: EventId): void {
    if (this.store.recs.has(id)) return;
    for (const number of this.holders.holdersOf(id)) this.wake(this.named[number]);
  }

  /** New seals are about new rows: one that reaches back is known already, or rare. */
  beforeSeal(log: DeviceLog, seal: Seal): void {
    this.sealed.add(log);
    const sleeping = this.logs.get(log);
    if (sleeping === undefined || seal.from > sleeping.to || seal.to < sleeping.from || isKnown(log, seal)) return;
    this.wakeAll(log, sleeping);
  }

  beforeBounds(log: DeviceLog, n: number): void {
    const sleeping = this.logs.get(log);
    if (sleeping !== undefined && sleeping.to > n) this.wakeAll(log, sleeping);
  }

  touched(customers: Iterable<CustomerId>): void {
    for (const id of customers) {
      this.awake.delete(id);
      const entry = this.store.customers.get(id);
      if (entry !== undefined && entry.recs.length + entry.contactRecs.length > 0) this.awake.add(id);
    }
  }

  find(id: EventId): Rec | null {
    for (const number of this.holders.holdersOf(id)) {
      const entry = this.store.customers.get(this.named[number] ?? ('' as CustomerId));
      if (entry === undefined) continue;
      const { recs, contactRecs } = this.look(entry);
      const found = [...recs, ...contactRecs].find(({ event }) => event.id === id);
      if (found !== undefined) return found;
    }
    return null;
  }

  look(entry: CustomerRecs): Pick<CustomerRecs, 'recs' | 'contactRecs'> {
    const { packed } = entry;
    if (packed === null) return entry;
    // Of one customer: names of everybody would be kept for ever.
    const names = new SharedNames();
    const parts = [...packed.parts.map((part) => recsOfText(part.text(), names)), entry];
    return { recs: parts.flatMap(({ recs }) => recs), contactRecs: parts.flatMap((part) => part.contactRecs) };
  }

  shared(use: OrgUse): OrgUse {
    const name = JSON.stringify([use.everyone, use.process, use.members]);
    const known = this.uses.get(name) ?? use;
    this.uses.set(name, known);
    return known;
  }

  readonly settle: Settle = (most, awake) => {
    let looks = Math.min(most, this.awake.size);
    for (const id of this.awake) {
      if (this.awake.size <= awake || looks === 0) break;
      looks -= 1;
      this.awake.delete(id);
      // Not yet: he is looked at again once the others were.
      if (!this.fallAsleep(id)) this.awake.add(id);
    }
    const isMore = this.awake.size > awake;
    if (!isMore) this.restSeals();
    return isMore;
  };

  /** Those about rows of whoever sleeps: nearly all of them are never looked at again. */
  private restSeals(): void {
    for (const log of this.sealed) if (awakeSeals(log) >= MOST_SEALS) letRest(log);
    this.sealed.clear();
  }

  opening(isCovered: IsCovered, placeOf: (part: PackedText) => Place): FoldOpening | null {
    const numbers = new VarintWriter();
    const covered = [...logsIn(this.store.logs, isCovered)];
    const seals = covered.flatMap(({ log }) => letRest(log) ?? []);
    if (seals.length < covered.length) return null;
    const logs = covered.map(({ doc, device, log }): OpeningLog => {
      const sleeping = this.logs.get(log);
      if (sleeping === undefined) return { doc, device, span: null };
      numbers.addAll(Array.from(sleeping.customers, (id) => this.numberOf(id)));
      return { doc, device, span: [sleeping.from, sleeping.to] };
    });
    for (const id of this.named) writeParts(numbers, this.store.customers.get(id)?.packed ?? null, placeOf);
    const [{ seed }, customers] = [this.holders, [...this.named]];
    const sleeping = { seed, ids: this.holders.pairs(), customers, logs, seals, sleeping: numbers.written() };
    return { ...sleeping, ...awakeOf(this.fold, isCovered, customers) };
  }

  begin(opening: FoldOpening, partAt: (place: Place) => PackedText): Iterable<FoldChange> | null {
    const isEmpty = ({ doc, device }: OpeningLog): boolean => isEmptyLog(this.store.logs.get(doc)?.get(device));
    return this.named.length === 0 && opening.logs.every(isEmpty) ? this.steps(opening, partAt) : null;
  }

  private *steps(opening: FoldOpening, partAt: (place: Place) => PackedText): Iterable<FoldChange> {
    const { seed, ids, customers, logs, seals } = opening;
    // The table first, and all at once: from now on numbers are those of the opening.
    this.holders = IdIndex.of(seed, ids);
    for (const id of customers) this.numberOf(id);
    const numbers = new VarintReader(opening.sleeping);
    for (const [place, { doc, device, span }] of logs.entries()) {
      const log = this.store.logOf(doc, device);
      restAs(log, seals[place] ?? NO_SEALS);
      if (span !== null) this.join(log, span, numbers.all());
      yield NO_CHANGE;
    }
    // Before anybody of them may be folded: a later use is the better one.
    yield* takeUses(this.fold, opening, (use) => this.shared(use));
    // Behind the seals: what is taken in beside own rows is matched with them.
    for (const id of customers) yield this.adopt(id, readParts(numbers, partAt));
    yield* takeAwake(this.fold, opening);
  }

  /** With those who fell asleep since the first step. */
  private join(log: DeviceLog, span: readonly [from: number, to: number], numbers: readonly number[]): void {
    const { customers = new Set<CustomerId>(), from = span[0], to = span[1] } = this.logs.get(log) ?? {};
    for (const number of numbers) customers.add(this.named[number] ?? NOBODY);
    this.logs.set(log, { customers, from: Math.min(from, span[0]), to: Math.max(to, span[1]) });
  }

  /** What one has who has records already is taken in beside those. */
  private adopt(id: CustomerId, packed: Packed | null): FoldChange {
    if (packed === null) return NO_CHANGE;
    const known = this.store.customers.get(id);
    // Whoever has records already may have fallen asleep since the first step.
    if (known === undefined || (known.packed === null && known.recs.length + known.contactRecs.length === 0)) {
      this.store.customers.set(id, { id, recs: [], contactRecs: [], packed });
      return NO_CHANGE;
    }
    const { recs, contactRecs } = this.look({ id, recs: [], contactRecs: [], packed });
    for (const part of packed.parts) part.forget();
    const rows = [...recs, ...contactRecs].flatMap(({ event, doc, otherDocs, received }) =>
      [doc, ...(otherDocs ?? [])].map((place) => ({ event, doc: place, received })),
    );
    return this.fold.apply(rows, []);
  }

  private fallAsleep(id: CustomerId): boolean {
    const entry = this.store.customers.get(id);
    if (entry === undefined || !isPackable(entry)) return false;
    const { parts = [], isCreated = false } = entry.packed ?? {};
    const isFull = parts.length >= MOST_PARTS;
    const part = this.options.pack(textOfRecs(isFull ? this.look(entry) : entry));
    entry.packed = {
      // No room for more: there is one list for each customer.
      parts: isFull ? [part] : parts.concat(part),
      isCreated: isCreated || entry.recs.some(({ event }) => event.type === 'customerCreated'),
    };
    if (isFull) for (const joined of parts) joined.forget();
    const number = this.numberOf(id);
    for (const rec of [...entry.recs, ...entry.contactRecs]) {
      this.store.recs.delete(rec.event.id);
      this.holders.add(rec.event.id, number);
      for (const log of this.logsOf(rec)) this.leave(log, rec, id);
    }
    entry.recs.length = 0;
    entry.contactRecs.length = 0;
    return true;
  }

  private leave(log: DeviceLog, rec: Rec, id: CustomerId): void {
    removeRec(log, rec);
    const { n } = rec.event;
    const sleeping = this.logs.get(log) ?? { customers: new Set(), from: n, to: n };
    sleeping.customers.add(id);
    sleeping.from = Math.min(sleeping.from, n);
    sleeping.to = Math.max(sleeping.to, n);
    this.logs.set(log, sleeping);
  }

  private wakeAll(log: DeviceLog, { customers }: Sleeping): void {
    for (const id of customers) this.wake(id);
    this.logs.delete(log);
  }

  private wake(id: CustomerId | undefined): void {
    const entry = id === undefined ? undefined : this.store.customers.get(id);
    if (entry === undefined || entry.packed === null) return;
    const { parts } = entry.packed;
    const { recs, contactRecs } = this.look({ ...entry, recs: [], contactRecs: [] });
    entry.packed = null;
    for (const part of parts) part.forget();
    // In any order, for folds sort; one by one, for a call takes only so many arguments.
    for (const rec of recs) entry.recs.push(rec);
    for (const rec of contactRecs) entry.contactRecs.push(rec);
    for (const rec of [...recs, ...contactRecs]) {
      this.store.recs.set(rec.event.id, rec);
      for (const log of this.logsOf(rec)) putBackRec(log, rec);
    }
    this.awake.add(entry.id);
  }

  private numberOf(id: CustomerId): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    this.numbers.set(id, this.named.length);
    return this.named.push(id) - 1;
  }

  private logsOf(rec: Rec): readonly DeviceLog[] {
    return [rec.doc, ...(rec.otherDocs ?? [])].map((doc) => this.store.logOf(doc, rec.event.device));
  }
}

/** Lets customers sleep packed; for devices and tools that hold very many. */
export const makeSleepers =
  (options: SleepOptions): MakeSleepers =>
  (fold) =>
    new PackedSleepers(options, fold);
