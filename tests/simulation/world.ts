import { decodeDown } from '#protocol';
import { type CustomerId, type EventId, type Fold, type MemberId, parseRoom, type RelayFact } from '#rules';
import { StaleGeneration } from '../../client/data/storage/contract.ts';
import type { StoredRow } from '../../sync-relay/log/index.ts';
import type { RelayCore } from '../../sync-relay/relay-core.ts';
import { StorageFailure } from '../../sync-relay/storage/contract.ts';
import { makePrng, type Prng } from '../support/prng.ts';
import type { Truth } from '../support/rule-oracle/ledger.ts';
import { type Base, DEVICES } from './base.ts';
import { copyPeerDisk, SimDevice } from './device.ts';
import { type Counts, count, type Fault } from './faults.ts';
import { mayKnowContacts, mayReplicate } from './oracle.ts';
import { RelayMachine } from './relay-machine.ts';
import { makeVirtualTime, type VirtualTime } from './virtual-time.ts';

const PHONE_PREFIX = '19900';
const PHONE_LENGTH = 11;
const DOWN_ACK = 3;
const OTHER_DEVICES = 3;
/** Longest way of a fired fact from its decision to the disk, ms. */
const UNDER_WAY_MS = 100;
/** A lost right is acted on within this (FD-9), ms that the machines are awake. */
const RECHECK_MS = 1_000;

/** What a person was told is saved. */
export interface Saved {
  readonly device: SimDevice;
  readonly atMs: number;
  /** No clock that it could depend on was ever wrong. */
  readonly isTimed: boolean;
}

/** When the member last ceased to be responsible for a customer of the document's territory, ms. */
const lastHeldMs = (fold: Fold, member: MemberId, doc: string): number => {
  let last = Number.NEGATIVE_INFINITY;
  for (const id of fold.customerIds()) {
    const state = fold.customer(id);
    if (state === null || doc.split(':')[1] !== state.territory) continue;
    state.owners.forEach(({ owner }, at) => {
      if (owner === member) last = Math.max(last, state.owners[at + 1]?.t ?? last);
    });
  }
  return last;
};

/** One company with everything it runs on, and everything that was promised in it. */
export class World {
  readonly time: VirtualTime;
  readonly random: Prng;
  readonly relay: RelayMachine;
  readonly devices: SimDevice[] = [];
  readonly faults: Counts<Fault> = new Map();
  readonly commands: Counts = new Map();
  readonly violations: string[] = [];
  readonly trace: string[] = [];
  readonly saved = new Map<EventId, Saved>();
  /** Events whose only copies may have been on a disk that lost them (S11): visibly gone if the relay has none. */
  readonly fragile = new Set<EventId>();
  /** Ids the relay has acknowledged and must hold after any kill. */
  readonly acked = new Set<EventId>();
  /** First time known to be final, by event (I29). */
  readonly settledAt = new Map<EventId, number>();
  /** When events and fired effects came to stand in the relay's log, ms. */
  readonly arrivals = new Map<string, number>();
  readonly #phones = new Map<string, CustomerId>();
  readonly #verdicts = new Map<EventId, string>();
  readonly #unreadableSince = new Map<string, { readonly awakeMs: number; readonly heldMs: number }>();
  /** The relay process those times are of. */
  #watched: RelayCore | null = null;
  readonly #keepsTrace: boolean;
  readonly #startMs: number;
  relayClockWasWrong = false;
  #nextPhone = 100_000;
  #nextCommand = 0;

  constructor(base: Base, seed: number, keepsTrace: boolean) {
    this.time = makeVirtualTime(base.atMs);
    this.random = makePrng(seed);
    this.#keepsTrace = keepsTrace;
    this.#startMs = base.atMs;
    this.relay = new RelayMachine(
      {
        time: this.time,
        random: this.random.fork(),
        faults: this.faults,
        report: (cause) => this.violate('I22', `the relay reports ${String(cause)}`),
        onDown: () => {
          for (const { line } of this.devices) line.reset();
        },
        onStored: (rows, facts) => this.#stored(rows, facts),
      },
      base.relay,
    );
    for (const name of this.#drawDevices()) {
      const disk = base.devices.get(name);
      if (disk !== undefined) this.add(name, copyPeerDisk(disk));
    }
  }

  /** The owner's device and some of the others; the rest stays switched off throughout. */
  #drawDevices(): readonly string[] {
    const others = [...DEVICES.keys()].filter((name) => name !== 'boss');
    while (others.length > OTHER_DEVICES) others.splice(this.random.int(others.length), 1);
    return ['boss', ...others];
  }

  add(name: string, disk: SimDevice['disk']): SimDevice {
    const { time, random, faults, relay } = this;
    const device: SimDevice = new SimDevice(name, disk, {
      time,
      random: random.fork(),
      faults,
      relay,
      onSent: (bytes, _connection, room) => this.#sent(device, bytes, room),
    });
    this.devices.push(device);
    return device;
  }

  say(text: string): void {
    if (this.#keepsTrace) this.trace.push(`${((this.time.now() - this.#startMs) / 1000).toFixed(3)}s ${text}`);
  }
  violate(id: string, text: string): void {
    const line = `[${id}] ${text}`;
    if (this.violations.includes(line)) return;
    this.violations.push(line);
    this.say(`VIOLATION ${line}`);
  }
  fault(kind: Fault, where = ''): void {
    count(this.faults, kind);
    this.say(`fault: ${kind} ${where}`);
  }

  newCommandId(): string {
    this.#nextCommand += 1;
    return `cmd-${this.#nextCommand}`;
  }
  plantPhone(customer: string): string {
    this.#nextPhone += 1;
    const phone = `${PHONE_PREFIX}${this.#nextPhone}`;
    this.#phones.set(phone, customer as CustomerId);
    return phone;
  }

  /** Lets time pass until the promise ends; undefined when it does not, or its process was killed or overtaken. */
  async finish<Result>(promise: Promise<Result>, ms = 400): Promise<Result | undefined> {
    let isDone = false;
    let result: Result | undefined;
    promise.then(
      (value) => {
        isDone = true;
        result = value;
      },
      (cause: unknown) => {
        isDone = true;
        if (!(cause instanceof StaleGeneration || cause instanceof StorageFailure))
          this.violate('I22', `a promise failed: ${String(cause)}`);
      },
    );
    await this.time.settle();
    for (let waited = 0; !isDone && waited < ms; waited += 20) await this.time.advance(20);
    return result;
  }

  #stored(rows: Iterable<StoredRow>, facts: Iterable<RelayFact>): void {
    const note = (id: string): void => {
      if (!this.arrivals.has(id)) this.arrivals.set(id, this.time.now());
    };
    for (const { event } of rows) note(event.id);
    for (const fact of facts) if (fact.kind === 'fired') note(fact.effect);
  }

  /** What really happened, for checks that hold the relay's word against it. */
  truth(): Truth {
    const arrived = (id: string): number => this.arrivals.get(id) ?? Number.POSITIVE_INFINITY;
    // What is committed while a fact is on its way to the disk was not there when the host looked.
    return {
      made: (id) => this.saved.get(id),
      hadArrived: (id, { effect }) => arrived(id) + UNDER_WAY_MS < arrived(effect),
      isRelayTimed: !this.relayClockWasWrong,
      isUnbroken: !this.faults.has('relay restored from backup'),
      nowMs: this.relay.core()?.log.now() ?? this.time.now(),
    };
  }

  #sent(device: SimDevice, bytes: Uint8Array, room: string | null): void {
    this.#searchContacts(device, bytes);
    if (room !== null) this.#checkReading(device, room);
    if (bytes[0] !== DOWN_ACK || room !== null) return;
    const frame = decodeDown(bytes);
    if (frame.type !== 'ack') return;
    for (const { receipts } of frame.rooms) for (const { id } of receipts) this.acked.add(id as EventId);
  }

  /** I21: contact bytes only to those entitled at the moment they leave the relay. */
  #searchContacts(device: SimDevice, bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const member = device.member();
    const fold = this.relay.core()?.company.fold;
    for (let at = buffer.indexOf(PHONE_PREFIX); at >= 0; at = buffer.indexOf(PHONE_PREFIX, at + 1)) {
      const phone = buffer.toString('latin1', at, at + PHONE_LENGTH);
      const customer = this.#phones.get(phone);
      if (customer === undefined || member === null || fold === undefined) continue;
      if (!mayKnowContacts(fold, member, customer))
        this.violate('I21', `${device.name} was sent a contact of ${customer}`);
    }
  }

  /** Rows of a document only to those who may read it, and for a moment after (S16, FD-9). */
  #checkReading(device: SimDevice, room: string): void {
    const member = device.member();
    const fold = this.relay.core()?.company.fold;
    const doc = parseRoom(room)?.doc;
    if (member === null || fold === undefined || doc === undefined) return;
    if (mayReplicate(fold, member, doc)) return;
    if (this.#isTooLate(device, doc, member, fold)) this.violate('I21', `${device.name} is still sent rows of ${room}`);
  }
  /** The right to read was lost so long ago that the relay must have acted on it. */
  #isTooLate(device: SimDevice, doc: string, member: MemberId, fold: Fold): boolean {
    // A relay that started since, perhaps from a backup, judges anew: a right may have been back for a moment.
    if (this.relay.core() !== this.#watched) return false;
    const since = this.#unreadableSince.get(`${device.name} ${doc}`);
    // Rights are looked at between steps: a customer given and taken over by a rule within one leaves no trace there.
    if (since === undefined || since.heldMs !== lastHeldMs(fold, member, doc)) return false;
    return this.time.awake() - since.awakeMs > RECHECK_MS;
  }

  #noteUnreadable(key: string, heldMs: number): void {
    if (this.#unreadableSince.get(key)?.heldMs === heldMs) return;
    this.#unreadableSince.set(key, { awakeMs: this.time.awake(), heldMs });
  }

  /** Notes since when each device may not read what, and whether the relay has acted on it. */
  watchRights(): void {
    const core = this.relay.core();
    if (core === null) return;
    if (core !== this.#watched) this.#unreadableSince.clear();
    this.#watched = core;
    const docs = core.log.rooms().map((room) => parseRoom(room)?.doc ?? room);
    for (const device of this.devices) {
      const member = device.member();
      if (member === null) continue;
      for (const doc of docs) {
        if (!doc.startsWith('log:') && !doc.startsWith('private:')) continue;
        const key = `${device.name} ${doc}`;
        if (mayReplicate(core.company.fold, member, doc)) this.#unreadableSince.delete(key);
        else this.#noteUnreadable(key, lastHeldMs(core.company.fold, member, doc));
      }
      for (const room of device.line.openRooms()) {
        const doc = parseRoom(room)?.doc;
        if (doc !== undefined && this.#isTooLate(device, doc, member, core.company.fold))
          this.violate('I21', `${device.name} still reads ${room}`);
      }
    }
  }

  /** What a killed relay had acknowledged must be there when it comes back. */
  checkDurable(): void {
    const log = this.relay.core()?.log;
    if (log === undefined) return;
    const stored = new Set(log.rooms().flatMap((room) => [...log.rows(room)].map(({ event }) => event.id)));
    for (const id of this.acked) if (!stored.has(id)) this.violate('I2', `acknowledged ${id} is gone after a restart`);
  }
  /** After a restore only what the backup held is promised by the relay alone. */
  forgetUnstored(): void {
    const log = this.relay.core()?.log;
    if (log === undefined) return;
    const stored = new Set(log.rooms().flatMap((room) => [...log.rows(room)].map(({ event }) => event.id)));
    for (const id of [...this.acked]) if (!stored.has(id)) this.acked.delete(id);
  }

  /**
   * I29: once sealed, an event's time never changes; without a restore not even once acknowledged. After a restore a
   * row may be received a second time before somebody gives the older receipt back (S10), so only its seal counts.
   */
  watchTimes(): void {
    const isRestored = this.faults.has('relay restored from backup');
    for (const [id, { device }] of this.saved) {
      const placement = device.workspace()?.fold().placement(id);
      if (placement == null || (isRestored ? placement.tick : placement.received) === null) continue;
      this.noteTime(id, placement.t, device.name);
    }
  }
  /** I29: an override once valid, or late, by what the relay received stays so. */
  watchVerdicts(): void {
    const fold = this.relay.core()?.company.fold;
    if (fold === undefined || this.faults.has('relay restored from backup')) return;
    for (const customer of fold.customerIds()) {
      for (const { id, override } of fold.customer(customer)?.marks ?? []) {
        if (override === null || override.verdict === 'disputed' || override.because === 'unknownEffect') continue;
        const known = this.#verdicts.get(id);
        this.#verdicts.set(id, override.verdict);
        if (known !== undefined && known !== override.verdict)
          this.violate('I29', `the override ${id} was ${known} and is ${override.verdict}`);
      }
    }
  }
  noteTime(id: EventId, t: number, where: string): void {
    const known = this.settledAt.get(id);
    if (known === undefined) this.settledAt.set(id, t);
    else if (known !== t) this.violate('I29', `time of ${id} moved from ${known} to ${t} at ${where}`);
  }
}
