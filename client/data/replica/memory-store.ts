import * as Y from 'yjs';
import type { ReplicaStore } from '../platform.ts';
import { CopyChanged } from './copy-changed.ts';

/** Replica updates per room, and under `noteOf` it the state that was in sync; outliving the process that wrote them. */
export type ReplicaDisk = Map<string, Uint8Array[]>;

const noteOf = (room: string): string => `${room} in sync`;

/** Replicas without a browser. */
export const makeMemoryReplicas = (disk: ReplicaDisk = new Map()): ReplicaStore => ({
  open: (room, doc) => {
    const updates = disk.get(room) ?? [];
    disk.set(room, updates);
    const file = {};
    let hasCome = false;
    const gather = (update: Uint8Array, origin: unknown): void => {
      if (origin === file) return;
      hasCome = true;
      updates.push(update);
    };
    doc.on('update', gather);
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
      keep: (inSync) => {
        disk.set(noteOf(room), [inSync]);
        return Promise.resolve(true);
      },
      isWhole: () => {
        const [noted] = disk.get(noteOf(room)) ?? [];
        return Promise.resolve(!hasCome && String(noted) === String(Y.encodeStateVector(doc)));
      },
      close: () => {
        doc.off('update', gather);
        return Promise.resolve();
      },
    };
  },
  append: (room, update, from, inSync) => {
    const copy = disk.get(room);
    const [noted] = disk.get(noteOf(room)) ?? [];
    if (copy === undefined || String(noted) !== String(from)) return Promise.reject(new CopyChanged(room));
    copy.push(update);
    disk.set(noteOf(room), [inSync]);
    return Promise.resolve(true);
  },
  since: (room, piece) => {
    const copy = disk.get(room) ?? null;
    const [inSync = null] = disk.get(noteOf(room)) ?? [];
    return Promise.resolve(copy && { pieces: copy.slice(piece), last: copy.length, inSync, copy: null });
  },
  delete: (room) => {
    disk.delete(room);
    disk.delete(noteOf(room));
    return Promise.resolve();
  },
  wipe: (isKept) => {
    for (const key of [...disk.keys()]) if (!isKept?.(key.split(' ', 1)[0] ?? '')) disk.delete(key);
    return Promise.resolve();
  },
});
