import {
  type LocalStore,
  STORES,
  StaleGeneration,
  type StorageProblem,
  StorageRefused,
  type StoreName,
  type Write,
} from './contract.ts';

/** What survives a kill of the process that used it. */
export interface MemoryDisk {
  readonly stores: ReadonlyMap<StoreName, Map<string, unknown>>;
  /** Asked before each commit; tests and the simulator let the disk refuse. */
  refusal: (writes: readonly Write[]) => StorageProblem | null;
  /** Awaited inside each commit before anything is stored; lets a kill fall into a commit. */
  beforeCommit: () => Promise<void>;
  generation: number;
}

export const makeMemoryDisk = (): MemoryDisk => ({
  stores: new Map(STORES.map((name) => [name, new Map<string, unknown>()])),
  refusal: () => null,
  beforeCommit: () => Promise.resolve(),
  generation: 0,
});

/** The local store without a browser, for Node, tests and the simulator. */
export const makeMemoryStore = (disk: MemoryDisk = makeMemoryDisk()): LocalStore => {
  const storeOf = (name: StoreName): Map<string, unknown> => {
    const store = disk.stores.get(name);
    if (store === undefined) throw new StorageRefused('unavailable');
    return store;
  };
  let closed = false;
  return {
    claim: () => {
      disk.generation += 1;
      return Promise.resolve(disk.generation);
    },
    read: (store, key) => Promise.resolve(storeOf(store).get(key)),
    entries: (store) => Promise.resolve([...storeOf(store).entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))),
    commit: async (generation, writes) => {
      await disk.beforeCommit();
      if (closed) throw new StorageRefused('unavailable');
      if (generation !== disk.generation) throw new StaleGeneration();
      const reason = disk.refusal(writes);
      if (reason !== null) throw new StorageRefused(reason);
      for (const { store, key, value } of writes) {
        if (value === undefined) storeOf(store).delete(key);
        else storeOf(store).set(key, value);
      }
    },
    wipe: () => {
      for (const store of disk.stores.values()) store.clear();
      disk.generation += 1;
      return Promise.resolve();
    },
    close: () => {
      closed = true;
    },
  };
};
