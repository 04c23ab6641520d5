import { type ClockReading, LIMITS, REJECT_REASONS, type RejectReason, type UpFrame } from '#protocol';
import { type DeviceId, type EventId, encodeRow } from '#rules';
import type { Timers } from '../platform.ts';
import { encodeOwnRows, rowBytes } from './log-encoding.ts';
import type { Outbox } from './outbox.ts';
import type { Acknowledgement, PendingRow } from './records.ts';

/** First and longest pause after a refusal that passes by itself, ms. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** How long a row waits for its document to be announced before the relay is asked, ms. */
const ASK_AFTER_MS = 2 * 60_000;
/** Rooms with an unacknowledged batch at the same time. */
const ROOMS_AT_ONCE = 16;
const CONTACT_PREFIX = 'contact:';

export interface SenderDeps {
  readonly outbox: Outbox;
  readonly timers: Timers;
  readonly statement: () => ClockReading;
  /** False when the socket is not up. */
  readonly send: (frame: UpFrame) => boolean;
  /** Room of a document into which this device may write now; null while none is announced. */
  readonly roomFor: (doc: string) => string | null;
  /** Another document for a row whose own is no longer announced, e.g. the open quarter; null = wait. */
  readonly otherHome: (row: PendingRow) => string | null;
  /** Room of a document that is not announced for writing, where the relay would say no; null = nothing is announced. */
  readonly roomUnannounced: (doc: string) => string | null;
  /** This device's log is not what it was: go on under another device id (S9). */
  readonly onForked: (reason: RejectReason) => void;
}

interface Batch {
  readonly room: string;
  readonly ids: readonly EventId[];
}

/** Sends the outbox: one batch per room under way, oldest events first, at most 256 KB each. */
export class Sender {
  readonly #deps: SenderDeps;
  readonly #batches = new Map<number, Batch>();
  readonly #pauses = new Map<string, { ms: number; paused: boolean }>();
  /** After a refusal that names no event: how many rows to try at most, until the culprit stands alone. */
  readonly #most = new Map<string, number>();
  readonly #stale = new Set<string>();
  /** Documents of rows that wait, into which this device may not write by all it was told. */
  readonly #unannounced = new Map<string, 'waiting' | 'asked'>();
  #nextBatch = 1;
  #open = false;

  constructor(deps: SenderDeps) {
    this.#deps = deps;
  }

  /** The socket is up and the catalogue is known. */
  start(): void {
    this.#open = true;
    this.#stale.clear();
    this.pump();
  }
  /** The socket is gone: what was under way is sent again later; the relay recognises what it has. */
  stop(): void {
    this.#open = false;
    this.#batches.clear();
    this.#most.clear();
  }
  /** A new catalogue: rooms that were refused as stale may be tried again. */
  refresh(): void {
    this.#stale.clear();
    this.pump();
  }
  inFlight(): number {
    return this.#batches.size;
  }

  pump(): void {
    if (!this.#open) return;
    const busy = new Set([...this.#batches.values()].map(({ room }) => room));
    for (const [room, rows] of this.#byRoom()) {
      if (this.#batches.size >= ROOMS_AT_ONCE) return;
      if (busy.has(room) || this.#stale.has(room) || this.#pauses.get(room)?.paused) continue;
      if (!this.#sendBatch(room, rows)) return;
    }
  }

  #byRoom(): Map<string, PendingRow[]> {
    const byRoom = new Map<string, PendingRow[]>();
    const elsewhere = new Set<string>();
    for (const row of this.#deps.outbox.pending()) {
      if (row.doc.startsWith(CONTACT_PREFIX)) {
        // Who may write a contact follows from the customer: its rows go first.
        if (elsewhere.has(row.event.subject)) continue;
      } else elsewhere.add(row.event.subject);
      const room = this.#roomOf(row);
      if (room === null) continue;
      const rows = byRoom.get(room);
      if (rows === undefined) byRoom.set(room, [row]);
      else rows.push(row);
    }
    return byRoom;
  }

  #roomOf(row: PendingRow): string | null {
    const room = this.#deps.roomFor(row.doc);
    if (room !== null) return room;
    const home = this.#deps.otherHome(row);
    if (home === null) return this.#roomThatRefuses(row.doc);
    this.#deps.outbox.rehome([row.event.id], home);
    return this.#deps.roomFor(home);
  }

  /**
   * A right that ended long ago: after a while the relay is asked all the same, so that the row goes to quarantine
   * instead of waiting for ever. Not at once: a restored relay may not know yet what members may do.
   */
  #roomThatRefuses(doc: string): string | null {
    if (this.#unannounced.get(doc) === 'asked') return this.#deps.roomUnannounced(doc);
    if (this.#unannounced.has(doc)) return null;
    this.#unannounced.set(doc, 'waiting');
    this.#deps.timers.after(ASK_AFTER_MS, () => {
      this.#unannounced.set(doc, 'asked');
      this.pump();
    });
    return null;
  }

  #sendBatch(room: string, rows: readonly PendingRow[]): boolean {
    const most = this.#most.get(room) ?? LIMITS.eventsPerUpdate;
    const texts: string[] = [];
    const ids: EventId[] = [];
    let bytes = 0;
    let device: DeviceId | null = null;
    for (const { event } of rows) {
      const text = encodeRow(event);
      const size = rowBytes(text);
      if (texts.length > 0 && (bytes + size > LIMITS.appendBytes || texts.length >= most)) break;
      texts.push(text);
      ids.push(event.id);
      bytes += size;
      device = event.device;
    }
    if (device === null) return true;
    const batch = this.#nextBatch;
    this.#nextBatch += 1;
    const update = encodeOwnRows(device, room, this.#deps.outbox.count(room), texts);
    if (!this.#deps.send({ type: 'append', batch, room, clock: this.#deps.statement(), update })) return false;
    this.#batches.set(batch, { room, ids });
    return true;
  }

  /** Batches of one room are durable, with a receipt of every row. */
  acked({ batches, receipts, tick }: Acknowledgement): void {
    const known = new Set(receipts.map(({ id }) => id));
    let isForked = false;
    for (const batchId of batches) {
      const batch = this.#batches.get(batchId);
      if (batch === undefined) continue;
      this.#batches.delete(batchId);
      this.#pauses.delete(batch.room);
      this.#most.delete(batch.room);
      // Bytes the relay knows as another device's: this session goes on under the id of a copy of this device.
      isForked ||= !batch.ids.every((id) => known.has(id));
      if (isForked) this.stop();
      this.#deps.outbox.acknowledge(batch.room, { receipts, tick }, batch.ids);
    }
    if (isForked) this.#deps.onForked('foreignLog');
    else this.pump();
  }

  rejected(batchId: number, reason: RejectReason, event: string | null, detail: string): void {
    const batch = this.#batches.get(batchId);
    if (batch === undefined) return;
    this.#batches.delete(batchId);
    switch (REJECT_REASONS[reason]) {
      case 'event':
        this.#eventRefused(batch, reason, event as EventId | null, detail);
        return;
      case 'later':
        this.#pause(batch.room);
        return;
      case 'log':
        if (reason === 'staleEpoch') this.#stale.add(batch.room);
        else this.#deps.onForked(reason);
    }
  }

  #eventRefused(batch: Batch, reason: RejectReason, named: EventId | null, detail: string): void {
    const [only] = batch.ids;
    if (named === null && reason === 'wrongDocument') {
      // The room is not there: the next catalogue says what is.
      this.#stale.add(batch.room);
      return;
    }
    if (named === null && reason === 'notEntitled') {
      // Permission is per document: it holds for every row of the batch.
      for (const id of batch.ids) this.#deps.outbox.refuse(id, reason, detail);
    } else if (named !== null && batch.ids.includes(named)) {
      this.#deps.outbox.refuse(named, reason, detail);
    } else if (batch.ids.length === 1 && only !== undefined) {
      this.#deps.outbox.refuse(only, reason, detail);
      this.#most.delete(batch.room);
    } else {
      // No name: halve until it stands alone.
      this.#most.set(batch.room, Math.ceil(batch.ids.length / 2));
    }
    this.pump();
  }

  #pause(room: string): void {
    const ms = Math.min(LONGEST_PAUSE_MS, (this.#pauses.get(room)?.ms ?? PAUSE_MS / 2) * 2);
    const pause = { ms, paused: true };
    this.#pauses.set(room, pause);
    this.#deps.timers.after(ms, () => {
      pause.paused = false;
      this.pump();
    });
  }
}
