import { newIdFrom } from '../ids/new-id.ts';
import type { DeviceKeys, Platform, SocketLike, Timers } from '../platform.ts';
import { makeIndexedDbReplicas } from '../replica/indexed-db-store.ts';
import { StorageRefused } from '../storage/contract.ts';
import { openIndexedDbStore } from '../storage/indexed-db.ts';
import { deviceSleep } from './device-sleep.ts';

const DATABASE = 'jieli';

const browserTimers: Timers = {
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

const makeKeys = async (): Promise<DeviceKeys> => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return { publicKey: await crypto.subtle.exportKey('jwk', pair.publicKey), pair };
};

const muxUrl = (origin: string): string => `${origin.replace(/^http/, 'ws')}/mux`;

/**
 * What a browser's worker offers. Without IndexedDB (private mode, disabled) everything is kept in memory only and
 * `onlineOnly` says so. `isOutboxBusy` lets the replicas give way to saves.
 */
export const openBrowserPlatform = async (
  isOutboxBusy: () => boolean,
): Promise<{ readonly platform: Platform; readonly onlineOnly: boolean }> => {
  const common = {
    clocks: { boot: newIdFrom(randomBytes), wall: () => Date.now(), mono: () => performance.now() },
    timers: browserTimers,
    randomBytes,
    fetch: (path: string, init: RequestInit) => fetch(path, init),
    openSocket: (protocols: readonly string[]) =>
      new WebSocket(muxUrl(location.origin), [...protocols]) as unknown as SocketLike,
    makeKeys,
    sleep: deviceSleep,
  };
  try {
    const store = await openIndexedDbStore(DATABASE);
    const replicas = makeIndexedDbReplicas(`${DATABASE}-rooms`, browserTimers, isOutboxBusy);
    return { platform: { ...common, store, replicas }, onlineOnly: false };
  } catch (error) {
    if (!(error instanceof StorageRefused)) throw error;
    const { makeMemoryStore } = await import('../storage/memory.ts');
    const { makeMemoryReplicas } = await import('../replica/memory-store.ts');
    return { platform: { ...common, store: makeMemoryStore(), replicas: makeMemoryReplicas() }, onlineOnly: true };
  }
};
