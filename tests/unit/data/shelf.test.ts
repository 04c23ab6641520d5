import { expect, test } from 'vitest';
import type { PackedText } from '#rules';
import { Shelf } from '../../../client/data/worker/shelf.ts';
import { plainPacking } from '../../support/drowsy.ts';
import { type FickleScratch, makeFickleScratch } from '../../support/fickle-scratch.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';

const EACH = 10;
const FILE = 10 * EACH;
const RETRY_MS = 600_000;

const textOf = (at: number): string => `text ${at}`.padEnd(EACH, '.');

const openShelf = (scratch: FickleScratch | null = makeFickleScratch(FILE)) => {
  const timers = makeManualTimers();
  const told = { times: 0 };
  const shelf = new Shelf(plainPacking().packing, scratch, timers, () => {
    told.times += 1;
  });
  let count = 0;
  /** So many more texts, of the same length. */
  const put = (times: number): PackedText[] =>
    Array.from({ length: times }, () => {
      count += 1;
      return shelf.put(textOf(count - 1));
    });
  return { shelf, put, timers, told };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));
const end = async (scratch: FickleScratch, isRefused = false): Promise<void> => {
  scratch.end(isRefused);
  await turn();
};
const texts = (parts: readonly PackedText[]): string[] => parts.map((part) => part.text());
const expected = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => textOf(from + at));

test('[SL-3] what is packed stays in memory until a file is full of it, and is read from the file once it is there', async () => {
  const scratch = makeFickleScratch(FILE);
  const { put } = openShelf(scratch);
  const parts = put(9);
  expect(scratch.waiting()).toBe(0);
  parts.push(...put(3));
  expect(scratch.waiting()).toBe(1);
  expect(texts(parts)).toEqual(expected(0, 12));
  expect(scratch.counts.reads).toBe(0);
  await end(scratch);
  expect(scratch.bytes()).toBe(FILE);
  expect(texts(parts)).toEqual(expected(0, 12));
  expect(scratch.counts.reads).toBeGreaterThan(0);
  // the two that are left wait for company
  parts.push(...put(7));
  expect(scratch.waiting()).toBe(0);
  parts.push(...put(21));
  await end(scratch);
  await end(scratch);
  expect(scratch.files.size).toBe(3);
  expect(texts(parts)).toEqual(expected(0, 40));
});

test('[SL-3] who reads one after the other reads each file once, and then from memory; who reads one reads that alone', async () => {
  const scratch = makeFickleScratch(FILE);
  const { put } = openShelf(scratch);
  const parts = put(60);
  while (scratch.waiting() > 0) await end(scratch);
  expect(parts[33]?.text()).toBe(textOf(33));
  expect(scratch.counts.readBytes).toBe(EACH);
  expect(texts(parts)).toEqual(expected(0, 60));
  // of each file a first one by itself, and then the file
  expect(scratch.counts.reads).toBe(12);
});

test('[SL-3] a scratch that refuses costs memory alone; it is asked again ten minutes later', async () => {
  const scratch = makeFickleScratch(FILE);
  const { put, timers, told } = openShelf(scratch);
  const parts = put(10);
  await end(scratch, true);
  parts.push(...put(30));
  expect(scratch.waiting()).toBe(0);
  expect(texts(parts)).toEqual(expected(0, 40));
  timers.advance(RETRY_MS);
  expect(scratch.waiting()).toBe(1);
  for (let file = 0; file < 4; file += 1) await end(scratch);
  expect(scratch.bytes()).toBe(4 * FILE);
  expect(texts(parts)).toEqual(expected(0, 40));
  expect(told.times).toBe(0);
});

test('[SL-4] a file of which less than half is needed is vacated and deleted', async () => {
  const scratch = makeFickleScratch(FILE);
  const { put } = openShelf(scratch);
  const parts = put(10);
  await end(scratch);
  for (const part of parts.slice(0, 5)) part.forget();
  expect(scratch.files.size).toBe(1);
  parts[5]?.forget();
  expect(scratch.files.size).toBe(0);
  expect(texts(parts.slice(6))).toEqual(expected(6, 10));
  // they are written again with what came since
  const more = put(6);
  await end(scratch);
  expect(scratch.bytes()).toBe(FILE);
  expect(texts([...parts.slice(6), ...more])).toEqual(expected(6, 16));
});

test('[SL-4] what is forgotten while it is written, or before, takes no room', async () => {
  const scratch = makeFickleScratch(FILE);
  const { put } = openShelf(scratch);
  const early = put(5);
  for (const part of early) part.forget();
  const parts = put(9);
  expect(scratch.waiting()).toBe(0);
  parts.push(...put(1));
  for (const part of parts.slice(0, 8)) part.forget();
  await end(scratch);
  expect(scratch.files.size).toBe(0);
  expect(texts(parts.slice(8))).toEqual(expected(13, 15));
});

test('[SL-5] a shelf that is closed leaves nothing, what is being written included, and tells nobody of it', async () => {
  const scratch = makeFickleScratch(FILE);
  const { shelf, put, told, timers } = openShelf(scratch);
  const parts = put(10);
  await end(scratch);
  put(10);
  const closed = shelf.close();
  await end(scratch);
  await closed;
  expect(scratch.counts.written).toBe(2);
  expect(scratch.files.size).toBe(0);
  put(30);
  await turn();
  expect([scratch.waiting(), timers.pending()]).toEqual([0, 0]);
  expect(() => parts[0]?.text()).toThrow('cannot be read any more');
  expect(told.times).toBe(0);
});

test('[SL-5] a shelf that is closed while its scratch refuses asks it no more', async () => {
  const scratch = makeFickleScratch(FILE);
  for (const isEarly of [true, false]) {
    const { shelf, put, timers } = openShelf(scratch);
    put(10);
    const closing = isEarly ? shelf.close() : null;
    await end(scratch, true);
    await (closing ?? shelf.close());
    expect([scratch.waiting(), timers.pending()]).toEqual([0, 0]);
  }
});

test('[SL-6] what was deleted under it is an error with a name, told of once, and never another text', async () => {
  const scratch = makeFickleScratch(FILE);
  const { shelf, put, told } = openShelf(scratch);
  const parts = put(12);
  await end(scratch);
  scratch.lose();
  expect(shelf.isUnreadable()).toBe(false);
  for (const part of parts.slice(0, 10))
    expect(() => part.text()).toThrow(expect.objectContaining({ name: 'RecordsLost' }));
  expect(told.times).toBe(1);
  expect(shelf.isUnreadable()).toBe(true);
  expect(texts(parts.slice(10))).toEqual(expected(10, 12));
});

test('[SL-6] one that cannot be vacated tells of it, and hinders nobody who forgets', async () => {
  const scratch = makeFickleScratch(FILE);
  const { put, told } = openShelf(scratch);
  const parts = put(10);
  await end(scratch);
  scratch.lose();
  for (const part of parts.slice(0, 7)) part.forget();
  expect(told.times).toBe(1);
  expect(() => parts[9]?.text()).toThrow('cannot be read any more');
});

test('[SL-2] without a scratch everything stays in memory', async () => {
  const { put } = openShelf(null);
  const parts = put(40);
  for (const part of parts.slice(0, 20)) part.forget();
  await turn();
  expect(texts(parts.slice(20))).toEqual(expected(20, 40));
});
