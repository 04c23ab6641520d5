import type { LocalStore, Write } from '../storage/contract.ts';

/**
 * A file is taken only when this much is left beside it: the last room of a device is for words, and what browsers
 * say of their quota is no help (browser facts §8). Written with the file and given free again.
 */
const RESERVE_BYTES = 1024 * 1024;
const RESERVE = { store: 'meta', key: 'reserve' } as const;

/** Writes bytes of files, all or nothing, leaving room for words. @throws StorageRefused, StaleGeneration */
export const keepWithRoom = async (store: LocalStore, generation: number, writes: readonly Write[]): Promise<void> => {
  await store.commit(generation, [...writes, { ...RESERVE, value: new Uint8Array(RESERVE_BYTES) }]);
  await store.commit(generation, [{ ...RESERVE, value: undefined }]);
};
