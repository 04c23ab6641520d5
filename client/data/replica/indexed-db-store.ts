import { clearDocument, IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { ReplicaFile, ReplicaStore, Timers } from '../platform.ts';

/** How long updates wait for company before they are written, ms. */
const GATHER_MS = 250;
/** A copy that is not read by then (damaged, blocked) is done without: the relay has all of it. */
const LONGEST_LOAD_MS = 10_000;

/** Where y-indexeddb keeps a document. */
const UPDATES = 'updates';

/** Parts of y-indexeddb 9.0.12 without a public name; a test asserts that they are there. */
interface Internals {
  readonly _db: Promise<unknown>;
  readonly _storeUpdate: (update: Uint8Array, origin: unknown) => void;
}

/**
 * y-indexeddb, one database per room, but written in batches and only while no outbox commit is under way: all
 * databases of an origin share one flush, so an eager cache would multiply the wait of a save (browser facts §2).
 */
export const makeIndexedDbReplicas = (prefix: string, timers: Timers, isOutboxBusy: () => boolean): ReplicaStore => {
  const nameOf = (room: string): string => `${prefix}/${room}`;
  const open = (room: string, doc: Y.Doc): ReplicaFile => {
    const persistence = new IndexeddbPersistence(nameOf(room), doc);
    const { _db: opened, _storeUpdate: store } = persistence as unknown as Internals;
    doc.off('update', store);
    let gathered: Uint8Array[] = [];
    /** How many updates came since it was loaded, and of how many it is known that they are on disk. */
    let came = 0;
    let kept = 0;
    let cancel: (() => void) | null = null;
    const flush = (): void => {
      cancel = null;
      if (gathered.length === 0) return;
      if (isOutboxBusy()) {
        cancel = timers.after(GATHER_MS, flush);
        return;
      }
      const update = Y.mergeUpdates(gathered);
      gathered = [];
      try {
        store(update, null);
      } catch {
        // The connection was closed behind our back: what is missing here the relay sends again at the next start.
      }
    };
    const gather = (update: Uint8Array, origin: unknown): void => {
      if (origin === persistence) return;
      came += 1;
      gathered.push(update);
      cancel ??= timers.after(GATHER_MS, flush);
    };
    doc.on('update', gather);
    const whenLoaded = new Promise<void>((resolve) => {
      const cancelLimit = timers.after(LONGEST_LOAD_MS, resolve);
      const done = (): void => {
        cancelLimit();
        resolve();
      };
      void persistence.whenSynced.then(done);
      opened.catch(done);
    });
    /** One piece in place of all there is: the one way to know that everything that came is on disk. */
    const writeWhole = (db: IDBDatabase): Promise<boolean> =>
      new Promise((resolve) => {
        const transaction = db.transaction(UPDATES, 'readwrite');
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
        const updates = transaction.objectStore(UPDATES);
        const all = updates.getAll();
        all.onsuccess = () => {
          // With what another owner of the data has written since this one read it.
          const whole = Y.mergeUpdates([...(all.result as readonly Uint8Array[]), Y.encodeStateAsUpdate(doc)]);
          updates.clear();
          updates.add(whole);
        };
      });
    const keep = async (): Promise<boolean> => {
      while (isOutboxBusy()) await new Promise<void>((resolve) => timers.after(GATHER_MS, resolve));
      const { db, synced } = persistence;
      if (db === null || !synced) return false;
      if (kept === came) return true;
      const all = came;
      if (!(await writeWhole(db).catch(() => false))) return false;
      kept = all;
      return true;
    };
    return {
      whenLoaded,
      keep,
      close: async () => {
        doc.off('update', gather);
        cancel?.();
        await persistence.destroy().catch(() => undefined);
      },
    };
  };
  return {
    open,
    delete: (room) => clearDocument(nameOf(room)),
    wipe: async () => {
      for (const { name } of await indexedDB.databases()) {
        if (name?.startsWith(`${prefix}/`)) await clearDocument(name);
      }
    },
  };
};
