import type { SyncState } from '../../data/contract.ts';

/** One thing to say about syncing: the most pressing one. */
export type BadgeState =
  | { readonly kind: 'rejected'; readonly count: number }
  | { readonly kind: 'stale'; readonly sinceMs: number }
  | { readonly kind: 'offline'; readonly pending: number }
  | { readonly kind: 'pending'; readonly pending: number }
  | { readonly kind: 'clock'; readonly offsetMs: number }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'fetching' }
  | { readonly kind: 'synced' };

/** Unsynced work older than this is called stale. */
export const STALE_AFTER_MS = 24 * 3_600_000;
/** A clock is called wrong from here: below, deadlines read the same. */
export const CLOCK_WRONG_MS = 5 * 60_000;
/** So long after its start a page takes a line that is not there for one that is still being made. */
export const STARTING_MS = 3_000;

/**
 * What the badge says at `nowMs` (device clock). 已同步 only when nothing is pending and the relay is there:
 * everything written here has then been acknowledged as durable. `isFetching`: a device that has just joined is still
 * getting what it may read. `isStarting`: nobody has had the time to find out whether there is a line.
 */
export const badgeState = (
  sync: SyncState,
  nowMs: number,
  { isFetching = false, isStarting = false }: { readonly isFetching?: boolean; readonly isStarting?: boolean } = {},
): BadgeState => {
  const pending = sync.pending + sync.pendingUploads;
  if (sync.quarantined > 0) return { kind: 'rejected', count: sync.quarantined };
  if (sync.oldestPendingMs !== null && nowMs - sync.oldestPendingMs > STALE_AFTER_MS) {
    return { kind: 'stale', sinceMs: nowMs - sync.oldestPendingMs };
  }
  const isOffline = sync.connection === 'offline';
  if (isOffline && !isStarting) return { kind: 'offline', pending };
  if (pending > 0) return { kind: 'pending', pending };
  if (sync.clockOffsetMs !== null && Math.abs(sync.clockOffsetMs) >= CLOCK_WRONG_MS) {
    return { kind: 'clock', offsetMs: sync.clockOffsetMs };
  }
  if (isOffline || sync.connection === 'connecting') return { kind: 'connecting' };
  return isFetching ? { kind: 'fetching' } : { kind: 'synced' };
};
