import type { Evidence } from '#rules';
import type { LocalStore } from '../storage/contract.ts';

/** A file waiting on this device; deleted once the relay has it. */
export interface QueuedFile {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly documentType: Evidence['documentType'];
  readonly state: 'waiting' | 'refused';
}

/** A file that is on this device only. */
export interface UnsentFile extends Omit<QueuedFile, 'state'> {
  readonly sha256: string;
}

/** Every file the relay does not have, with its bytes. */
export const unsentFiles = async (store: LocalStore): Promise<readonly UnsentFile[]> =>
  (await store.entries('blobs')).map(([sha256, value]) => {
    const { name, documentType, bytes } = value as QueuedFile;
    return { sha256, name, documentType, bytes };
  });
