import { type Flush, type Storage, StorageFailure, type StoredState } from './contract.ts';

/** What a memory storage keeps; give the same to a second one to "reopen" it. */
export interface MemoryDisk {
  readonly meta: Map<string, string>;
  readonly rooms: Set<string>;
  readonly segments: Map<string, Uint8Array[]>;
}
export const makeMemoryDisk = (): MemoryDisk => ({ meta: new Map(), rooms: new Set(), segments: new Map() });

const PAGE_BYTES = 4096;
const usedBytes = (disk: MemoryDisk): number =>
  [...disk.segments.values()].flat().reduce((sum, bytes) => sum + bytes.length, 0);

/**
 * Storage for tests and simulations: the same promises as on disk, kept by the given `disk`. `maxPages` (4 KiB each)
 * makes it a disk that gets full.
 */
export const makeMemoryStorage = (
  disk: MemoryDisk = makeMemoryDisk(),
  { maxPages }: { readonly maxPages?: number } = {},
): Storage => {
  let closed = false;
  const open = (): void => {
    if (closed) throw new StorageFailure('storage is closed');
  };
  return {
    load: async (): Promise<StoredState> => {
      open();
      return { meta: new Map(disk.meta), rooms: [...disk.rooms] };
    },
    commit: async ({ rooms = [], segments = [], meta = new Map() }: Flush) => {
      open();
      if (maxPages !== undefined) {
        const added = segments.reduce((sum, { bytes }) => sum + bytes.length, 0);
        if (usedBytes(disk) + added > maxPages * PAGE_BYTES) throw new StorageFailure('disk is full');
      }
      for (const room of rooms) disk.rooms.add(room);
      for (const { room, bytes } of segments) {
        const stored = disk.segments.get(room) ?? [];
        disk.segments.set(room, stored);
        stored.push(bytes.slice());
      }
      for (const [key, value] of meta) {
        if (value === null) disk.meta.delete(key);
        else disk.meta.set(key, value);
      }
    },
    segments: async (room) => {
      open();
      return [...(disk.segments.get(room) ?? [])];
    },
    close: async () => {
      closed = true;
    },
  };
};
