import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { LIMITS } from './limits.ts';
import type { RejectReason } from './rejects.ts';

/**
 * The multiplexed socket: one WebSocket per device, binary messages, `varuint type` first. Sub-protocols at
 * the upgrade: `jieli.v1` and `ticket.<one-use ticket>`. A channel carries one room's y-websocket messages
 * (sync step 1/2, update) unchanged; everything a device writes goes by `append`, never through a channel.
 *
 * Stock y-websocket clients use their own socket `/y/<room>` with sub-protocol `ticket.<…>` and bare
 * y-websocket messages.
 */
export const MUX_PROTOCOL = 'jieli.v1';
export const TICKET_PREFIX = 'ticket.';
export const PROTOCOL_VERSION = 1;

/** What the device's clocks read, at each sync (S24). */
export interface ClockReading {
  readonly boot: string;
  readonly mono: number;
  readonly wall: number;
}

export type UpFrame =
  | { type: 'hello'; version: number; clock: ClockReading }
  /** From now on the channel may be asked what its room holds; until it was, it hears nothing. */
  | { type: 'open'; channel: number; room: string }
  | { type: 'data'; channel: number; payload: Uint8Array }
  | { type: 'close'; channel: number }
  /** Next records of the device's own log in `room`; `batch` is chosen by the device and named in the answer. */
  | { type: 'append'; batch: number; room: string; clock: ClockReading; update: Uint8Array }
  /** Who looks at or edits what; `null` = nothing. Stamped by the relay with the member. */
  | { type: 'presence'; subject: string | null; editing: boolean }
  /** Gives back what a restored relay lost (S10): rows of any device with receipts, relay facts with MACs. */
  | { type: 'giveBack'; room: string; rows: readonly GivenRow[]; facts: readonly string[] };

export interface GivenRow {
  readonly row: string;
  readonly received: number;
  readonly mac: string;
}

/** `received` of one event with the relay's MAC over `[device, n, id, received]` (S5). */
export interface Receipt {
  readonly device: string;
  readonly n: number;
  readonly id: string;
  readonly received: number;
  readonly mac: string;
}

/** Every event of the batches has its receipt; `head` = rolling hash of the device's log in that room. */
export interface RoomAck {
  readonly room: string;
  readonly batches: readonly number[];
  readonly head: string;
  readonly receipts: readonly Receipt[];
}

export interface CatalogueEntry {
  readonly room: string;
  readonly read: boolean;
  readonly append: boolean;
  /** Events of this class go here now (current shard); others stay mergeable. */
  readonly open: boolean;
}

export interface PresenceEntry {
  readonly member: string;
  readonly name: string;
  readonly subject: string;
  readonly editing: boolean;
}

export type DownFrame =
  /** `tick` = highest durable tick; `now` = relay time at this moment, ms, from which the device learns its offset. */
  | {
      type: 'welcome';
      version: number;
      tick: number;
      now: number;
      epoch: number;
      member: string;
      device: string;
    }
  | { type: 'data'; channel: number; payload: Uint8Array }
  | { type: 'closed'; channel: number; code: number; reason: string }
  /**
   * Durable on disk: everything of this device that one commit covers, room by room. `tick` = highest durable tick, so
   * that a copy of everything up to it holds these batches, whatever their receipts say.
   */
  | { type: 'ack'; tick: number; rooms: readonly RoomAck[] }
  /** Nothing of the batch was stored. `event` names the offender where one can be named. */
  | { type: 'reject'; batch: number; room: string; reason: RejectReason; event: string | null; detail: string }
  /** Goes before the update that carries the rows. */
  | { type: 'receipts'; room: string; receipts: readonly Receipt[] }
  | { type: 'catalogue'; entries: readonly CatalogueEntry[]; backupTick: number }
  | { type: 'presence'; entries: readonly PresenceEntry[] }
  | { type: 'tick'; tick: number }
  /** Answers one `giveBack`: what it proved is on disk, now or before. Otherwise it is to be given again. */
  | { type: 'givenBack'; room: string; durable: boolean };

const UP = { hello: 0, open: 1, data: 2, close: 3, append: 4, presence: 5, giveBack: 6 } as const;
const DOWN = {
  welcome: 0,
  data: 1,
  closed: 2,
  ack: 3,
  reject: 4,
  receipts: 5,
  catalogue: 6,
  presence: 7,
  tick: 8,
  givenBack: 9,
} as const;

export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const writeJson = (encoder: encoding.Encoder, value: unknown): void =>
  encoding.writeVarString(encoder, JSON.stringify(value));

export const encodeUp = (frame: UpFrame): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, UP[frame.type]);
  switch (frame.type) {
    case 'data':
      encoding.writeVarUint(encoder, frame.channel);
      encoding.writeVarUint8Array(encoder, frame.payload);
      break;
    case 'append': {
      const { update, type: _type, ...head } = frame;
      writeJson(encoder, head);
      encoding.writeVarUint8Array(encoder, update);
      break;
    }
    default: {
      const { type: _type, ...body } = frame;
      writeJson(encoder, body);
    }
  }
  return encoding.toUint8Array(encoder);
};

export const encodeDown = (frame: DownFrame): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, DOWN[frame.type]);
  if (frame.type === 'data') {
    encoding.writeVarUint(encoder, frame.channel);
    encoding.writeVarUint8Array(encoder, frame.payload);
  } else {
    const { type: _type, ...body } = frame;
    writeJson(encoder, body);
  }
  return encoding.toUint8Array(encoder);
};

const nameOf = <Name extends string>(table: Readonly<Record<Name, number>>, value: number): Name => {
  for (const name of Object.keys(table) as Name[]) if (table[name] === value) return name;
  throw new FrameError(`unknown frame type ${value}`);
};

const open = (bytes: Uint8Array): decoding.Decoder => decoding.createDecoder(bytes);

/** Runs a reader; anything it throws, and any byte left over, is a {@link FrameError}. */
const whole = <Result>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => Result): Result => {
  const decoder = open(bytes);
  let result: Result;
  try {
    result = read(decoder);
  } catch (cause) {
    throw cause instanceof FrameError ? cause : new FrameError('frame cut short or not UTF-8', { cause });
  }
  if (decoding.hasContent(decoder)) throw new FrameError('bytes after the end of the frame');
  return result;
};

const readJson = (decoder: decoding.Decoder): Record<string, unknown> => {
  const value: unknown = JSON.parse(decoding.readVarString(decoder));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FrameError('frame body is no object');
  return value as Record<string, unknown>;
};

const isText = (value: unknown, max: number): value is string => typeof value === 'string' && value.length <= max;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isClock = (value: unknown): value is ClockReading => {
  if (typeof value !== 'object' || value === null) return false;
  const { boot, mono, wall } = value as Record<string, unknown>;
  return isText(boot, 64) && Number.isFinite(mono) && Number.isFinite(wall);
};
const isGivenRow = (value: unknown): value is GivenRow => {
  if (typeof value !== 'object' || value === null) return false;
  const { row, received, mac } = value as Record<string, unknown>;
  return isText(row, 16_384) && isCount(received) && isText(mac, 100);
};

const isShortList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= LIMITS.givenPerFrame;

const UP_CHECKS: { [Type in UpFrame['type']]: (body: Record<string, unknown>) => boolean } = {
  hello: (body) => isCount(body['version']) && isClock(body['clock']),
  open: (body) => isCount(body['channel']) && isText(body['room'], 200),
  data: () => true,
  close: (body) => isCount(body['channel']),
  append: (body) => isCount(body['batch']) && isText(body['room'], 200) && isClock(body['clock']),
  presence: (body) => (body['subject'] === null || isText(body['subject'], 64)) && typeof body['editing'] === 'boolean',
  giveBack: (body) =>
    isText(body['room'], 200) &&
    isShortList(body['rows']) &&
    body['rows'].every(isGivenRow) &&
    isShortList(body['facts']) &&
    body['facts'].every((fact) => isText(fact, 65_536)),
};

/** Reads a frame from a device, checking every field. @throws FrameError on anything else than a known frame. */
export const decodeUp = (bytes: Uint8Array): UpFrame =>
  whole(bytes, (decoder) => {
    const type = nameOf(UP, decoding.readVarUint(decoder));
    if (type === 'data') {
      return { type, channel: decoding.readVarUint(decoder), payload: decoding.readVarUint8Array(decoder) };
    }
    if (type === 'presence' && bytes.length > LIMITS.presenceBytes) throw new FrameError('presence too large');
    const body = readJson(decoder);
    if (!UP_CHECKS[type](body)) throw new FrameError(`bad fields in ${type}`);
    if (type === 'append') return { ...body, type, update: decoding.readVarUint8Array(decoder) } as UpFrame;
    return { ...body, type } as UpFrame;
  });

/** Reads a frame from the relay, which is trusted for its fields but not for being of this version. */
export const decodeDown = (bytes: Uint8Array): DownFrame =>
  whole(bytes, (decoder) => {
    const type = nameOf(DOWN, decoding.readVarUint(decoder));
    if (type === 'data') {
      return { type, channel: decoding.readVarUint(decoder), payload: decoding.readVarUint8Array(decoder) };
    }
    return { ...readJson(decoder), type } as DownFrame;
  });
