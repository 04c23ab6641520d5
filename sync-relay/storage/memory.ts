import { type Flush, type Storage, StorageFailure, type StoredState } from './contract.ts';

/** What a memory storage keeps; give the same to a second one to "reopen" it. */
export interface MemoryDisk {
  readonly meta: Map<string, string>;
  readonly rooms: Set<string>;
  readonly segments: Map<string, Uint8Array[]>;
}
export const makeMemoryDisk = (): MemoryDisk => ({ meta: new Map(), rooms: new Set(), segments: new Map() });

/** Storage for tests and simulations: the same promises as on disk, kept by the given `disk`. */
export const makeMemoryStorage = (disk: MemoryDisk = makeMemoryDisk()): Storage => {
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
