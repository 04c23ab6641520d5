import * as Y from 'yjs';
import type { ReplicaStore } from '../platform.ts';

/** Replica updates per room, outliving the process that wrote them. */
export type ReplicaDisk = Map<string, Uint8Array[]>;

/** Replicas without a browser. */
export const makeMemoryReplicas = (disk: ReplicaDisk = new Map()): ReplicaStore => ({
  open: (room, doc) => {
    const updates = disk.get(room) ?? [];
    disk.set(room, updates);
    const file = {};
    const keep = (update: Uint8Array, origin: unknown): void => {
      if (origin !== file) updates.push(update);
    };
    doc.on('update', keep);
    const whenLoaded = Promise.resolve().then(() =>
      Y.transact(
        doc,
        () => {
          for (const update of updates) Y.applyUpdate(doc, update, file);
        },
        file,
        false,
      ),
    );
    return {
      whenLoaded,
      keep: () => Promise.resolve(true),
      close: () => {
        doc.off('update', keep);
        return Promise.resolve();
      },
    };
  },
  delete: (room) => {
    disk.delete(room);
    return Promise.resolve();
  },
  wipe: () => {
    disk.clear();
    return Promise.resolve();
  },
});
