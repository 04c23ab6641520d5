import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { ReplicaFile } from '../../../client/data/platform.ts';
import { makeIndexedDbReplicas } from '../../../client/data/replica/indexed-db-store.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';

const ROOM = 'log:east:2026Q3@1';
const timers = makeManualTimers();
const files: ReplicaFile[] = [];
afterEach(async () => {
  for (const file of files.splice(0)) await file.close();
});

/** Starts on the copies of one device. */
const startsOn = (name: string) => {
  const store = makeIndexedDbReplicas(name, timers, () => false);
  const open = async (room = ROOM) => {
    const doc = new Y.Doc();
    const file = store.open(room, doc);
    files.push(file);
    await file.whenLoaded;
    const log = doc.getArray<string>('e:dev-a');
    const write = (row: string): void => log.push([row]);
    return { file, log, write, keep: () => file.keep(Y.encodeStateVector(doc)) };
  };
  return { store, open };
};

test('[RQ-12] is whole at the next start, and at those after it, only in the very state that was noted with it', async () => {
  const { open } = startsOn('noted');
  const first = await open();
  expect(await first.file.isWhole()).toBe(false);
  first.write('一');
  expect(await first.keep()).toBe(true);
  // it was not loaded as it is now
  expect(await first.file.isWhole()).toBe(false);
  await first.file.close();
  for (let start = 0; start < 2; start += 1) {
    const again = await open();
    expect([await again.file.isWhole(), again.log.toArray()]).toEqual([true, ['一']]);
    await again.file.close();
  }
  const more = await open();
  more.write('二');
  expect(await more.file.isWhole()).toBe(false);
  timers.advance(1_000);
  await more.file.close();
  const written = await open();
  expect([await written.file.isWhole(), written.log.toArray()]).toEqual([false, ['一', '二']]);
  expect(await written.keep()).toBe(true);
  await written.file.close();
  expect(await (await open()).file.isWhole()).toBe(true);
});

test('[RQ-12] an empty copy can be whole too; one that is deleted is not', async () => {
  const { store, open } = startsOn('empty');
  const first = await open();
  expect(await first.keep()).toBe(true);
  await first.file.close();
  const again = await open();
  expect(await again.file.isWhole()).toBe(true);
  await again.file.close();
  await store.delete(ROOM);
  expect(await (await open()).file.isWhole()).toBe(false);
});

test('[RQ-12] a write that does not come to its end leaves neither the rows nor the note', async () => {
  const { open } = startsOn('torn');
  const first = await open();
  first.write('一');
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given) {
    const request = put.apply(this, given);
    this.transaction.abort();
    return request;
  };
  const kept = await first.keep();
  IDBObjectStore.prototype.put = put;
  expect(kept).toBe(false);
  await first.file.close();
  const again = await open();
  expect([await again.file.isWhole(), again.log.toArray()]).toEqual([false, []]);
});

test('[RQ-12] what comes while it is written, after the state in sync was taken, is written and not called whole', async () => {
  const { open } = startsOn('later');
  const first = await open();
  first.write('一');
  const keeping = first.keep();
  first.write('二');
  expect(await keeping).toBe(true);
  await first.file.close();
  const again = await open();
  expect([await again.file.isWhole(), again.log.toArray()]).toEqual([false, ['一', '二']]);
});

test('[RQ-12] a copy that was not read, or cannot be any more, is not whole', async () => {
  const { store, open } = startsOn('unread');
  const unread = store.open(ROOM, new Y.Doc());
  files.push(unread);
  expect(await unread.isWhole()).toBe(false);
  await unread.whenLoaded;
  const closed = await open('org@1');
  expect(await closed.keep()).toBe(true);
  await closed.file.close();
  const robbed = await open('org@1');
  await robbed.file.close();
  expect(await robbed.file.isWhole()).toBe(false);
});
