import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { ReplicaFile } from '../../../client/data/platform.ts';
import { CopyChanged } from '../../../client/data/replica/copy-changed.ts';
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
    const rows = (): readonly string[] => doc.getArray<string>('e:dev-b').toArray();
    const state = (): Uint8Array => Y.encodeStateAsUpdate(doc);
    return { file, log, write, rows, state, keep: () => file.keep(Y.encodeStateVector(doc)) };
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

describe('what is added to a copy that is not open', () => {
  /** What a device elsewhere writes, update by update. */
  const elsewhere = (before: Uint8Array = Y.encodeStateAsUpdate(new Y.Doc())) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, before);
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const write = (row: string): readonly [update: Uint8Array, from: Uint8Array, state: Uint8Array] => {
      const from = Y.encodeStateVector(doc);
      doc.getArray<string>('e:dev-b').push([row]);
      return [updates.at(-1) ?? new Uint8Array(), from, Y.encodeStateVector(doc)];
    };
    return { doc, write };
  };
  const pieces = async (name: string): Promise<number> => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(`${name}/${ROOM}`);
      request.onsuccess = () => resolve(request.result);
    });
    const count = db.transaction('updates').objectStore('updates').count();
    await new Promise((resolve) => {
      count.onsuccess = resolve;
    });
    db.close();
    return count.result;
  };
  const kept = async (name: string) => {
    const starts = startsOn(name);
    const first = await starts.open();
    expect(await first.keep()).toBe(true);
    await first.file.close();
    return starts;
  };

  test('[RQ-14] is there at the next start, in the state noted with it', async () => {
    const { store, open } = await kept('added');
    const { write } = elsewhere();
    for (const row of ['一', '二']) expect(await store.append(ROOM, ...write(row))).toBe(true);
    const again = await open();
    expect([await again.file.isWhole(), again.rows()]).toEqual([true, ['一', '二']]);
  });

  test('[RQ-14] is refused without a copy, or where it cannot be written, and the copy is none the worse', async () => {
    const { store, open } = startsOn('none');
    await expect(store.append(ROOM, ...elsewhere().write('一'))).rejects.toThrow(CopyChanged);
    const first = await open();
    first.write('二');
    expect(await first.keep()).toBe(true);
    await first.file.close();
    const { write } = elsewhere(first.state());
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given) {
      const request = put.apply(this, given);
      this.transaction.abort();
      return request;
    };
    const isKept = await store.append(ROOM, ...write('三'));
    IDBObjectStore.prototype.put = put;
    expect(isKept).toBe(false);
    const again = await open();
    expect([await again.file.isWhole(), again.log.toArray(), again.rows()]).toEqual([true, ['二'], []]);
  });

  test('[RQ-15] has no place in a copy that was fetched anew, or that another owner went on with', async () => {
    const { store, open } = await kept('robbed');
    const { write } = elsewhere();
    expect(await store.append(ROOM, ...write('一'))).toBe(true);
    const late = write('二');
    await store.delete(ROOM);
    const anew = await open();
    anew.write('别');
    timers.advance(1_000);
    await expect(store.append(ROOM, ...late)).rejects.toThrow(CopyChanged);
    expect(await anew.keep()).toBe(true);
    await anew.file.close();
    await expect(store.append(ROOM, ...late)).rejects.toThrow(CopyChanged);
    const again = await open();
    expect([await again.file.isWhole(), again.log.toArray(), again.rows()]).toEqual([true, ['别'], []]);
  });

  test('[RQ-14] lies in 200 pieces at most, the first of them untouched', async () => {
    const { store, open } = await kept('many');
    const { write } = elsewhere();
    const rows = Array.from({ length: 450 }, (_, at) => `第${at}行`);
    let most = 0;
    for (const row of rows) {
      expect(await store.append(ROOM, ...write(row))).toBe(true);
      most = Math.max(most, await pieces('many'));
    }
    expect(most).toBe(200);
    const again = await open();
    expect([await again.file.isWhole(), again.rows()]).toEqual([true, rows]);
    await again.file.close();
    // every opening adds an empty one
    while ((await pieces('many')) < 200) expect(await store.append(ROOM, ...write('又一行'))).toBe(true);
    const often = await open();
    expect(await often.file.isWhole()).toBe(false);
    expect(await often.keep()).toBe(true);
    await often.file.close();
    expect(await (await open()).file.isWhole()).toBe(true);
  });

  test('[RQ-14] holds up nobody who deletes the copy', async () => {
    const { store, open } = await kept('deleted');
    const { write } = elsewhere();
    const added = store.append(ROOM, ...write('一')).catch(() => false);
    await store.delete(ROOM);
    await added;
    const again = await open();
    expect([await again.file.isWhole(), again.rows()]).toEqual([false, []]);
  });

  describe('behind a mark', () => {
    const rowsIn = (updates: readonly Uint8Array[]): readonly string[] => {
      const doc = new Y.Doc();
      for (const update of updates) Y.applyUpdate(doc, update);
      return doc.getArray<string>('e:dev-b').toArray();
    };

    /** Texts of pieces that go on from others. */
    const textsIn = (updates: readonly Uint8Array[]): readonly unknown[] =>
      updates.flatMap((update) =>
        Y.decodeUpdate(update).structs.flatMap((struct) =>
          struct instanceof Y.Item && struct.content instanceof Y.ContentAny ? (struct.content.arr as unknown[]) : [],
        ),
      );

    test('[RQ-16] is read alone, with the state that is noted and the last piece; at no piece nothing else is', async () => {
      const { store } = await kept('behind');
      const { write } = elsewhere();
      const states: string[] = [];
      for (const row of ['一', '二', '三']) {
        const written = write(row);
        expect(await store.append(ROOM, ...written)).toBe(true);
        states.push(written[2].join());
      }
      const all = await store.since(ROOM, 0);
      expect([all?.pieces.length, all?.last, all?.inSync?.join()]).toEqual([
        await pieces('behind'),
        all?.last,
        states[2],
      ]);
      expect(rowsIn(all?.pieces ?? [])).toEqual(['一', '二', '三']);
      const last = all?.last ?? 0;
      expect((await store.since(ROOM, last - 1))?.pieces).toEqual(all?.pieces.slice(-1));
      for (const piece of [last, Number.POSITIVE_INFINITY]) {
        expect(await store.since(ROOM, piece)).toEqual({ ...all, pieces: [] });
      }
    });

    test('[RQ-16] lies what is written in place of others: a copy written anew, and many pieces made one', async () => {
      const { store, open } = await kept('anew');
      const { write } = elsewhere();
      const rows = Array.from({ length: 210 }, (_, at) => `第${at}行`);
      for (const row of rows.slice(0, 150)) await store.append(ROOM, ...write(row));
      const mark = (await store.since(ROOM, Number.POSITIVE_INFINITY))?.last ?? 0;
      for (const row of rows.slice(150)) await store.append(ROOM, ...write(row));
      const many = await store.since(ROOM, mark);
      expect(rows.slice(150).filter((row) => !textsIn(many?.pieces ?? []).includes(row))).toEqual([]);
      const again = await open();
      again.write('别');
      expect(await again.keep()).toBe(true);
      await again.file.close();
      const anew = await store.since(ROOM, many?.last ?? 0);
      expect(rowsIn(anew?.pieces ?? [])).toEqual(rows);
    });

    test('[RQ-17] is told from what lies in a copy that was made after this one was deleted', async () => {
      const { store, open } = await kept('made');
      const which = async () => (await store.since(ROOM, 0))?.copy;
      const first = await which();
      expect(first).toEqual(expect.any(Number));
      const { write } = elsewhere();
      await store.append(ROOM, ...write('一'));
      const again = await open();
      expect(await again.keep()).toBe(true);
      await again.file.close();
      expect(await which()).toBe(first);
      await store.delete(ROOM);
      const anew = await open();
      expect(await which()).toBeNull();
      expect(await anew.keep()).toBe(true);
      expect(await which()).not.toBe(first);
    });

    test('[RQ-16] is nothing where there is no copy, and none is made; one that cannot be read says so', async () => {
      const { store, open } = startsOn('nowhere');
      expect(await store.since(ROOM, 0)).toBeNull();
      expect((await indexedDB.databases()).filter(({ name }) => name === `nowhere/${ROOM}`)).toEqual([]);
      const first = await open();
      await first.file.close();
      expect(await store.since(ROOM, 0)).toMatchObject({ inSync: null });
      const odd = indexedDB.open('nowhere/org@1');
      await new Promise((resolve) => {
        odd.onsuccess = resolve;
      });
      odd.result.close();
      await expect(store.since('org@1', 0)).rejects.toThrow();
    });

    test('[RQ-16] is read without holding up whoever deletes the copy', async () => {
      const { store } = await kept('gone');
      const read = store.since(ROOM, 0).catch(() => null);
      await store.delete(ROOM);
      await read;
      expect(await store.since(ROOM, 0)).toBeNull();
    });
  });
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
