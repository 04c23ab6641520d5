import type { SyncState } from '../contract.ts';

/** Sync state of a device nobody is signed in on, or whose data cannot be reached. */
export const NOT_SYNCING: SyncState = {
  connection: 'offline',
  pending: 0,
  pendingUploads: 0,
  oldestPendingMs: null,
  quarantined: 0,
  clockOffsetMs: null,
  lastSyncMs: null,
  problem: null,
};
