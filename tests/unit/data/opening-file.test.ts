import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CustomerId, type DeviceId, makeFold } from '#rules';
import type { Drowsing } from '../../../client/data/platform.ts';
import { checkOf } from '../../../client/data/worker/check-bytes.ts';
import { loadOpening } from '../../../client/data/worker/opening-file.ts';
import { plainDrowsing } from '../../support/drowsy.ts';
import { makeFickleScratch } from '../../support/fickle-scratch.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import type { RulesStage } from '../../support/rules-stage.ts';
import { history, turn } from './opening-support.ts';

const CUSTOMERS = 12;
/** What stands before the head: its length, and a check of it. */
const PREFIX_BYTES = 8;
/** A customer or two. */
const FILE_BYTES = 1_000;
const MORE = [['pool:east@1', { piece: 3 }]];
const isOfCustomers = (doc: string): boolean => /^(log|pool|mql):/.test(doc);

const openScratch = (fileBytes: number, isRefused: () => boolean = () => false) => {
  const scratch = makeFickleScratch(fileBytes, () => queueMicrotask(() => scratch.end(isRefused())));
  return scratch;
};
const begin = (drowsing: Drowsing, rows: RulesStage['rows'], facts: RulesStage['facts']) => {
  const fold = makeFold();
  drowsing.checkpoints(fold);
  fold.apply(rows, facts);
  return fold;
};

/** Twelve customers that sleep, a text kept of each second one, marked. */
const marked = async (fileBytes = FILE_BYTES) => {
  let isRefused = false;
  const scratch = openScratch(fileBytes, () => isRefused);
  const { stage } = history(CUSTOMERS);
  const open = (): Drowsing => plainDrowsing(() => scratch).make(makeManualTimers(), 0);
  const drowsing = open();
  const fold = begin(drowsing, stage.rows, stage.facts);
  for (const _ of drowsing.lull(fold)) await turn();
  drowsing.changed(fold, CUSTOMERS, false);
  await turn();
  for (let at = 0; at < CUSTOMERS; at += 2) drowsing.checkpoints(fold)?.set(`x${at}` as CustomerId, `text of ${at}`);
  await turn();
  const mark = await drowsing.mark(fold, isOfCustomers, MORE);
  if (mark === null) throw new Error('nothing was marked');
  /** A fold of another process that holds what is not of customers. */
  const next = () => {
    const isOther = ({ doc }: { readonly doc: string }): boolean => !isOfCustomers(doc);
    const other = open();
    return { drowsing: other, fold: begin(other, stage.rows.filter(isOther), stage.facts.filter(isOther)) };
  };
  /** Nothing more is written; what was marked until now is not named. */
  const refuseNext = (): void => {
    mark.settle(false);
    isRefused = true;
  };
  return { scratch, stage, drowsing, fold, mark, next, refuseNext };
};

test('[OP-1] what is marked is read again as it was: who sleeps, texts kept, and what lies beside it', async () => {
  for (const fileBytes of [FILE_BYTES, 1_000_000]) {
    const { fold, mark, next } = await marked(fileBytes);
    expect(mark.files.parts.length > 1).toBe(fileBytes === FILE_BYTES);
    mark.settle(true);
    const { drowsing, fold: begun } = next();
    const opening = await drowsing.load(mark.files);
    expect(opening?.more).toEqual(MORE);
    const steps = opening?.begin(begun) ?? null;
    expect(steps).not.toBeNull();
    expect([...(steps ?? [])].length).toBeGreaterThan(CUSTOMERS);
    expect(begun.digest()).toBe(fold.digest());
    const texts = drowsing.checkpoints(begun);
    const told = Array.from({ length: CUSTOMERS }, (_, at) => texts?.get(`x${at}` as CustomerId) ?? null);
    expect(told).toEqual(Array.from({ length: CUSTOMERS }, (_, at) => (at % 2 === 0 ? `text of ${at}` : null)));
    // A second fold cannot begin where there are records already.
    expect(opening?.begin(begun)).toBeNull();
  }
});

test('[OP-5] a mark that is not named takes its file along', async () => {
  const { scratch, mark } = await marked();
  expect(scratch.files.has(Number(mark.files.opening))).toBe(true);
  mark.settle(false);
  await turn();
  expect(scratch.files.has(Number(mark.files.opening))).toBe(false);
});

test('[OP-5] a mark that the disk refuses, or that cannot be kept, holds none of the files there are', async () => {
  for (const isKept of [true, false]) {
    const { scratch, stage, drowsing, fold, refuseNext } = await marked();
    const [row] = stage.rows.filter(({ doc }) => isOfCustomers(doc));
    const { device = '', n = 0 } = row?.event ?? {};
    const seal = { kind: 'seal', tick: 0.5, ranges: [[device as DeviceId, n + 500, n + 500, 0]] } as const;
    if (!isKept) fold.apply([], [{ fact: seal, doc: row?.doc ?? '' }]);
    refuseNext();
    const refused = drowsing.mark(fold, isOfCustomers, MORE);
    if (isKept) await expect(refused).rejects.toThrow('the disk is full');
    else expect(refused).toBeNull();
    expect(scratch.files.size).toBeGreaterThan(1);
    drowsing.drop(fold);
    await turn();
    expect(scratch.files.size).toBe(0);
  }
});

test('[OP-2] one that is not whole is not read: cut anywhere, with something behind it, or with a head that is none', async () => {
  const { scratch, mark, next } = await marked();
  const name = Number(mark.files.opening);
  const files = scratch.files as Map<number, Uint8Array>;
  const whole = files.get(name) ?? new Uint8Array();
  const headEnd = PREFIX_BYTES + new DataView(whole.buffer).getUint32(0);
  const garbled = whole.slice();
  garbled.fill(0x7b, PREFIX_BYTES, headEnd);
  const far = whole.slice();
  new DataView(far.buffer).setUint32(0, whole.length * 2);
  const bad = [
    ...[0, 3, PREFIX_BYTES, headEnd - 1, headEnd, whole.length - 1].map((end) => whole.slice(0, end)),
    Uint8Array.from([...whole, 0]),
    garbled,
    far,
  ];
  const { drowsing } = next();
  for (const bytes of bad) {
    files.set(name, bytes);
    expect(await drowsing.load(mark.files)).toBeNull();
  }
  files.set(name, whole);
  expect(await drowsing.load(mark.files)).not.toBeNull();
  const [part = ''] = mark.files.parts;
  files.delete(Number(part));
  expect(await drowsing.load(mark.files)).toBeNull();
});

test('[OP-2] one of which a single bit is another is not read, wherever that is', async () => {
  const { scratch, mark, next } = await marked();
  const name = Number(mark.files.opening);
  const files = scratch.files as Map<number, Uint8Array>;
  const whole = files.get(name) ?? new Uint8Array();
  const { drowsing } = next();
  const places = fc.tuple(fc.nat(whole.length - 1), fc.nat(7));
  await fc.assert(
    fc.asyncProperty(places, async ([at, bit]) => {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      files.set(name, damaged);
      expect(await drowsing.load(mark.files)).toBeNull();
    }),
  );
});
test('[OP-2] one with too few pieces is none', async () => {
  const scratch = openScratch(FILE_BYTES);
  const none = [0, checkOf(new Uint8Array())];
  const head = new TextEncoder().encode(JSON.stringify({ fold: {}, more: null, pieces: [none, none, none, none] }));
  const prefix = new Uint8Array(PREFIX_BYTES);
  new DataView(prefix.buffer).setUint32(0, head.length);
  new DataView(prefix.buffer).setUint32(4, checkOf(head));
  const { name } = await scratch.write([prefix, head]);
  await expect(loadOpening(scratch, { opening: name, parts: [] })).rejects.toThrow('too few pieces');
});
