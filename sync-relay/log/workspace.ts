import { type DeviceId, decodeRow, type Envelope, type EventId, type MemberId } from '#rules';
import type { WorkspaceView } from '../inspector/index.ts';
import { type Macs, sameMac, textOf } from './macs.ts';
import type { Room } from './room.ts';
import { type RowRecord, UNASSIGNED } from './run.ts';
import { DeviceSlots } from './slots.ts';

/** Steps that take a change back, run last to first. */
export type Undo = (() => void)[];

export interface NewRow {
  readonly record: RowRecord;
  readonly event: Envelope;
  readonly text: string;
  /** `received` a receipt proves (S10); null = the tick of the flush. */
  readonly proven: number | null;
}

/** All rooms with the identities that run across them: ids, device slots, and what waits for its predecessor. */
export class Workspace implements WorkspaceView {
  readonly rooms = new Map<string, Room>();
  readonly #ids = new Map<EventId, RowRecord>();
  readonly #slots = new Map<DeviceId, DeviceSlots>();
  /** `received` of stored rows whose predecessor is not stored yet, by the predecessor's id (S5). */
  readonly #awaiting = new Map<EventId, number>();
  readonly #macs: Macs;

  constructor(macs: Macs) {
    this.#macs = macs;
    this.attests = this.attests.bind(this);
  }

  record(id: EventId): RowRecord | null {
    return this.#ids.get(id) ?? null;
  }

  slots(device: DeviceId): DeviceSlots | undefined {
    return this.#slots.get(device);
  }

  slot(device: DeviceId, n: number): EventId | null {
    return this.#slots.get(device)?.get(n)?.id ?? null;
  }

  rowOf(id: EventId): string | null {
    const record = this.#ids.get(id);
    return record === undefined ? null : textOf(record);
  }

  attests(holder: MemberId, row: string, received: number, mac: string): boolean {
    for (const { name, doc } of this.rooms.values()) {
      if (doc.kind !== 'private' || doc.member !== holder) continue;
      if (sameMac(mac, this.#macs.row(name, row, received))) return true;
    }
    return false;
  }

  /** Appends a row to a log and takes its slot and id, where free. `received` is settled later. */
  add(room: Room, log: string, client: number, element: Uint8Array, event: Envelope, undo: Undo): RowRecord {
    const appended = room.append(log, client, element);
    undo.push(appended.undo);
    const { run } = appended;
    const clock = run.count - 1;
    const { id, device, n } = event;
    const record: RowRecord = { id, device, n, room: room.name, run, clock, received: UNASSIGNED, sealed: false };
    run.records[clock] = record;
    const slots = this.#slots.get(device) ?? new DeviceSlots();
    this.#slots.set(device, slots);
    if (slots.add(record)) undo.push(() => slots.remove(record));
    if (!this.#ids.has(id)) {
      this.#ids.set(id, record);
      undo.push(() => this.#ids.delete(id));
    }
    return record;
  }

  /**
   * Settles `received` of the rows of one flush (S5): the tick, lowered to any stored row that follows along
   * `prev`, to the next row of the same device (a device's `n` runs with its `prev`), and to the same event
   * stored before. Successors first, so that a bound reaches back through the whole flush.
   */
  settle(rows: readonly NewRow[], tick: number, undo: Undo): void {
    const fresh = new Map(rows.map(({ record, event }) => [record, event.prev]));
    const ordered = rows.toSorted((a, b) => b.event.lam - a.event.lam || b.record.n - a.record.n);
    for (const { record, event, proven } of ordered) {
      const bounds = [this.#following(record, fresh), this.#ids.get(record.id)];
      let received = Math.min(proven ?? tick, this.#awaiting.get(record.id) ?? tick);
      for (const bound of bounds) {
        if (bound && bound.received !== UNASSIGNED) received = Math.min(received, bound.received);
      }
      record.received = received;
      this.arrived(record.id, undo);
      this.awaitPrevious(event.prev, received, undo);
    }
  }

  /** The next stored row of the device, unless it stands right behind and follows another: the branch of a clone (S9). */
  #following({ id, device, n }: RowRecord, fresh: ReadonlyMap<RowRecord, EventId | null>): RowRecord | null {
    const next = this.#slots.get(device)?.after(n) ?? null;
    if (next?.n !== n + 1) return next;
    const prev = fresh.has(next) ? fresh.get(next) : decodeRow(textOf(next))?.prev;
    return prev === id ? next : null;
  }

  /** Remembers that a row with this `received` follows `prev`, in case `prev` comes later. */
  awaitPrevious(prev: EventId | null, received: number, undo: Undo): void {
    if (prev === null) return;
    const stored = this.#ids.get(prev);
    if (stored !== undefined && stored.received !== UNASSIGNED) return;
    this.#setAwaiting(prev, Math.min(received, this.#awaiting.get(prev) ?? received), undo);
  }

  /** Nothing waits for this id any longer. */
  arrived(id: EventId, undo: Undo): void {
    this.#setAwaiting(id, null, undo);
  }

  #setAwaiting(id: EventId, received: number | null, undo: Undo): void {
    const before = this.#awaiting.get(id);
    if (before === undefined && received === null) return;
    if (received === null) this.#awaiting.delete(id);
    else this.#awaiting.set(id, received);
    undo.push(() => {
      if (before === undefined) this.#awaiting.delete(id);
      else this.#awaiting.set(id, before);
    });
  }
}
