import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  attestedTime,
  canonicalJson,
  compareOrder,
  type Draft,
  deadlineOf,
  type Envelope,
  type EventId,
  floorOf,
  type OrderKey,
  settleEnvelope,
  sha256Hex,
  writeEvent,
} from '#rules';
import { compareRec, makeRec, type Rec } from '../../../rules/fold/records.ts';
import { makeStage } from '../../support/rules-stage.ts';

const prev = (at: number, received: number | null, lam = 3) => ({ id: 'p' as EventId, at, lam, received });

describe('attested time', () => {
  it('[RT-1] [S6] is clamped to [seen, received]', () => {
    expect(attestedTime({ at: 50, seen: 10 }, 60)).toBe(50);
    expect(attestedTime({ at: 5, seen: 10 }, 60)).toBe(10);
    expect(attestedTime({ at: 99, seen: 10 }, 60)).toBe(60);
    expect(attestedTime({ at: 99, seen: 10 }, null)).toBe(99);
  });

  /** The fold's own comparison and the one for placements are one order. */
  const ordered = (a: OrderKey, b: OrderKey): number => {
    const recOf = ({ t, ...event }: OrderKey): Rec => ({ ...makeRec(event as unknown as Envelope, 'org'), t });
    const sign = Math.sign(compareOrder(a, b));
    expect(Math.sign(compareRec(recOf(a), recOf(b)))).toBe(sign);
    return sign;
  };

  it('[RT-2] [S7] orders by t, lam, device, n, id', () => {
    const key = { t: 5, lam: 5, device: 'b', n: 5, id: 'b' };
    const after = [
      { ...key, t: 6, lam: 0, device: 'a', n: 0, id: 'a' },
      { ...key, lam: 6, device: 'a', n: 0, id: 'a' },
      { ...key, device: 'c', n: 0, id: 'a' },
      { ...key, n: 6, id: 'a' },
      { ...key, id: 'c' },
    ];
    for (const later of after) {
      expect(ordered(key, later)).toBe(-1);
      expect(ordered(later, key)).toBe(1);
    }
    expect(ordered(key, { ...key })).toBe(0);
    // Code units, not a locale: upper case before lower case.
    expect(ordered({ ...key, device: 'Z' }, { ...key, device: 'a' })).toBe(-1);
  });
});

describe('writing an event', () => {
  it('[RT-3] [S4] at is raised to floor and citations, lam passes both', () => {
    expect(settleEnvelope({ wall: 100, prev: null, cited: [] })).toEqual({ at: 100, lam: 1 });
    expect(settleEnvelope({ wall: 100, prev: prev(150, null), cited: [] })).toEqual({ at: 150, lam: 4 });
    expect(settleEnvelope({ wall: 100, prev: prev(90, null), cited: [{ t: 170, lam: 9 }] })).toEqual({
      at: 170,
      lam: 10,
    });
  });

  it('[RT-4] [S4] one jump into the future does not stick after the acknowledgement', () => {
    expect(floorOf(prev(9_000, null))).toBe(9_000);
    expect(floorOf(prev(9_000, 200))).toBe(200);
    expect(floorOf(prev(100, 200))).toBe(100);
    expect(floorOf(null)).toBe(0);
  });

  it('[RT-5] [S4] [S5] successors bound an own event without acknowledgement', () => {
    const stage = makeStage();
    const ahead = { atMs: stage.nowMs + 3_600_000 };
    const delayed = stage.act('rae', 'interactionRecorded', call(), { ...ahead, receivedMs: null });
    const next = stage.act('rae', 'interactionRecorded', call(), { receivedMs: stage.nowMs + 5_000 });
    const fold = stage.fold();
    expect(fold.placement(delayed)).toMatchObject({ t: stage.nowMs + 5_000, received: null });
    expect(fold.placement(next)).toMatchObject({ t: stage.nowMs + 5_000 });
  });

  it('[RT-6] a cited event that is not held puts no bound', () => {
    const event = writeEvent({
      draft: { type: 'retracted', subject: 'c1', payload: {}, cites: ['gone' as EventId], document: 'log' } as Draft,
      id: 'e' as EventId,
      author: 'm' as never,
      device: 'd' as never,
      n: 7,
      prev: prev(10, 20),
      seen: 30,
      clock: { wall: 5, boot: 'b', mono: 1, monoSeen: null },
      placement: () => null,
      ruleVersion: 'template',
    });
    expect(event).toMatchObject({ at: 10, lam: 4, n: 7, prev: 'p', cites: ['gone'], seen: 30 });
  });
});

const call = () => ({ channel: 'call' as const, answered: true, summary: '电话', atMs: 1 });

describe('deadlines', () => {
  const hours = (sinceTick: number, limitMs: number) => ({ sinceTick, limitMs });

  it('[RE-8] [S20] [I18] shortening fires at the new version, lengthening moves only what is not reached', () => {
    expect(deadlineOf(100, [hours(0, 50)])).toBe(150);
    expect(deadlineOf(100, [hours(0, 50), hours(120, 10)])).toBe(120);
    expect(deadlineOf(100, [hours(0, 50), hours(105, 10)])).toBe(110);
    expect(deadlineOf(100, [hours(0, 50), hours(140, 90)])).toBe(190);
    expect(deadlineOf(100, [hours(0, 50), hours(150, 90)])).toBe(190);
    expect(deadlineOf(100, [hours(0, 50), hours(151, 90)])).toBe(150);
  });
});

describe('hash and canonical text', () => {
  it('[RF-27] SHA-256 agrees with the platform, whatever the length', () => {
    for (const text of ['', 'abc', '接力😀'.repeat(40), 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(119), '\ud800x']) {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });

  it('[RF-27] canonical JSON does not depend on the order of members', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    expect(canonicalJson({ c: 1, a: 2 })).toBe(canonicalJson({ a: 2, c: 1 }));
  });
});
