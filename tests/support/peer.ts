import { randomBytes as secureBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Decide } from '#rules';
import type { Clocks } from '../../client/data/clock/device-clock.ts';
import type { DeviceKeys, Platform, SocketLike, Timers } from '../../client/data/platform.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../client/data/replica/memory-store.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStore } from '../../client/data/storage/memory.ts';
import { DataCore } from '../../client/data/worker/core.ts';
import type { Extras, ExtrasContext, LaterParts } from '../../client/data/worker/core-deps.ts';
import { atOnce, type Later } from '../../client/data/worker/later.ts';
import { makeLaterParts, type ScratchKeeping } from '../../client/data/worker/later-parts.ts';
import type { MakeReadModels } from '../../client/data/worker/read-models.ts';
import { realTimers } from './real-timers.ts';

/** The real client of one device under Node: what a browser gives it comes in through these. */
export interface PeerOptions {
  /** Origin of the relay, e.g. `http://127.0.0.1:4000`. */
  readonly relayUrl: string;
  readonly decide: Decide;
  readonly makeReadModels: MakeReadModels;
  readonly makeExtras: (context: ExtrasContext) => Extras;
  /** How what comes behind the first screen comes; default: it is there at once. */
  readonly later?: (parts: LaterParts) => Later<LaterParts>;
  /** What survives a kill; give the same again to start where it stopped. */
  readonly disk?: PeerDisk;
  readonly clocks?: Clocks;
  readonly timers?: Timers;
  readonly randomBytes?: (count: number) => Uint8Array;
  readonly fetch?: Platform['fetch'];
  readonly openSocket?: Platform['openSocket'];
  readonly makeKeys?: Platform['makeKeys'];
  readonly sleep?: Platform['sleep'];
  /** Default: nothing is tidied. */
  readonly scratch?: ScratchKeeping;
  /** Default: replicas in memory, on the disk given. */
  readonly replicas?: Platform['replicas'];
}

export interface PeerDisk {
  readonly store: MemoryDisk;
  readonly replicas: ReplicaDisk;
  /** Cookies, as a browser would keep them. */
  readonly cookies: Map<string, string>;
}

export const makePeerDisk = (): PeerDisk => ({ store: makeMemoryDisk(), replicas: new Map(), cookies: new Map() });

/** Another device's disk that holds the same: a clone, or the same device at another time. */
export const copyOfDisk = (disk: PeerDisk): PeerDisk => {
  const copy = makePeerDisk();
  for (const [name, store] of disk.store.stores)
    for (const [key, value] of store) copy.store.stores.get(name)?.set(key, value);
  for (const [room, updates] of disk.replicas) copy.replicas.set(room, [...updates]);
  for (const [name, value] of disk.cookies) copy.cookies.set(name, value);
  return copy;
};

/** One device: the production data layer, with a line that can be cut. */
export interface Peer {
  readonly core: DataCore;
  readonly disk: PeerDisk;
  /** Cuts the line; what is under way is lost. */
  goOffline(): void;
  goOnline(): void;
  /** Ends the process without any goodbye; nothing later reaches the disk. */
  kill(): void;
  stop(): Promise<void>;
}

/** Equal on devices that hold the same rows; null where nobody is signed in. */
export const digestOf = (core: DataCore): string | null => core.workspace()?.fold().digest() ?? null;

const realClocks = (): Clocks => ({
  boot: secureBytes(9).toString('base64url'),
  wall: () => Date.now(),
  mono: () => performance.now(),
});

const realKeys = async (): Promise<DeviceKeys> => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return { publicKey: await crypto.subtle.exportKey('jwk', pair.publicKey), pair };
};

/** fetch as a page of that origin does it: Origin header, cookies kept and sent. */
export const originFetch =
  (relayUrl: string, cookies: Map<string, string>): Platform['fetch'] =>
  async (path, init) => {
    const headers = new Headers(init.headers);
    headers.set('origin', relayUrl);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(path, relayUrl), { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      const at = pair?.indexOf('=') ?? -1;
      if (pair !== undefined && at > 0) cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };

export const originSocket =
  (relayUrl: string): Platform['openSocket'] =>
  (protocols) =>
    new WebSocket(new URL('/mux', relayUrl.replace(/^http/, 'ws')), [...protocols], {
      origin: relayUrl,
    }) as unknown as SocketLike;

// Every y-websocket provider listens for the end of the process; a peer has one per room.
process.setMaxListeners(0);

/** Starts the real client under Node; resolves when it has loaded what its disk kept. */
export const makePeer = async (options: PeerOptions): Promise<Peer> => {
  const disk = options.disk ?? makePeerDisk();
  const send = options.fetch ?? originFetch(options.relayUrl, disk.cookies);
  const connect = options.openSocket ?? originSocket(options.relayUrl);
  const store = makeMemoryStore(disk.store);
  let online = true;
  let alive = true;
  const platform: Platform = {
    store,
    replicas: options.replicas ?? makeMemoryReplicas(disk.replicas),
    clocks: options.clocks ?? realClocks(),
    timers: {
      after: (ms, callback) => (options.timers ?? realTimers).after(ms, () => (alive ? callback() : undefined)),
    },
    randomBytes: options.randomBytes ?? ((count) => secureBytes(count)),
    fetch: (path, init) => (online && alive ? send(path, init) : Promise.reject(new TypeError('no network'))),
    openSocket: connect,
    makeKeys: options.makeKeys ?? realKeys,
    ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
  };
  const core = new DataCore({
    platform,
    later: (options.later ?? atOnce)(makeLaterParts(options.decide, options.makeExtras, undefined, options.scratch)),
    makeReadModels: options.makeReadModels,
    build: 'peer',
    onlineOnly: false,
    onStale: () => undefined,
  });
  await core.start();
  return {
    core,
    disk,
    goOffline: () => {
      online = false;
      core.lost();
    },
    goOnline: () => {
      online = true;
      core.kick();
    },
    kill: () => {
      alive = false;
      online = false;
      store.close();
      core.lost();
    },
    stop: () => core.stop(),
  };
};
