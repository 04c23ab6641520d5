import type { Storage } from '../storage/contract.ts';

/** A storage that keeps what it is given in memory until `release` hands it all to the real one in one commit. */
export interface HeldStorage extends Storage {
  release(): Promise<void>;
}

/** @param target an empty storage */
export const holdStorage = (target: Storage): HeldStorage => {
  const rooms = new Set<string>();
  const segments: { room: string; bytes: Uint8Array }[] = [];
  const meta = new Map<string, string | null>();
  return {
    load: async () => {
      const kept = [...meta].filter((entry): entry is [string, string] => entry[1] !== null);
      return { meta: new Map(kept), rooms: [...rooms] };
    },
    commit: async (flush) => {
      for (const room of flush.rooms ?? []) rooms.add(room);
      segments.push(...(flush.segments ?? []));
      for (const [key, value] of flush.meta ?? []) meta.set(key, value);
    },
    segments: async (room) => segments.filter((segment) => segment.room === room).map(({ bytes }) => bytes),
    close: async () => undefined,
    release: () => target.commit({ rooms: [...rooms], segments, meta }),
  };
};
