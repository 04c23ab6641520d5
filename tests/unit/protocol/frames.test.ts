import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLOSE_CODES,
  type DownFrame,
  decodeDown,
  decodeUp,
  encodeDown,
  encodeUp,
  FrameError,
  LIMITS,
  PROTOCOL_VERSION,
  REJECT_REASONS,
  type UpFrame,
} from '#protocol';

const CLOCK = { boot: 'boot-1', mono: 1000.5, wall: 1_790_000_000_000 };
const RECEIPT = { device: 'dev-a', n: 3, id: 'ev-3', received: 1_790_000_000_000, mac: 'mac' };
const BYTES = Uint8Array.of(0, 2, 200, 255);

/** One of each kind, every field set: the table is complete by its type. */
const UP: { readonly [Type in UpFrame['type']]: Extract<UpFrame, { type: Type }> } = {
  hello: { type: 'hello', version: 1, clock: CLOCK },
  open: { type: 'open', channel: 300, room: 'log:east:2026Q4@1' },
  data: { type: 'data', channel: 300, payload: BYTES },
  close: { type: 'close', channel: 300 },
  append: { type: 'append', batch: 7, room: 'pool:east@1', clock: CLOCK, update: BYTES },
  presence: { type: 'presence', subject: 'c-1', editing: true },
  giveBack: {
    type: 'giveBack',
    room: 'org@1',
    rows: [{ row: '["行"]', received: 5, mac: 'mac' }],
    facts: ['[1,5,"seal",{},"mac"]'],
  },
};
const DOWN: { readonly [Type in DownFrame['type']]: Extract<DownFrame, { type: Type }> } = {
  welcome: { type: 'welcome', version: 1, tick: 5, now: 6, epoch: 2, member: 'mem-a', device: 'dev-a' },
  data: { type: 'data', channel: 300, payload: BYTES },
  closed: { type: 'closed', channel: 300, code: 4403, reason: 'notEntitled' },
  ack: { type: 'ack', tick: 9, rooms: [{ room: 'pool:east@1', batches: [7], head: 'head', receipts: [RECEIPT] }] },
  reject: { type: 'reject', batch: 7, room: 'pool:east@1', reason: 'schema', event: 'ev-3', detail: 'payload' },
  receipts: { type: 'receipts', room: 'pool:east@1', receipts: [RECEIPT] },
  catalogue: {
    type: 'catalogue',
    entries: [{ room: 'pool:east@1', read: true, append: true, open: true }],
    backupTick: 4,
  },
  presence: { type: 'presence', entries: [{ member: 'mem-a', name: '小任', subject: 'c-1', editing: false }] },
  tick: { type: 'tick', tick: 9 },
  givenBack: { type: 'givenBack', room: 'org@1', durable: true },
};
const ups = Object.values(UP);
const downs = Object.values(DOWN);

/**
 * The wire of each version: one line more for every time `PROTOCOL_VERSION` is raised. A line is never changed once its
 * version has been released; until the first release that is line 1.
 */
const WIRES: Readonly<Record<number, string>> = {
  1: 'a93b52b308c91b84aa5dc3a16688fb8b63e769d1ea04f7e44bd45cea0c38fcaa',
};

describe('frames', () => {
  it('[WF-1] every frame of both directions is read as it was written', () => {
    for (const frame of ups) expect(decodeUp(encodeUp(frame))).toEqual(frame);
    for (const frame of downs) expect(decodeDown(encodeDown(frame))).toEqual(frame);
  });

  it('[WF-2] the bytes of every frame, the close codes and the reject classes are those of this version', () => {
    const hash = createHash('sha256');
    for (const frame of ups) hash.update(encodeUp(frame));
    for (const frame of downs) hash.update(encodeDown(frame));
    hash.update(JSON.stringify([CLOSE_CODES, REJECT_REASONS]));
    expect({ [PROTOCOL_VERSION]: hash.digest('hex') }).toEqual({ [PROTOCOL_VERSION]: WIRES[PROTOCOL_VERSION] });
  });

  it('[WF-3] a frame cut short, with bytes behind its end, or of an unknown type is a FrameError', () => {
    const frames = [
      ...ups.map((frame) => [encodeUp(frame), decodeUp] as const),
      ...downs.map((frame) => [encodeDown(frame), decodeDown] as const),
    ];
    for (const [bytes, decode] of frames) {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(() => decode(bytes.subarray(0, length))).toThrow(FrameError);
      }
      expect(() => decode(Uint8Array.of(...bytes, 0))).toThrow(FrameError);
    }
    for (const decode of [decodeUp, decodeDown])
      expect(() => decode(Uint8Array.of(99, 2, 123, 125))).toThrow(FrameError);
  });

  it('[WF-3] no bytes make a reader throw anything else', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.uint8Array({ maxLength: 200 }), (type, rest) => {
        for (const decode of [decodeUp, decodeDown]) {
          try {
            decode(Uint8Array.of(type, ...rest));
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError);
          }
        }
      }),
      { numRuns: 2_000, seed: 11 },
    );
  });

  it('[WF-4] fields beyond their bounds are refused, whichever frame a device puts them in', () => {
    const long = 'x'.repeat(201);
    const bad: readonly unknown[] = [
      { ...UP.hello, version: -1 },
      { ...UP.hello, clock: { ...CLOCK, wall: null } },
      { ...UP.hello, clock: { ...CLOCK, boot: long } },
      { ...UP.open, room: long },
      { ...UP.open, channel: 1.5 },
      { ...UP.close, channel: -1 },
      { ...UP.append, batch: '7' },
      { ...UP.append, room: null },
      { ...UP.append, clock: null },
      { ...UP.presence, subject: long },
      { ...UP.presence, editing: 1 },
      { ...UP.presence, more: 'x'.repeat(LIMITS.presenceBytes) },
      { ...UP.giveBack, room: long },
      { ...UP.giveBack, rows: [{ row: 'x'.repeat(16_385), received: 5, mac: 'mac' }] },
      { ...UP.giveBack, rows: [{ row: 'x', received: -5, mac: 'mac' }] },
      { ...UP.giveBack, rows: Array.from({ length: LIMITS.givenPerFrame + 1 }, () => UP.giveBack.rows[0]) },
      { ...UP.giveBack, facts: [5] },
      { ...UP.giveBack, facts: {} },
    ];
    for (const frame of bad) expect(() => decodeUp(encodeUp(frame as UpFrame))).toThrow(FrameError);
  });
});
