import { LIMITS } from '#protocol';
import { ByteReader, MalformedBytes } from './byte-reader.ts';

/** Position in a Yjs document: element `clock` written under `client`. */
export interface ElementId {
  readonly client: number;
  readonly clock: number;
}

/** One struct of a log: consecutive row strings of one client. */
export interface LogStruct {
  readonly client: number;
  readonly clock: number;
  readonly count: number;
  /** The element it follows; null when it opens a log, which `root` then names. */
  readonly origin: ElementId | null;
  readonly root: string | null;
  /** Byte positions in the update: element i is `[bounds[i], bounds[i + 1])`, tag and length included. */
  readonly bounds: readonly number[];
}

export interface ParsedUpdate {
  readonly bytes: Uint8Array;
  readonly structs: readonly LogStruct[];
  readonly events: number;
}

/** Too many or too large, as opposed to not well-formed. */
export class OverLimit extends MalformedBytes {}

const HAS_ORIGIN = 0x80;
const HAS_RIGHT_ORIGIN = 0x40;
const HAS_PARENT_SUB = 0x20;
const CONTENT_ANY = 8;
const ANY_STRING = 119;
/** Yjs draws clientIDs from 32 bits; a clock beyond this cannot come from a log of {@link LIMITS} size. */
const MAX_CLIENT = 0xffff_ffff;
const MAX_CLOCK = 2 ** 40;
const MAX_ROOT_BYTES = 256;

const CONTENT_NAMES: Readonly<Record<number, string>> = {
  0: 'GC struct',
  1: 'deleted content',
  2: 'JSON content',
  3: 'binary content',
  4: 'text content',
  5: 'embed',
  6: 'format',
  7: 'nested type',
  9: 'sub-document',
  10: 'skip struct',
};

const readId = (reader: ByteReader): ElementId => {
  const client = reader.varUint();
  const clock = reader.varUint();
  if (client > MAX_CLIENT || clock > MAX_CLOCK) throw new MalformedBytes('element id out of range');
  return { client, clock };
};

/** Reads `count` row strings, only stepping over their bytes: text is decoded where it is new. */
const readElements = (reader: ByteReader): number[] => {
  const count = reader.varUint();
  if (count === 0) throw new MalformedBytes('struct without elements');
  const bounds = [reader.at];
  for (let index = 0; index < count; index += 1) {
    if (index >= LIMITS.eventsPerUpdate) throw new OverLimit('too many events');
    if (reader.byte() !== ANY_STRING) throw new MalformedBytes('element is no row string');
    reader.slice(reader.varUint());
    bounds.push(reader.at);
  }
  return bounds;
};

const readStruct = (reader: ByteReader, client: number, clock: number): LogStruct => {
  const info = reader.byte();
  const kind = info & 0x1f;
  if (kind !== CONTENT_ANY) throw new MalformedBytes(`${CONTENT_NAMES[kind] ?? `content kind ${kind}`} in a log`);
  if (info & HAS_RIGHT_ORIGIN) throw new MalformedBytes('right origin in a log');
  if (info & HAS_PARENT_SUB) throw new MalformedBytes('map key in a log');
  let origin: ElementId | null = null;
  let root: string | null = null;
  if (info & HAS_ORIGIN) origin = readId(reader);
  else {
    const parentKind = reader.varUint();
    if (parentKind !== 1) throw new MalformedBytes('parent is no root');
    root = reader.text(MAX_ROOT_BYTES);
  }
  const bounds = readElements(reader);
  return { client, clock, count: bounds.length - 1, origin, root, bounds };
};

/**
 * Reads a whole Yjs v1 update that may hold nothing but row strings in root arrays, with an empty delete set
 * and no byte left over. Says nothing about whose rows they are.
 * @throws MalformedBytes, {@link OverLimit}
 */
export const parseUpdate = (bytes: Uint8Array): ParsedUpdate => {
  const reader = new ByteReader(bytes);
  const groups = reader.varUint();
  if (groups > LIMITS.groupsPerUpdate) throw new OverLimit('too many groups');
  const structs: LogStruct[] = [];
  const clients = new Set<number>();
  let events = 0;
  for (let group = 0; group < groups; group += 1) {
    const declared = reader.varUint();
    if (declared === 0) throw new MalformedBytes('empty group');
    const { client, clock } = readId(reader);
    if (clients.has(client)) throw new MalformedBytes('client in two groups');
    clients.add(client);
    let next = clock;
    for (let index = 0; index < declared; index += 1) {
      if (structs.length >= LIMITS.structsPerUpdate) throw new OverLimit('too many structs');
      const struct = readStruct(reader, client, next);
      events += struct.count;
      if (events > LIMITS.eventsPerUpdate) throw new OverLimit('too many events');
      next += struct.count;
      structs.push(struct);
    }
  }
  if (reader.varUint() !== 0) throw new MalformedBytes('delete set is not empty');
  if (reader.left > 0) throw new MalformedBytes('bytes after the end');
  return { bytes, structs, events };
};
