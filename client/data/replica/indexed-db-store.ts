import { clearDocument, IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { ReplicaFile, ReplicaStore, Timers } from '../platform.ts';

/** How long updates wait for company before they are written, ms. */
const GATHER_MS = 250;
/** A copy that is not read by then (damaged, blocked) is done without: the relay has all of it. */
const LONGEST_LOAD_MS = 10_000;

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
  const start = `${prefix}/`;
  const nameOf = (room: string): string => start + room;
  /** Behind the first screen, as all that lets rooms rest; a save goes first. */
  const whole = async () => {
    while (isOutboxBusy()) await new Promise<void>((resolve) => timers.after(GATHER_MS, resolve));
    return import('./whole-copy.ts');
  };
  const open = (room: string, doc: Y.Doc): ReplicaFile => {
    const persistence = new IndexeddbPersistence(nameOf(room), doc);
    const { _db: opened, _storeUpdate: store } = persistence as unknown as Internals;
    doc.off('update', store);
    let gathered: Uint8Array[] = [];
    const copy = { doc, persistence, hasCome: false };
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
      copy.hasCome = true;
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
    return {
      whenLoaded,
      keep: async (inSync) => (await whole()).keepWhole(copy, inSync),
      isWhole: async () => (await whole()).isWhole(copy),
      close: async () => {
        doc.off('update', gather);
        cancel?.();
        await persistence.destroy().catch(() => undefined);
      },
    };
  };
  return {
    open,
    append: async (room, update, from, inSync) => (await whole()).appendTo(nameOf(room), { update, from, inSync }),
    since: async (room, piece) => (await whole()).readSince(nameOf(room), piece),
    delete: (room) => clearDocument(nameOf(room)),
    wipe: async (isKept) => {
      for (const { name } of await indexedDB.databases()) {
        if (name?.startsWith(start) && !isKept?.(name.slice(start.length))) await clearDocument(name);
      }
    },
  };
};
