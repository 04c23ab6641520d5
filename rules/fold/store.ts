import { decodeRow, type Envelope, encodeRow } from '../events/envelope.ts';
import type { FoldFact, FoldRow } from '../fold-batch.ts';
import type { CustomerId, EventId, LeadId, MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import { type FactBook, isUsableFact, makeFactBook, takeFact } from './facts.ts';
import { isGift } from './gifts.ts';
import { settleBounds } from './local-bounds.ts';
import type { OrgUse } from './org.ts';
import { isUsable, makeRec, type Rec, settleTime } from './records.ts';
import { addRec, type DeviceLog, makeDeviceLog, matchSeals, recsInOrder, removeRec } from './seals.ts';
import type { CustomerRecs, Sleepers } from './sleep-contract.ts';
import { type Touched, untouched } from './touched.ts';
import { evidenceOf, kindOf, type PayloadCheck } from './types.ts';

/**
 * What has been taken in: records by id, their logs with seals, relay facts, and which customers each concerns.
 * Holds no derived state; says what a batch touched.
 */
export class Store {
  readonly recs = new Map<EventId, Rec>();
  readonly customers = new Map<CustomerId, CustomerRecs>();
  readonly leads = new Map<LeadId, Rec[]>();
  readonly orgRecs: Rec[] = [];
  readonly desks = new Map<MemberId, Rec[]>();
  readonly facts: FactBook = makeFactBook();
  /** Customers with an event that merges them, whether it counts or not, or did once. */
  readonly mergers = new Set<CustomerId>();
  readonly logs = new Map<string, Map<string, DeviceLog>>();
  /** Rows without acknowledgement, by device. */
  private readonly locals = new Map<string, Set<Rec>>();
  /** Customers with an event that attaches the file. */
  readonly citers = new Map<string, Set<CustomerId>>();
  private touched = untouched();
  private touchedLogs = new Set<DeviceLog>();
  private touchedDevices = new Set<string>();
  /** Rows of this batch without a receipt of their own; a seal of the same batch may still acknowledge them. */
  private unacknowledged: Rec[] = [];
  private readonly check: PayloadCheck;
  private sleepers: Sleepers | null = null;

  constructor(check: PayloadCheck) {
    this.check = check;
  }

  take(rows: readonly FoldRow[], facts: readonly FoldFact[]): Touched {
    this.begin();
    for (const row of rows) this.takeRow(row);
    for (const fact of facts) this.takeFact(fact);
    for (const log of this.touchedLogs) matchSeals(log, this.lower);
    for (const rec of this.unacknowledged) if (rec.received === null) this.addLocal(rec);
    for (const device of this.touchedDevices) this.boundLocals(device);
    this.sleepers?.touched(this.touched.customers);
    return this.touched;
  }

  letSleep(sleepers: Sleepers): Sleepers {
    this.sleepers = sleepers;
    return sleepers;
  }
  /** One's records, awake or not, to be looked at only. */
  look(entry: CustomerRecs): Pick<CustomerRecs, 'recs' | 'contactRecs'> {
    return this.sleepers?.look(entry) ?? entry;
  }
  /** See `Sleepers`; without them a use is its own. */
  shared(use: OrgUse): OrgUse {
    return this.sleepers?.shared(use) ?? use;
  }
  find(id: EventId): Rec | null {
    return this.recs.get(id) ?? this.sleepers?.find(id) ?? null;
  }

  /** Only rows without acknowledgement can be taken back, and none that a replica holds. */
  remove(ids: readonly EventId[]): Touched {
    this.begin();
    for (const id of ids) {
      const rec = this.recs.get(id);
      if (rec !== undefined && rec.received === null && !rec.inLogs) this.drop(rec);
    }
    return this.touched;
  }

  private begin(): void {
    this.touched = untouched();
    this.touchedLogs = new Set();
    this.touchedDevices = new Set();
    this.unacknowledged = [];
  }

  private touch(rec: Rec): void {
    if (rec.kind === 'org') this.touched.org = true;
    else if (rec.kind === 'mql') this.touched.leads.add(rec.event.subject as LeadId);
    else if (rec.kind === 'desk') this.touched.desks.add(rec.event.subject as MemberId);
    else if (rec.kind !== 'unknown') this.touched.customers.add(rec.event.subject as CustomerId);
  }

  private takeRow({ event, doc, received, isLocal = false }: FoldRow): void {
    if (!isUsable(event)) return;
    const rec = this.takeEvent(event, doc, isLocal);
    if (rec === null) return;
    this.standIn(rec, doc, isLocal);
    if (received !== null) this.lower(rec, received, null);
    else if (rec.received === null) this.unacknowledged.push(rec);
    this.unwrap(rec);
  }

  private takeEvent(event: Envelope, doc: string, isLocal: boolean): Rec | null {
    this.sleepers?.beforeId(event.id);
    const known = this.recs.get(event.id);
    if (known !== undefined) {
      this.keepOne(known, event, doc, isLocal);
      return known;
    }
    // Company events are few and everything depends on them, so they alone are checked in full here.
    if (kindOf(event.type) === 'org' && !this.check(event, false)) return null;
    const rec = makeRec(event, doc);
    this.recs.set(event.id, rec);
    this.index(rec);
    this.touch(rec);
    const earlier = this.facts.receivedTimes.get(event.id);
    if (earlier !== undefined) this.lower(rec, earlier, null);
    return rec;
  }

  /**
   * One event under two places: an own event moved under a new device id (S9) replaces the one in the outbox before,
   * and a held row replaces any that is not. Two held ones are the same event, given back to a restored relay under
   * its old place and sent again under the new: every replica keeps the same one, and seals of both are about it.
   */
  private keepOne(rec: Rec, event: Envelope, doc: string, isLocal: boolean): void {
    if (rec.event === event) return;
    const [known, given] = [encodeRow(rec.event), encodeRow(event)];
    const isHeld = rec.inLogs || rec.wrappers !== null;
    if (known === given || (isLocal && isHeld)) return;
    const isKept = isHeld && compareText(known, given) < 0;
    if (isHeld) {
      if (isKept) this.alsoStandsAs(rec, event, doc);
      else for (const home of [rec.doc, ...(rec.otherDocs ?? [])]) this.alsoStandsAs(rec, rec.event, home);
    }
    if (isKept) return;
    this.touch(rec);
    this.unindex(rec);
    this.leaveLogs(rec);
    this.locals.get(rec.event.device)?.delete(rec);
    rec.event = event;
    rec.kind = kindOf(event.type);
    rec.bound = null;
    settleTime(rec);
    this.index(rec);
    if (rec.inLogs) this.enterLogs(rec);
    this.touch(rec);
  }

  private alsoStandsAs(rec: Rec, event: Envelope, doc: string): void {
    const place = `${doc} ${event.device} ${event.n}`;
    if (rec.otherPlaces?.has(place)) return;
    rec.otherPlaces = (rec.otherPlaces ?? new Set<string>()).add(place);
    const alias = makeRec(event, doc);
    alias.aliasOf = rec;
    const log = this.logOf(doc, event.device);
    addRec(log, alias);
    this.touchedLogs.add(log);
  }

  private standIn(rec: Rec, doc: string, isLocal: boolean): void {
    const wasInLogs = rec.inLogs;
    rec.inLogs ||= !isLocal;
    const isKnown = rec.direct && (rec.doc === doc || (rec.otherDocs?.includes(doc) ?? false));
    if (!isKnown) {
      if (rec.direct) rec.otherDocs = [...(rec.otherDocs ?? []), doc];
      else rec.doc = doc;
      rec.direct = true;
      this.touch(rec);
    }
    if (!rec.inLogs) return;
    if (!wasInLogs) this.enterLogs(rec);
    else if (!isKnown) this.enterLog(rec, doc);
  }

  /** A row copied out of a private document counts as the row itself, by its id (R72). */
  private unwrap(rec: Rec): void {
    if (rec.inner !== null || rec.event.type !== 'historyShared' || !this.check(rec.event, false)) return;
    const payload = rec.event.payload as { row: string; received: number };
    const event = decodeRow(payload.row);
    if (event === null || !isUsable(event) || event.subject !== rec.event.subject) return;
    if (event.type === 'historyShared' || kindOf(event.type) !== 'customer') return;
    const inner = this.takeEvent(event, rec.doc, false);
    if (inner === null) return;
    rec.inner = inner;
    inner.wrappers = (inner.wrappers ?? new Set<Rec>()).add(rec);
    this.lower(inner, payload.received, rec.tick);
  }

  private takeFact({ fact, doc }: FoldFact): void {
    if (!isUsableFact(fact)) return;
    const isNews = takeFact(this.facts, fact);
    switch (fact.kind) {
      case 'seal':
        for (const [device, from, to, offset] of fact.ranges) {
          const log = this.logOf(doc, device);
          const seal = { from, to, received: fact.tick - offset, tick: fact.tick };
          this.sleepers?.beforeSeal(log, seal);
          log.newSeals.push(seal);
          this.touchedLogs.add(log);
        }
        break;
      case 'blobAttested':
        if (isNews) for (const id of this.citers.get(fact.sha256) ?? []) this.touched.customers.add(id);
        if (doc === 'org' && !this.facts.companyFiles.has(fact.sha256)) {
          this.facts.companyFiles.add(fact.sha256);
          this.touched.org = true;
        }
        break;
      case 'fired':
        if (isNews) this.touched.customers.add(fact.subject);
        break;
      case 'clockWitnessed':
        this.sleepers?.beforeId(fact.id);
        if (isNews) this.touchAll([fact.id]);
        break;
      case 'received': {
        this.sleepers?.beforeId(fact.id);
        const rec = this.recs.get(fact.id);
        if (rec !== undefined) this.lower(rec, fact.time, null);
        break;
      }
      case 'deviceAdmitted':
      case 'deviceRevoked':
        if (isNews) this.touched.org = true;
        break;
    }
  }

  private touchAll(ids: readonly EventId[]): void {
    for (const id of ids) {
      const rec = this.recs.get(id);
      if (rec !== undefined) this.touch(rec);
    }
  }

  /** Knowledge only falls: the lowest `received` and the lowest tick are kept (S8, S10). */
  private readonly lower = (rec: Rec, received: number | null, tick: number | null): void => {
    if (rec.aliasOf !== null) {
      this.lower(rec.aliasOf, received, tick);
      return;
    }
    let isChanged = false;
    if (received !== null && (rec.received === null || received < rec.received)) {
      const own = this.locals.get(rec.event.device);
      own?.delete(rec);
      if (rec.received !== null && rec.kind === 'customer') this.touched.moved.add(rec.event.subject as CustomerId);
      rec.received = received;
      settleTime(rec);
      if (own !== undefined && own.size > 0) this.touchedDevices.add(rec.event.device);
      isChanged = true;
    }
    if (tick !== null && (rec.tick === null || tick < rec.tick)) {
      rec.tick = tick;
      if (rec.kind === 'customer' && this.isSettledBySeal(rec)) this.touched.moved.add(rec.event.subject as CustomerId);
      if (rec.inner !== null) this.lower(rec.inner, null, tick);
      isChanged = true;
    }
    if (isChanged) this.touch(rec);
  };

  /** Whether the customer may come to be somebody else's by the seal: a gift, or one of several creations. */
  private isSettledBySeal(rec: Rec): boolean {
    if (rec.event.type !== 'customerCreated') return isGift(rec);
    const entry = this.customers.get(rec.event.subject as CustomerId);
    const all = entry === undefined ? [] : this.look(entry).recs;
    return isGift(rec) || all.some((other) => other !== rec && other.event.type === 'customerCreated');
  }

  private addLocal(rec: Rec): void {
    const { device } = rec.event;
    const own = this.locals.get(device);
    if (own === undefined) this.locals.set(device, new Set([rec]));
    else own.add(rec);
    this.touchedDevices.add(device);
  }

  private boundLocals(device: string): void {
    const own = this.locals.get(device);
    if (own === undefined || own.size === 0) return;
    const lowest = Math.min(...[...own].map(({ event }) => event.n));
    const logs: (readonly Rec[])[] = [];
    for (const byDevice of this.logs.values()) {
      const log = byDevice.get(device);
      if (log === undefined) continue;
      this.sleepers?.beforeBounds(log, lowest);
      logs.push(recsInOrder(log));
    }
    settleBounds(own, logs, (rec) => this.touch(rec));
  }

  logOf(doc: string, device: string): DeviceLog {
    let byDevice = this.logs.get(doc);
    if (byDevice === undefined) {
      byDevice = new Map();
      this.logs.set(doc, byDevice);
    }
    let log = byDevice.get(device);
    if (log === undefined) {
      log = makeDeviceLog();
      byDevice.set(device, log);
    }
    return log;
  }

  private enterLog(rec: Rec, doc: string): void {
    const log = this.logOf(doc, rec.event.device);
    addRec(log, rec);
    this.touchedLogs.add(log);
  }

  private enterLogs(rec: Rec): void {
    for (const doc of [rec.doc, ...(rec.otherDocs ?? [])]) this.enterLog(rec, doc);
  }

  private leaveLogs(rec: Rec): void {
    for (const doc of [rec.doc, ...(rec.otherDocs ?? [])]) {
      const log = this.logs.get(doc)?.get(rec.event.device);
      if (log !== undefined) removeRec(log, rec);
    }
  }

  private index(rec: Rec): void {
    this.listOf(rec)?.push(rec);
    if (rec.kind !== 'customer') return;
    if (rec.event.type === 'customerMerged') this.mergers.add(rec.event.subject as CustomerId);
    for (const file of evidenceOf(rec.event)) {
      const citing = this.citers.get(file.sha256);
      if (citing === undefined) this.citers.set(file.sha256, new Set([rec.event.subject as CustomerId]));
      else citing.add(rec.event.subject as CustomerId);
    }
  }

  private unindex(rec: Rec): void {
    const list = this.listOf(rec);
    const at = list?.indexOf(rec) ?? -1;
    if (at >= 0) list?.splice(at, 1);
  }

  /** `null` for a type this version does not know: kept, because others may cite it, but folded into nothing. */
  private listOf({ event, kind }: Rec): Rec[] | null {
    if (kind === 'org') return this.orgRecs;
    if (kind === 'unknown') return null;
    if (kind === 'mql') return this.leadRecs(event.subject as LeadId);
    if (kind === 'desk') return this.deskOf(event.subject as MemberId);
    const id = event.subject as CustomerId;
    let entry = this.customers.get(id);
    if (entry === undefined) {
      entry = { id, recs: [], contactRecs: [], packed: null };
      this.customers.set(id, entry);
    }
    return kind === 'contact' ? entry.contactRecs : entry.recs;
  }

  private leadRecs(id: LeadId): Rec[] {
    let recs = this.leads.get(id);
    if (recs === undefined) {
      recs = [];
      this.leads.set(id, recs);
    }
    return recs;
  }

  private deskOf(member: MemberId): Rec[] {
    let recs = this.desks.get(member);
    if (recs === undefined) {
      recs = [];
      this.desks.set(member, recs);
    }
    return recs;
  }

  private drop(rec: Rec): void {
    this.touch(rec);
    this.recs.delete(rec.event.id);
    this.locals.get(rec.event.device)?.delete(rec);
    this.unindex(rec);
    this.leaveLogs(rec);
    const { inner } = rec;
    if (inner === null) return;
    inner.wrappers?.delete(rec);
    if (inner.direct || (inner.wrappers?.size ?? 0) > 0) this.touch(inner);
    else this.drop(inner);
  }
}
