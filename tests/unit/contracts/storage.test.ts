import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StorageFailure } from '../../../sync-relay/storage/contract.ts';
import { makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { openSqliteStorage } from '../../../sync-relay/storage/sqlite.ts';
import { storageContract } from './storage.ts';

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
