import { type IDBPDatabase, openDB } from 'idb';
import { type LocalStore, STORES, StaleGeneration, StorageRefused, type StoreName } from './contract.ts';

const GENERATION = 'generation';

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : '');

/** A full disk arrives as the transaction's own error, never as the error of one request (browser facts §8). */
const refused = (error: unknown): Error => {
  if (error instanceof StaleGeneration) return error;
  return new StorageRefused(nameOf(error) === 'QuotaExceededError' ? 'quota' : 'unavailable', error);
};

const open = async (name: string): Promise<IDBPDatabase> => {
  try {
    return await openDB(name, 1, {
      upgrade: (db) => {
        for (const store of STORES) db.createObjectStore(store);
      },
      // Another build wants a newer shape: give way, our next transaction fails and we resign.
      blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
    });
  } catch (error) {
    throw refused(error);
  }
};

/**
 * The local store in IndexedDB. Every commit is one `strict` transaction which first compares the generation and
 * resolves on `complete` only.
 * @throws StorageRefused `unavailable` where the browser offers no IndexedDB (private mode, disabled).
 */
export const openIndexedDbStore = async (name: string): Promise<LocalStore> => {
  const db = await open(name);
  const claim = async (): Promise<number> => {
    const tx = db.transaction([...STORES], 'readwrite', { durability: 'strict' });
    const meta = tx.objectStore('meta');
    const before: unknown = await meta.get(GENERATION);
    const generation = (typeof before === 'number' ? before : 0) + 1;
    await Promise.all([meta.put(generation, GENERATION), tx.done]);
    return generation;
  };
  return {
    claim: () =>
      claim().catch((error: unknown) => {
        throw refused(error);
      }),
    read: async (store: StoreName, key: string) => db.get(store, key) as Promise<unknown>,
    entries: async (store) => {
      const tx = db.transaction(store);
      const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll(), tx.done]);
      return keys
        .map((key, index) => [String(key), values[index] as unknown] as const)
        .filter(([key]) => store !== 'meta' || key !== GENERATION);
    },
    commit: async (generation, writes) => {
      const stores = new Set<StoreName>(['meta', ...writes.map(({ store }) => store)]);
      try {
        const tx = db.transaction([...stores], 'readwrite', { durability: 'strict' });
        // Marked as handled: after an abort both the request and the transaction reject.
        tx.done.catch(() => undefined);
        if ((await tx.objectStore('meta').get(GENERATION)) !== generation) {
          tx.abort();
          throw new StaleGeneration();
        }
        try {
          for (const { store, key, value } of writes) {
            const target = tx.objectStore(store);
            const request = value === undefined ? target.delete(key) : target.put(value, key);
            request.catch(() => undefined);
          }
        } catch (error) {
          // A value that cannot be stored: what was put before it must not stay.
          tx.abort();
          throw error;
        }
        await tx.done;
      } catch (error) {
        throw refused(error);
      }
    },
    wipe: async () => {
      const tx = db.transaction([...STORES], 'readwrite', { durability: 'strict' });
      const before: unknown = await tx.objectStore('meta').get(GENERATION);
      for (const store of STORES)
        tx.objectStore(store)
          .clear()
          .catch(() => undefined);
      tx.objectStore('meta')
        .put((typeof before === 'number' ? before : 0) + 1, GENERATION)
        .catch(() => undefined);
      await tx.done.catch((error: unknown) => {
        throw refused(error);
      });
    },
    close: () => db.close(),
  };
};
