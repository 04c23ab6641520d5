import type { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';

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

/** One piece in place of all there is: the one way to know that everything that came is on disk. */
const write = (db: IDBDatabase, doc: Y.Doc, inSync: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => {
    const transaction = db.transaction([UPDATES, NOTES], 'readwrite');
    transaction.oncomplete = () => resolve(true);
    transaction.onabort = () => resolve(false);
    const updates = transaction.objectStore(UPDATES);
    const all = updates.getAll();
    all.onsuccess = () => {
      // With what another owner of the data has written since this one read it.
      const whole = Y.mergeUpdates([...(all.result as readonly Uint8Array[]), Y.encodeStateAsUpdate(doc)]);
      updates.clear();
      updates.add(whole);
      transaction.objectStore(NOTES).put(inSync, IN_SYNC);
    };
  });

/** See `ReplicaFile.keep`. */
export const keepWhole = async ({ doc, persistence }: OpenCopy, inSync: Uint8Array): Promise<boolean> => {
  const { db, synced } = persistence;
  return db !== null && synced && (await write(db, doc, inSync).catch(() => false));
};

/** See `ReplicaFile.isWhole`. */
export const isWhole = async (copy: OpenCopy): Promise<boolean> => {
  const { doc, persistence } = copy;
  const noted = persistence.synced && (await persistence.get(IN_SYNC).catch(() => null));
  return !copy.hasCome && String(noted) === String(Y.encodeStateVector(doc));
};
