import type { GivenRow, Receipt } from '#protocol';
import { type DeviceId, decodeRow, deviceLog, type Envelope, type RelayFact } from '#rules';
import type { RelayClock } from '../clock.ts';
import { inspect, type KnownElements } from '../inspector/index.ts';
import { type Storage, StorageFailure } from '../storage/contract.ts';
import { type Batch, makeBatch, touch } from './batch.ts';
import {
  type AppendOutcome,
  type AppendRequest,
  type Committed,
  type FactDraft,
  FrozenFailure,
  type LogService,
  type Meta,
  type StoredRow,
} from './contract.ts';
import { diffRoom, readStateVector, writeStateVector } from './diff.ts';
import { type FlushContext, type FlushWork, prepareFlush, type RoomWork } from './flush.ts';
import { provesAny, takeBack } from './give-back.ts';
import type { HighWater } from './high-water.ts';
import { applyFact } from './load.ts';
import { type Macs, receiptOf, textOf } from './macs.ts';
import { makeRoom, type Room } from './room.ts';
import type { RowRecord } from './run.ts';
import { unsealedRanges } from './seals.ts';
import type { Workspace } from './workspace.ts';

export const META_RECOVERING = 'log.recovering';

export interface LogParts {
  readonly storage: Storage;
  readonly clock: RelayClock;
  readonly macs: Macs;
  readonly workspace: Workspace;
  readonly epoch: number;
  readonly lastTick: number;
  readonly recovering: boolean;
  readonly randomUint32: () => number;
  readonly highWater: HighWater | null;
}

const rejected = (reason: 'storageFailing' | 'wrongDocument', detail: string): AppendOutcome => ({
  kind: 'rejected',
  reason,
  event: null,
  detail,
});

/** The live log: judges at once against everything accepted, stores in groups, tells afterwards. */
export class LiveLog implements LogService {
  readonly epoch: number;
  readonly #parts: LogParts;
  readonly #workspace: Workspace;
  readonly #listeners = new Set<(committed: Committed) => void>();
  readonly #context: FlushContext;
  #pending: Batch = makeBatch();
  /** Rows of the flush being settled, so that acknowledgement and echo need not read and sign them twice. */
  readonly #fresh = new Map<RowRecord, { readonly event: Envelope; readonly receipt: Receipt }>();
  #running: Promise<void> | null = null;
  #takenTick: number;
  #durableTick: number;
  #recovering: boolean;
  #failing = false;

  constructor(parts: LogParts) {
    this.#parts = parts;
    this.epoch = parts.epoch;
    this.#workspace = parts.workspace;
    this.#takenTick = parts.lastTick;
    this.#durableTick = parts.lastTick;
    this.#recovering = parts.recovering;
    this.#context = {
      workspace: parts.workspace,
      macs: parts.macs,
      epoch: parts.epoch,
      takeTick: () => {
        this.#takenTick = Math.max(this.#takenTick + 1, parts.clock.now());
        return this.#takenTick;
      },
      lastTick: () => this.#takenTick,
      raiseTick: (tick) => {
        this.#takenTick = Math.max(this.#takenTick, tick);
      },
      freshClient: (room) => this.#freshClient(room),
    };
  }

  now(): number {
    return Math.max(this.#durableTick, this.#parts.clock.now());
  }

  lastTick(): number {
    return this.#durableTick;
  }

  health(): 'ok' | 'storageFailing' | 'clockJumped' | 'recovering' {
    if (this.#failing) return 'storageFailing';
    if (this.#recovering) return 'recovering';
    return this.#parts.clock.jumped() ? 'clockJumped' : 'ok';
  }

  append(request: AppendRequest): Promise<AppendOutcome> {
    const room = this.#workspace.rooms.get(request.room);
    if (room === undefined) return Promise.resolve(rejected('wrongDocument', 'room is not known'));
    const { device, member, mayAppend } = request;
    const verdict = inspect(request.update, { device, member, mayAppend, doc: room.doc }, room, this.#workspace);
    if (verdict.kind === 'rejected') return Promise.resolve(verdict);
    const records = this.#knownRecords(room, verdict.known);
    const isDurable = verdict.known.every(({ client, to }) => to <= (room.run(client)?.durable ?? 0));
    const batch = this.#pending;
    for (const row of verdict.rows) {
      const { client, bytes, event, text } = row;
      const record = this.#workspace.add(room, deviceLog(device), client, bytes, event, batch.undo);
      batch.rows.push({ record, event, text, proven: null });
      touch(batch, room, record.run);
      records.push(record);
    }
    if (verdict.rows.length === 0 && isDurable) return Promise.resolve(this.#stored(room, device, records));
    return new Promise((resolve) => {
      batch.waiters.push({
        stored: () => resolve(this.#stored(room, device, records)),
        failed: () => resolve(rejected('storageFailing', 'the disk refused the commit')),
      });
      this.#schedule();
    });
  }

  async appendFacts(
    roomName: string,
    drafts: readonly FactDraft[],
    along: Meta = new Map(),
  ): Promise<readonly RelayFact[]> {
    const room = this.#known(roomName);
    const health = this.health();
    const needsCalm = drafts.some(({ kind }) => kind === 'seal' || kind === 'fired');
    if (needsCalm && (health === 'recovering' || health === 'clockJumped')) throw new FrozenFailure(health);
    const facts: RelayFact[] = [];
    for (const [key, value] of along) this.#pending.meta.set(key, value);
    for (const draft of drafts) {
      this.#pending.facts.push({ kind: 'draft', room, draft, done: (fact) => facts.push(fact) });
    }
    if (drafts.length > 0) await this.#committed();
    return facts;
  }

  async giveBack(
    roomName: string,
    rows: readonly GivenRow[],
    facts: readonly string[],
  ): Promise<{ rows: number; facts: number; refused: number }> {
    if (!this.#workspace.rooms.has(roomName)) {
      // The room itself was lost with what came after the backup; a name alone makes none.
      if (!provesAny(roomName, rows, facts, this.#parts))
        return { rows: 0, facts: 0, refused: rows.length + facts.length };
      await this.createRoom(roomName);
    }
    const given = takeBack(this.#known(roomName), rows, facts, this.#pending, this.#context);
    // also what was taken from another holder a moment ago has to be on disk
    if (rows.length + facts.length > given.refused) await this.#committed();
    return given;
  }

  async createRoom(name: string): Promise<void> {
    if (this.#workspace.rooms.has(name)) return this.#running === null ? undefined : this.#committed();
    const room = makeRoom(name);
    if (room === null) throw new RangeError(`not a room name: ${name}`);
    this.#workspace.rooms.set(name, room);
    this.#pending.newRooms.push(name);
    this.#pending.undo.push(() => this.#workspace.rooms.delete(name));
    await this.#committed();
  }

  stateVector(room: string): Uint8Array {
    return writeStateVector(this.#known(room));
  }

  diff(
    room: string,
    stateVector: Uint8Array,
    only: DeviceId | null,
  ): Iterable<{ update: Uint8Array; receipts: readonly Receipt[] }> {
    return diffRoom(this.#known(room), readStateVector(stateVector), only, this.#parts.macs);
  }

  *rows(room: string): Iterable<StoredRow> {
    for (const record of this.#known(room).rows) yield this.#storedRow(record);
  }

  facts(room: string): Iterable<RelayFact> {
    return this.#known(room).facts;
  }

  rooms(): readonly string[] {
    return [...this.#workspace.rooms.keys()];
  }

  onCommit(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  unsealed(room: string): ReturnType<LogService['unsealed']> {
    return unsealedRanges(this.#known(room), (record) => this.#workspace.slots(record.device));
  }

  async endRecovery(): Promise<void> {
    await this.#parts.storage.commit({ meta: new Map([[META_RECOVERING, null]]) });
    this.#recovering = false;
  }

  suspectClock(): void {
    this.#parts.clock.suspect();
  }

  confirmClock(): void {
    this.#parts.clock.confirm();
  }

  async close(): Promise<void> {
    await this.#running;
    this.#listeners.clear();
  }

  #known(name: string): Room {
    const room = this.#workspace.rooms.get(name);
    if (room === undefined) throw new RangeError(`unknown room ${name}`);
    return room;
  }

  #knownRecords(room: Room, known: readonly KnownElements[]): RowRecord[] {
    return known.flatMap(({ client, from, to }) =>
      (room.run(client)?.records.slice(from, to) ?? []).filter((record) => record !== null),
    );
  }

  #storedRow(record: RowRecord): StoredRow {
    const event = this.#fresh.get(record)?.event ?? decodeRow(textOf(record));
    if (event === null) throw new RangeError(`stored row ${record.id} cannot be read`);
    return { room: record.room, event, received: record.received };
  }

  #receipt(record: RowRecord): Receipt {
    const made = this.#fresh.get(record)?.receipt;
    // a fact of the same flush may have lowered `received` since
    return made?.received === record.received ? made : receiptOf(record, this.#parts.macs);
  }

  #stored(room: Room, device: DeviceId, records: readonly RowRecord[]): AppendOutcome {
    return {
      kind: 'stored',
      head: room.head(deviceLog(device)),
      receipts: records.map((record) => this.#receipt(record)),
    };
  }

  #freshClient(room: Room): number {
    for (;;) {
      const client = this.#parts.randomUint32();
      if (client > 0 && room.run(client) === null) return client;
    }
  }

  /** Resolves when everything accepted so far is on disk. @throws StorageFailure */
  #committed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.waiters.push({
        stored: resolve,
        failed: (cause) =>
          reject(cause instanceof StorageFailure ? cause : new StorageFailure('the disk refused', { cause })),
      });
      this.#schedule();
    });
  }

  /** Idle: the flush starts with the next microtask, with everything of this turn. Busy: it follows the one under way. */
  #schedule(): void {
    this.#running ??= Promise.resolve().then(() => this.#flushAll());
  }

  async #flushAll(): Promise<void> {
    while (this.#pending.waiters.length > 0) {
      const batch = this.#pending;
      this.#pending = makeBatch();
      const work = prepareFlush(batch, this.#context);
      try {
        await this.#parts.storage.commit(work.flush);
      } catch (cause) {
        this.#giveUp(batch, cause);
        continue;
      }
      this.#settle(batch, work);
    }
    this.#running = null;
  }

  /** Nothing of the batch is stored, and what was accepted meanwhile may stand on it: all of it is undone. */
  #giveUp(batch: Batch, cause: unknown): void {
    const later = this.#pending;
    this.#pending = makeBatch();
    this.#failing = true;
    for (const { undo } of [later, batch]) for (const step of undo.toReversed()) step();
    for (const { waiters } of [batch, later]) for (const { failed } of waiters) failed(cause);
  }

  #settle(batch: Batch, work: FlushWork): void {
    this.#failing = false;
    this.#durableTick = Math.max(this.#durableTick, work.lastTick);
    for (const { record, event, text } of work.rows) {
      this.#workspace.rooms.get(record.room)?.roll(record.run, record.clock);
      this.#fresh.set(record, { event, receipt: receiptOf(record, this.#parts.macs, text) });
    }
    const committed = work.rooms.map((part) => this.#settleRoom(part));
    // facts are named before their waiters are told
    for (const done of work.factsDone) done();
    for (const { stored } of batch.waiters) stored();
    this.#parts.highWater?.write({ tick: this.#durableTick, epoch: this.epoch });
    this.#fresh.clear();
    for (const part of committed) for (const listener of this.#listeners) listener(part);
  }

  #settleRoom({ room, pieces, update, chain, facts }: RoomWork): Committed {
    room.chain = chain;
    const records: RowRecord[] = [];
    for (const { run, from, to } of pieces) {
      run.durable = to;
      for (let clock = from; clock < to; clock += 1) {
        const record = run.records[clock];
        if (record) records.push(record);
      }
    }
    for (const record of records) {
      room.rows.push(record);
      room.unsealed.add(record);
    }
    for (const fact of facts) applyFact(fact, room, this.#workspace);
    return {
      room: room.name,
      update,
      rows: records.map((record) => this.#storedRow(record)),
      receipts: records.map((record) => this.#receipt(record)),
      facts,
    };
  }
}
