import * as encoding from 'lib0/encoding';
import { LIMITS, type Receipt } from '#protocol';
import { type DeviceId, deviceLog } from '#rules';
import { ByteReader, MalformedBytes } from '../inspector/byte-reader.ts';
import { MalformedVector } from './contract.ts';
import { type Macs, receiptOf } from './macs.ts';
import type { Room } from './room.ts';
import type { Run } from './run.ts';
import { encodePieces, type Piece } from './update-writer.ts';

/** Bytes a struct may need besides its elements: ids, a root name, counts. */
const STRUCT_OVERHEAD_BYTES = 192;

/** Strict: canonical numbers, no client twice, nothing left over. @throws MalformedVector */
export const readStateVector = (bytes: Uint8Array): ReadonlyMap<number, number> => {
  if (bytes.length > LIMITS.stateVectorBytes) throw new MalformedVector('too large');
  const clocks = new Map<number, number>();
  try {
    const reader = new ByteReader(bytes);
    const count = reader.varUint();
    if (count > LIMITS.stateVectorEntries) throw new MalformedVector('too many entries');
    for (let index = 0; index < count; index += 1) {
      const client = reader.varUint();
      if (clocks.has(client)) throw new MalformedVector('client twice');
      clocks.set(client, reader.varUint());
    }
    if (reader.left > 0) throw new MalformedVector('bytes after the end');
  } catch (error) {
    if (error instanceof MalformedBytes) throw new MalformedVector(error.message);
    throw error;
  }
  return clocks;
};

export const writeStateVector = (room: Room): Uint8Array => {
  const encoder = encoding.createEncoder();
  const runs = [...room.runs.values()].filter((run) => run.durable > 0).sort((a, b) => b.client - a.client);
  encoding.writeVarUint(encoder, runs.length);
  for (const run of runs) {
    encoding.writeVarUint(encoder, run.client);
    encoding.writeVarUint(encoder, run.durable);
  }
  return encoding.toUint8Array(encoder);
};

/** End of the longest stretch from `from` that fits in `room` bytes; at least one element when `force`. */
const fitting = (run: Run, from: number, to: number, bytes: number, force: boolean): number => {
  let low = force ? from + 1 : from;
  let high = to;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (run.slice(from, middle).length <= bytes) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Cuts what a holder lacks into slices, earlier rows of a log before later ones. */
function* slices(runs: Iterable<readonly [run: Run, from: number]>): Generator<readonly Piece[]> {
  let pieces: Piece[] = [];
  let left: number = LIMITS.downSliceBytes;
  for (const [run, start] of runs) {
    let from = start;
    while (from < run.durable) {
      const to = fitting(run, from, run.durable, left - STRUCT_OVERHEAD_BYTES, pieces.length === 0);
      if (to > from) {
        pieces.push({ run, from, to });
        left -= run.slice(from, to).length + STRUCT_OVERHEAD_BYTES;
        from = to;
      }
      if (from < run.durable) {
        yield pieces;
        pieces = [];
        left = LIMITS.downSliceBytes;
      }
    }
  }
  if (pieces.length > 0) yield pieces;
}

/**
 * Receipts that travel with rows: those no seal covers yet. In a private document all of them, because sharing a
 * customer copies each row with its receipt (`historyShared`).
 */
const receiptsOf = (pieces: readonly Piece[], room: Room, macs: Macs): readonly Receipt[] => {
  const receipts: Receipt[] = [];
  for (const { run, from, to } of pieces) {
    for (let clock = from; clock < to; clock += 1) {
      const record = run.records[clock];
      if (record && (!record.sealed || room.doc.kind === 'private')) receipts.push(receiptOf(record, macs));
    }
  }
  return receipts;
};

export interface DiffSlice {
  readonly update: Uint8Array;
  readonly receipts: readonly Receipt[];
}

const missingOf = (room: Room, held: ReadonlyMap<number, number>, only: DeviceId | null): [Run, number][] => {
  const missing: [Run, number][] = [];
  for (const log of room.logs.values()) {
    if (only !== null && log.name !== deviceLog(only)) continue;
    for (const run of log.runs) {
      const from = held.get(run.client) ?? 0;
      if (from < run.durable) missing.push([run, from]);
    }
  }
  return missing;
};

function* diffSlices(room: Room, held: Map<number, number>, only: DeviceId | null, macs: Macs): Generator<DiffSlice> {
  for (;;) {
    const missing = missingOf(room, held, only);
    if (missing.length === 0) return;
    for (const pieces of slices(missing)) {
      for (const { run, to } of pieces) held.set(run.client, to);
      yield { update: encodePieces(pieces), receipts: receiptsOf(pieces, room, macs) };
    }
  }
}

/** What a holder of `clocks` lacks of the durable rows, those too that become durable meanwhile. @see LogService.diff */
export const diffRoom = (
  room: Room,
  clocks: ReadonlyMap<number, number>,
  only: DeviceId | null,
  macs: Macs,
): Iterable<DiffSlice> => {
  // As of now: what the holder has and is not durable yet comes back to it once it is, as its echo.
  const held = new Map<number, number>();
  for (const { client, durable } of room.runs.values()) held.set(client, Math.min(clocks.get(client) ?? 0, durable));
  return diffSlices(room, held, only, macs);
};
