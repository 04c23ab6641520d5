import type { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { CopySince } from '../platform.ts';
import { CopyChanged } from './copy-changed.ts';

/** A document and the copy of it that y-indexeddb keeps. */
export interface OpenCopy {
  readonly doc: Y.Doc;
  readonly persistence: Pick<IndexeddbPersistence, 'db' | 'synced' | 'get'>;
  /** Something came since it was loaded. */
  hasCome: boolean;
}

/** Where y-indexeddb keeps a document, and what its users note beside it. */
const [UPDATES, NOTES] = ['updates', 'custom'] as const;
/** The state that was last in sync and here in full: it says nothing of a copy that is in another. */
const IN_SYNC = 'inSync';
/** A random number, noted when the copy is in sync for the first time. */
const MADE_BY = 'madeBy';

/** Changes a copy and what is noted beside it; true once both are on disk, false when neither is. */
const change = (db: IDBDatabase, act: (updates: IDBObjectStore, notes: IDBObjectStore) => void): Promise<boolean> =>
  new Promise((resolve) => {
    const transaction = db.transaction([UPDATES, NOTES], 'readwrite');
    transaction.oncomplete = () => resolve(true);
    transaction.onabort = () => resolve(false);
    act(transaction.objectStore(UPDATES), transaction.objectStore(NOTES));
  });

/** One piece in place of all there is: the one way to know that everything that came is on disk. */
const write = (db: IDBDatabase, doc: Y.Doc, inSync: Uint8Array): Promise<boolean> =>
  change(db, (updates, notes) => {
    const all = updates.getAll();
    all.onsuccess = () => {
      // With what another owner of the data has written since this one read it.
      const whole = Y.mergeUpdates([...(all.result as readonly Uint8Array[]), Y.encodeStateAsUpdate(doc)]);
      updates.clear();
      updates.add(whole);
    };
    notes.put(inSync, IN_SYNC);
    const madeBy = notes.get(MADE_BY);
    madeBy.onsuccess = () => {
      if (madeBy.result === undefined) notes.put(doc.clientID, MADE_BY);
    };
  });

/** See `ReplicaFile.keep`. */
export const keepWhole = async ({ doc, persistence }: OpenCopy, inSync: Uint8Array): Promise<boolean> => {
  const { db, synced } = persistence;
  return db !== null && synced && (await write(db, doc, inSync).catch(() => false));
};

/**
 * A copy gets a piece at each append, and an empty one whenever it is opened: of more than this, those behind the first
 * become one with what is added, and a copy that is opened is written anew.
 */
const MOST_PIECES = 200;

const piecesIn = (db: IDBDatabase): Promise<number> =>
  new Promise((resolve, reject) => {
    const count = db.transaction(UPDATES).objectStore(UPDATES).count();
    count.onsuccess = () => resolve(count.result);
    count.onerror = () => reject(count.error);
  });

/** See `ReplicaFile.isWhole`. */
export const isWhole = async (copy: OpenCopy): Promise<boolean> => {
  const { db, synced } = copy.persistence;
  if (db === null || !synced) return false;
  const noted = await copy.persistence.get(IN_SYNC).catch(() => null);
  const pieces = await piecesIn(db).catch(() => Number.POSITIVE_INFINITY);
  const isAsNoted = String(noted) === String(Y.encodeStateVector(copy.doc));
  return isAsNoted && pieces <= MOST_PIECES && !copy.hasCome;
};

/**
 * The copy's database, which only y-indexeddb makes: one without its stores could not be opened by it any more. `null`
 * when there is none. Rejects when it cannot be opened.
 */
const existing = (name: string): Promise<IDBDatabase | null> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => {
      request.transaction?.abort();
      resolve(null);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The pieces behind the first, which is the largest, become one with what is added. */
const gatherIn = (updates: IDBObjectStore, update: Uint8Array): void => {
  updates.getAllKeys(null, 2).onsuccess = ({ target }) => {
    const [, second] = (target as IDBRequest<IDBValidKey[]>).result;
    const behind = IDBKeyRange.lowerBound(second);
    updates.getAll(behind).onsuccess = (event) => {
      const pieces = (event.target as IDBRequest<Uint8Array[]>).result;
      updates.delete(behind);
      updates.add(Y.mergeUpdates([...pieces, update]));
    };
  };
};

interface Addition {
  readonly update: Uint8Array;
  /** The state it goes on from, and the one it makes. */
  readonly from: Uint8Array;
  readonly inSync: Uint8Array;
}

/** Null when the copy was noted in another state: it was fetched anew, or somebody else writes it. */
const appendIn = async (db: IDBDatabase, { update, from, inSync }: Addition): Promise<boolean | null> => {
  let isOther = false;
  const isKept = await change(db, (updates, notes) => {
    const noted = notes.get(IN_SYNC);
    noted.onsuccess = () => {
      isOther = String(noted.result) !== String(from);
      if (isOther) return;
      const count = updates.count();
      count.onsuccess = () => {
        if (count.result < MOST_PIECES) updates.add(update);
        else gatherIn(updates, update);
      };
      notes.put(inSync, IN_SYNC);
    };
  });
  return isOther ? null : isKept;
};

/** Something done with a copy that is not open; `null`: there is none. */
const within = async <T>(name: string, act: (db: IDBDatabase) => Promise<T>): Promise<T | null> => {
  const db = await existing(name);
  if (db === null) return null;
  // Whoever deletes the copy waits for nobody.
  db.onversionchange = () => db.close();
  try {
    return await act(db);
  } finally {
    db.close();
  }
};

/** See `ReplicaStore.append`. */
export const appendTo = async (name: string, addition: Addition): Promise<boolean> => {
  const isKept = await within(name, (db) => appendIn(db, addition));
  if (isKept === null) throw new CopyChanged(name);
  return isKept;
};

/** See `ReplicaStore.since`. */
export const readSince = (name: string, piece: number): Promise<CopySince | null> =>
  within(
    name,
    (db) =>
      new Promise((resolve, reject) => {
        const transaction = db.transaction([UPDATES, NOTES]);
        const updates = transaction.objectStore(UPDATES);
        const last = updates.openKeyCursor(null, 'prev');
        const pieces = updates.getAll(IDBKeyRange.lowerBound(piece, true));
        const [noted, madeBy] = [IN_SYNC, MADE_BY].map((note) => transaction.objectStore(NOTES).get(note));
        transaction.onabort = () => reject(transaction.error);
        transaction.oncomplete = () =>
          resolve({
            pieces: pieces.result as readonly Uint8Array[],
            last: (last.result?.key as number | undefined) ?? 0,
            inSync: (noted?.result as Uint8Array | undefined) ?? null,
            copy: (madeBy?.result as number | undefined) ?? null,
          });
      }),
  );
