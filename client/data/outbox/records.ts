import type { Receipt, RoomAck } from '#protocol';
import { type DeviceId, type Envelope, type EventId, encodeRow } from '#rules';
import type { Write } from '../storage/contract.ts';

/** An own event that no acknowledgement covers yet. */
export interface PendingRow {
  readonly event: Envelope;
  /** Document it is meant for, e.g. `log:east:2026Q4`. */
  readonly doc: string;
}
/** An own row the relay holds, with the receipt that proves it (S11). */
export interface AckedRow {
  readonly room: string;
  readonly row: string;
  readonly received: number;
  readonly mac: string;
  /** The relay had committed it by this tick; `received` may lie before the commit (S5). */
  readonly tick: number;
}
/** What the relay says of a batch it has stored. */
export type Acknowledgement = Pick<RoomAck, 'batches' | 'receipts'> & { readonly tick: number };

/** An own event the relay refused for good. */
export interface QuarantinedRow extends PendingRow {
  readonly reason: string;
  readonly detail: string;
  readonly atMs: number;
}

/** Where `meta` says how many rows of the device's log in a room the relay holds: `count/<room>`. */
export const COUNT_PREFIX = 'count/';
export const countKey = (room: string): string => `${COUNT_PREFIX}${room}`;

export const pendingWrite = (row: PendingRow): Write => ({ store: 'pending', key: row.event.id, value: row });
const pendingDelete = (id: EventId): Write => ({ store: 'pending', key: id, value: undefined });

/** What an acknowledgement changes on disk: the row leaves `pending` and enters `acked` in one transaction. */
export const ackWrites = (
  { event }: PendingRow,
  room: string,
  { received, mac }: Receipt,
  tick: number,
): readonly Write[] => [
  pendingDelete(event.id),
  { store: 'acked', key: event.id, value: { room, row: encodeRow(event), received, mac, tick } satisfies AckedRow },
];

export const quarantineWrites = (row: QuarantinedRow): readonly Write[] => [
  pendingDelete(row.event.id),
  { store: 'quarantine', key: row.event.id, value: row },
];

/** The same events under another device id, numbered from 0 in their old order; everything else stays (S9). */
export const renumbered = (rows: readonly PendingRow[], device: DeviceId): readonly PendingRow[] =>
  rows.map((row, n) => ({ ...row, event: { ...row.event, device, n } }));
