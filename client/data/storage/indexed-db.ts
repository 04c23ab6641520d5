import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { type LocalStore, STORES, StaleGeneration, StorageRefused, type StoreName } from './contract.ts';

const GENERATION = 'generation';
/** Raised with every store that is added. */
const VERSION = 2;

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : '');

/** A full disk arrives as the transaction's own error, never as the error of one request (browser facts §8). */
const refused = (error: unknown): Error => {
  if (error instanceof StaleGeneration) return error;
  return new StorageRefused(nameOf(error) === 'QuotaExceededError' ? 'quota' : 'unavailable', error);
};

const open = async (name: string, onGivenWay: () => void): Promise<IDBPDatabase> => {
  try {
    return await openDB(name, VERSION, {
      upgrade: (db) => {
        for (const store of STORES) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
      },
      // Another build wants a newer shape: give way, our next transaction fails and we resign.
      blocking: (_current, _wanted, event) => {
        onGivenWay();
        (event.target as IDBDatabase).close();
      },
    });
  } catch (error) {
    throw refused(error);
  }
};

type Begin = <Mode extends IDBTransactionMode>(
  stores: readonly StoreName[],
  mode: Mode,
) => Promise<IDBPTransaction<unknown, StoreName[], Mode>>;

/**
 * One connection. Browsers close it behind our back (a frozen tab, a phone's memory): then the next transaction finds
 * it closing before anything was written, and it is opened once more.
 */
const connect = async (name: string): Promise<{ readonly begin: Begin; close(): void }> => {
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  let db = await open(name, end);
  let opening: Promise<void> | null = null;
  const openAgain = (): Promise<void> => {
    opening ??= open(name, end)
      .then((opened) => {
        db = opened;
      })
      .finally(() => {
        opening = null;
      });
    return opening;
  };
  return {
    async begin(stores, mode) {
      const start = () => db.transaction([...stores], mode, { durability: 'strict' });
      try {
        return start();
      } catch (error) {
        if (isOver || nameOf(error) !== 'InvalidStateError') throw refused(error);
      }
      await openAgain();
      return start();
    },
    close() {
      isOver = true;
      db.close();
    },
  };
};

/**
 * The local store in IndexedDB. Every commit is one `strict` transaction which first compares the generation and
 * resolves on `complete` only.
 * @throws StorageRefused `unavailable` where the browser offers no IndexedDB (private mode, disabled).
 */
export const openIndexedDbStore = async (name: string): Promise<LocalStore> => {
  const { begin, close } = await connect(name);
  const claim = async (): Promise<number> => {
    const tx = await begin(STORES, 'readwrite');
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
    read: async (store: StoreName, key: string) => {
      const tx = await begin([store], 'readonly');
      return tx.objectStore(store).get(key) as Promise<unknown>;
    },
    entries: async (store) => {
      const tx = await begin([store], 'readonly');
      const all = tx.objectStore(store);
      const [keys, values] = await Promise.all([all.getAllKeys(), all.getAll(), tx.done]);
      return keys
        .map((key, index) => [String(key), values[index] as unknown] as const)
        .filter(([key]) => store !== 'meta' || key !== GENERATION);
    },
    commit: async (generation, writes) => {
      const stores = new Set<StoreName>(['meta', ...writes.map(({ store }) => store)]);
      try {
        const tx = await begin([...stores], 'readwrite');
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
      const tx = await begin(STORES, 'readwrite');
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
    close,
  };
};
