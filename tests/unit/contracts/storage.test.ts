import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Storage, StorageFailure } from '../../../sync-relay/storage/contract.ts';
import { makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { openSqliteStorage } from '../../../sync-relay/storage/sqlite.ts';

interface StorageDriver {
  readonly name: string;
  /** A new empty disk: each call of the answer opens a storage on that same disk. */
  readonly makeDisk: () => { open: (limits?: { maxPages?: number }) => Promise<Storage>; remove: () => void };
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** One suite every storage driver passes. */
const storageContract = ({ name, makeDisk }: StorageDriver): void => {
  describe(name, () => {
    const removals: (() => void)[] = [];
    const newDisk = (): ReturnType<StorageDriver['makeDisk']> => {
      const disk = makeDisk();
      removals.push(disk.remove);
      return disk;
    };
    afterEach(() => {
      for (const remove of removals.splice(0)) remove();
    });

    test('[ST-1] everything committed is there after reopening, in order', async () => {
      const disk = newDisk();
      const first = await disk.open();
      await first.commit({ rooms: ['b@1', 'a@1'], meta: new Map([['k', 'v']]) });
      await first.commit({
        segments: [
          { room: 'a@1', bytes: bytes(1) },
          { room: 'b@1', bytes: bytes(2) },
        ],
      });
      await first.commit({ segments: [{ room: 'a@1', bytes: bytes(3) }], rooms: ['c@1'] });
      await first.close();
      const second = await disk.open();
      const state = await second.load();
      expect(state.rooms).toEqual(['b@1', 'a@1', 'c@1']);
      expect([...state.meta]).toEqual([['k', 'v']]);
      expect((await second.segments('a@1')).map((one) => [...one])).toEqual([[1], [3]]);
      expect((await second.segments('b@1')).map((one) => [...one])).toEqual([[2]]);
      expect(await second.segments('none@1')).toEqual([]);
      await second.close();
    });

    test('[ST-4] meta is replaced and deleted', async () => {
      const storage = await newDisk().open();
      await storage.commit({
        meta: new Map([
          ['a', '1'],
          ['b', '2'],
        ]),
      });
      await storage.commit({
        meta: new Map([
          ['a', '3'],
          ['b', null],
          ['never', null],
        ]),
      });
      expect([...(await storage.load()).meta]).toEqual([['a', '3']]);
      await storage.close();
    });

    test('[ST-5] a large segment comes back byte for byte', async () => {
      const disk = newDisk();
      const storage = await disk.open();
      const large = Uint8Array.from({ length: 5_000_000 }, (_, index) => (index * 2_654_435_761) % 251);
      await storage.commit({ rooms: ['a@1'], segments: [{ room: 'a@1', bytes: large }] });
      await storage.close();
      const again = await disk.open();
      const [back] = await again.segments('a@1');
      expect(Buffer.compare(back ?? bytes(), large)).toBe(0);
      await again.close();
    });

    test('[ST-8] a room made twice is one room', async () => {
      const storage = await newDisk().open();
      await storage.commit({ rooms: ['a@1', 'a@1', 'b@1'] });
      await storage.commit({ rooms: ['a@1'] });
      expect((await storage.load()).rooms).toEqual(['a@1', 'b@1']);
      await storage.close();
    });

    test('[ST-9] a closed storage refuses with a named failure', async () => {
      const storage = await newDisk().open();
      await storage.close();
      await expect(storage.commit({ rooms: ['a@1'] })).rejects.toBeInstanceOf(StorageFailure);
      await expect(storage.load()).rejects.toBeInstanceOf(StorageFailure);
      await expect(storage.segments('a@1')).rejects.toBeInstanceOf(StorageFailure);
    });

    test('[ST-10] commits asked for at once keep their order', async () => {
      const storage = await newDisk().open();
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => storage.commit({ segments: [{ room: 'a@1', bytes: bytes(index) }] })),
      );
      const stored = await storage.segments('a@1');
      expect(stored.map(([value]) => value)).toEqual(Array.from({ length: 50 }, (_, index) => index));
      await storage.close();
    });

    test('[ST-2] [ST-3] [ST-6] a full disk stores nothing of the commit, and a smaller one passes', async () => {
      const disk = newDisk();
      const storage = await disk.open({ maxPages: 40 });
      await storage.commit({ rooms: ['a@1'], segments: [{ room: 'a@1', bytes: bytes(1) }] });
      const tooMuch = storage.commit({
        rooms: ['b@1'],
        segments: [
          { room: 'a@1', bytes: bytes(2) },
          { room: 'a@1', bytes: new Uint8Array(400_000) },
        ],
        meta: new Map([['k', 'v']]),
      });
      await expect(tooMuch).rejects.toBeInstanceOf(StorageFailure);
      const state = await storage.load();
      expect(state.rooms).toEqual(['a@1']);
      expect(state.meta.has('k')).toBe(false);
      expect((await storage.segments('a@1')).map((one) => [...one])).toEqual([[1]]);
      await storage.commit({ segments: [{ room: 'a@1', bytes: bytes(3) }] });
      await storage.close();
      const again = await disk.open();
      expect((await again.segments('a@1')).map((one) => [...one])).toEqual([[1], [3]]);
      await again.close();
    });
  });
};

const newFolder = (): { file: string; remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'jieli-storage-'));
  return { file: join(folder, 'relay.db'), remove: () => rmSync(folder, { recursive: true, force: true }) };
};

storageContract({
  name: 'memory',
  makeDisk: () => {
    const disk = makeMemoryDisk();
    return { open: async (limits) => makeMemoryStorage(disk, limits), remove: () => undefined };
  },
});

storageContract({
  name: 'sqlite',
  makeDisk: () => {
    const { file, remove } = newFolder();
    return { open: (limits) => openSqliteStorage({ file, ...limits }), remove };
  },
});

test('[ST-7] a second relay on the same file is refused', async () => {
  const { file, remove } = newFolder();
  const first = await openSqliteStorage({ file });
  await first.commit({ rooms: ['a@1'] });
  await expect(openSqliteStorage({ file })).rejects.toBeInstanceOf(StorageFailure);
  await first.commit({ rooms: ['b@1'] });
  await first.close();
  const second = await openSqliteStorage({ file });
  expect((await second.load()).rooms).toEqual(['a@1', 'b@1']);
  await second.close();
  remove();
});
