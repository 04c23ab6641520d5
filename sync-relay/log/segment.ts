import { createHash } from 'node:crypto';
import * as encoding from 'lib0/encoding';
import { ByteReader } from '../inspector/byte-reader.ts';

/**
 * What one flush stored of one room. `tick` is the `received` of its rows, but for those lowered (S5), which are
 * named by their index in the update. `chain` hashes the segment together with the chain before it: a changed or
 * missing byte anywhere in a room's history shows at the next start.
 */
export interface Segment {
  readonly tick: number;
  readonly lowered: readonly (readonly [index: number, received: number])[];
  readonly update: Uint8Array;
}

const SEGMENT_VERSION = 1;
const HASH_BYTES = 32;
export const EMPTY_CHAIN: Uint8Array = new Uint8Array(HASH_BYTES);

/** Stored history that cannot be right: the relay does not start on it. */
export class CorruptLog extends Error {
  override readonly name = 'CorruptLog';
}

const chainAfter = (before: Uint8Array, room: string, body: Uint8Array): Buffer =>
  createHash('sha256').update(before).update(`${room}\n`).update(body).digest();

const encodeBody = (segment: Segment): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SEGMENT_VERSION);
  encoding.writeVarUint(encoder, segment.tick);
  encoding.writeVarUint(encoder, segment.lowered.length);
  for (const [index, received] of segment.lowered) {
    encoding.writeVarUint(encoder, index);
    encoding.writeVarUint(encoder, received);
  }
  encoding.writeVarUint8Array(encoder, segment.update);
  return encoding.toUint8Array(encoder);
};

/** Bytes to store, and the chain they end. */
export const encodeSegment = (
  segment: Segment,
  room: string,
  before: Uint8Array,
): { readonly bytes: Uint8Array; readonly chain: Uint8Array } => {
  const body = encodeBody(segment);
  const chain = chainAfter(before, room, body);
  return { bytes: Buffer.concat([chain, body]), chain };
};

/** @throws CorruptLog, MalformedBytes */
export const decodeSegment = (
  bytes: Uint8Array,
  room: string,
  before: Uint8Array,
): Segment & { readonly chain: Uint8Array } => {
  const chain = bytes.subarray(0, HASH_BYTES);
  const body = bytes.subarray(HASH_BYTES);
  if (!chainAfter(before, room, body).equals(chain)) throw new CorruptLog(`${room}: hash chain broken`);
  const reader = new ByteReader(body);
  const version = reader.varUint();
  if (version !== SEGMENT_VERSION) throw new CorruptLog(`${room}: segment version ${version}`);
  const tick = reader.varUint();
  const lowered: (readonly [number, number])[] = [];
  const count = reader.varUint();
  for (let index = 0; index < count; index += 1) lowered.push([reader.varUint(), reader.varUint()]);
  const update = reader.slice(reader.varUint());
  if (reader.left > 0) throw new CorruptLog(`${room}: bytes after a segment`);
  return { tick, lowered, update, chain };
};
