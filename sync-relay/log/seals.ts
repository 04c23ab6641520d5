import type { RelayFact } from '#rules';
import type { ReceivedRange } from './contract.ts';
import type { Room } from './room.ts';
import type { RowRecord } from './run.ts';
import type { DeviceSlots } from './slots.ts';

/**
 * Whether a range may go on from one row to the next: only when every slot between is taken by a row of another
 * room. A slot still free may later get a row of this room (a late upload, a row given back after a restore), and
 * the seal would then cover it with a `received` that is not its own.
 */
const isContinued = (from: RowRecord, to: RowRecord, slots: DeviceSlots | undefined): boolean => {
  for (let n = from.n + 1; n < to.n; n += 1) {
    const between = slots?.get(n);
    if (between === null || between === undefined || between.room === from.room) return false;
  }
  return true;
};

/** Rows no seal covers yet, as few ranges as are safe. */
export const unsealedRanges = (
  room: Room,
  slotsOf: (record: RowRecord) => DeviceSlots | undefined,
): readonly ReceivedRange[] => {
  const rows = [...room.unsealed].sort((a, b) => (a.device < b.device ? -1 : a.device > b.device ? 1 : a.n - b.n));
  const ranges: { device: RowRecord['device']; from: number; to: number; received: number }[] = [];
  let previous: RowRecord | null = null;
  for (const row of rows) {
    const range = ranges.at(-1);
    const joins =
      previous?.device === row.device &&
      range?.received === row.received &&
      (previous.n === row.n || isContinued(previous, row, slotsOf(row)));
    if (joins && range !== undefined) range.to = row.n;
    else ranges.push({ device: row.device, from: row.n, to: row.n, received: row.received });
    previous = row;
  }
  return ranges;
};

/** Marks what a durable seal covers. */
export const applySeal = (room: Room, seal: Extract<RelayFact, { kind: 'seal' }>): void => {
  const byDevice = new Map<string, [from: number, to: number][]>();
  for (const [device, from, to] of seal.ranges) byDevice.set(device, [...(byDevice.get(device) ?? []), [from, to]]);
  for (const row of room.unsealed) {
    const covered = byDevice.get(row.device)?.some(([from, to]) => from <= row.n && row.n <= to);
    if (covered !== true) continue;
    row.sealed = true;
    room.unsealed.delete(row);
  }
};
