import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { type LocalStore, STORES, StaleGeneration, StorageRefused } from '../../../client/data/storage/contract.ts';
import { openIndexedDbStore } from '../../../client/data/storage/indexed-db.ts';
import { makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';

/** Each call of the answer opens a store on the same disk. */
type MakeDisk = () => { readonly open: () => Promise<LocalStore> };

let databases = 0;
const DRIVERS: Readonly<Record<string, MakeDisk>> = {
  memory: () => {
    const disk = makeMemoryDisk();
    return { open: () => Promise.resolve(makeMemoryStore(disk)) };
  },
  IndexedDB: () => {
    databases += 1;
    const name = `store-${databases}`;
    return { open: () => openIndexedDbStore(name) };
  },
};

describe.each(Object.entries(DRIVERS))('local store: %s', (_name, makeDisk) => {
  test('[OB-1] everything a resolved commit wrote is there after reopening; undefined deletes', async () => {
    const disk = makeDisk();
    const store = await disk.open();
    const generation = await store.claim();
    await store.commit(generation, [
      { store: 'meta', key: 'head', value: { nextN: 1 } },
      { store: 'pending', key: 'b', value: 2 },
      { store: 'pending', key: 'a', value: 1 },
      { store: 'drafts', key: 'd', value: 'x' },
    ]);
    await store.commit(generation, [{ store: 'drafts', key: 'd', value: undefined }]);
    store.close();
    const again = await disk.open();
    expect(await again.read('meta', 'head')).toEqual({ nextN: 1 });
    expect(await again.read('drafts', 'd')).toBeUndefined();
    expect(await again.entries('pending')).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(await again.entries('meta')).toEqual([['head', { nextN: 1 }]]);
  });

  test('[OB-2] after another owner has claimed, a commit writes nothing and says so', async () => {
    const disk = makeDisk();
    const first = await disk.open();
    const second = await disk.open();
    const old = await first.claim();
    await first.commit(old, [{ store: 'pending', key: 'a', value: 1 }]);
    const young = await second.claim();
    expect(young).toBeGreaterThan(old);
    await expect(first.commit(old, [{ store: 'pending', key: 'b', value: 2 }])).rejects.toBeInstanceOf(StaleGeneration);
    await second.commit(young, [{ store: 'pending', key: 'c', value: 3 }]);
    expect((await second.entries('pending')).map(([key]) => key)).toEqual(['a', 'c']);
  });

  test('[OB-2] wiping deletes everything and ends every earlier owner', async () => {
    const store = await makeDisk().open();
    const generation = await store.claim();
    await store.commit(generation, [{ store: 'pending', key: 'a', value: 1 }]);
    await store.wipe();
    expect(await store.entries('pending')).toEqual([]);
    await expect(store.commit(generation, [])).rejects.toBeInstanceOf(StaleGeneration);
    expect(await store.claim()).toBeGreaterThan(generation);
  });

  test('[OB-3] a commit on a closed store is refused by name and leaves nothing', async () => {
    const disk = makeDisk();
    const store = await disk.open();
    const generation = await store.claim();
    store.close();
    await expect(store.commit(generation, [{ store: 'pending', key: 'a', value: 1 }])).rejects.toBeInstanceOf(
      StorageRefused,
    );
    expect(await (await disk.open()).entries('pending')).toEqual([]);
  });
});

test('[OB-3] a value that cannot be stored, or a full disk, leaves nothing of its commit; the disk is named quota', async () => {
  const store = await openIndexedDbStore('full');
  const generation = await store.claim();
  await store.commit(generation, [{ store: 'pending', key: 'a', value: 1 }]);
  // A function cannot be cloned: the browser throws on this put, after the one before it seemed fine.
  const bad = store.commit(generation, [
    { store: 'pending', key: 'b', value: 2 },
    { store: 'pending', key: 'c', value: () => 3 },
  ]);
  await expect(bad).rejects.toMatchObject({ name: 'StorageRefused', reason: 'unavailable' });
  expect((await store.entries('pending')).map(([key]) => key)).toEqual(['a']);

  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function abortAsFull(this: IDBObjectStore, ...args: Parameters<typeof put>) {
    const request = put.apply(this, args);
    const { transaction } = this;
    Object.defineProperty(transaction, 'error', { value: new DOMException('', 'QuotaExceededError') });
    transaction.abort();
    return request;
  };
  try {
    await expect(store.commit(generation, [{ store: 'pending', key: 'd', value: 4 }])).rejects.toMatchObject({
      reason: 'quota',
    });
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  expect((await store.entries('pending')).map(([key]) => key)).toEqual(['a']);
});

describe('a connection that ends behind our back', () => {
  /** Every connection opened while `use` runs. */
  const connectionsOf = async <Result>(
    use: () => Promise<Result>,
  ): Promise<{ result: Result; open: IDBDatabase[] }> => {
    const open: IDBDatabase[] = [];
    const before = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...args) => {
      const request = before(...args);
      request.addEventListener('success', () => open.push(request.result));
      return request;
    };
    const result = await use();
    indexedDB.open = before;
    return { result, open };
  };

  test('[OB-20] is opened again, by several commits at once only once, and everything is there', async () => {
    const { result: store, open } = await connectionsOf(() => openIndexedDbStore('closed-by-browser'));
    const generation = await store.claim();
    await store.commit(generation, [{ store: 'pending', key: 'a', value: 1 }]);
    for (const database of open) forceCloseDatabase(database as never);
    const { open: again } = await connectionsOf(() =>
      Promise.all([
        store.commit(generation, [{ store: 'pending', key: 'b', value: 2 }]),
        store.commit(generation, [{ store: 'pending', key: 'c', value: 3 }]),
        store.read('pending', 'a'),
      ]),
    );
    expect(again).toHaveLength(1);
    expect((await store.entries('pending')).map(([key]) => key)).toEqual(['a', 'b', 'c']);
  });
  test('[OB-20] given up to a newer build it stays closed', async () => {
    const store = await openIndexedDbStore('newer-build');
    const generation = await store.claim();
    await new Promise((resolve, reject) => {
      const request = indexedDB.open('newer-build', 1_000);
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    await expect(store.commit(generation, [])).rejects.toMatchObject({ reason: 'unavailable' });
  });
  test('[PF-26] what an earlier build kept stays when a store is added', async () => {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('earlier-build', 1);
      request.onupgradeneeded = () => {
        for (const name of STORES) if (name !== 'files') request.result.createObjectStore(name);
        request.transaction?.objectStore('pending').put(1, 'a');
      };
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
      request.onerror = reject;
    });
    const store = await openIndexedDbStore('earlier-build');
    await store.commit(await store.claim(), [{ store: 'files', key: 'f', value: 2 }]);
    expect([await store.read('pending', 'a'), await store.read('files', 'f')]).toEqual([1, 2]);
  });
});
