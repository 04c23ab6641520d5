import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeBlobStore } from './blobs/blob-store.ts';
import { makeUploads } from './blobs/uploads.ts';
import { makeContactDesk } from './contacts/contact-desk.ts';
import { makeAddressLimit, makeAddressOf } from './http/address-limit.ts';
import { makeApi } from './http/api.ts';
import { makeBlobRoutes } from './http/blob-routes.ts';
import { cookieFrom } from './http/exchange.ts';
import { makeOriginCheck } from './http/origin.ts';
import { makeRequestListener, makeServer, type TlsPair } from './http/server.ts';
import { makeSessionGuard, SESSION_COOKIE } from './http/session-guard.ts';
import { makeStaticFiles } from './http/static-files.ts';
import type { LogService } from './log/index.ts';
import { makeRelayCore, type RelayCore } from './relay-core.ts';
import { openFrontDoor } from './session/front-door.ts';
import type { SessionLimits, Timers } from './session/wire.ts';
import type { Storage } from './storage/contract.ts';

export { DEFAULT_LIMITS } from './relay-core.ts';

export interface RelayDeps {
  readonly log: LogService;
  readonly storage: Storage;
  /** For files people attach and unfinished uploads. */
  readonly dataDir: string;
  /** The built client; the build before it is looked for beside it, in `previous`. */
  readonly clientDir: string;
  /** Address people open when it is not the one listened on. */
  readonly publicUrl: string | null;
  readonly tls: TlsPair | null;
  readonly timers: Timers;
  readonly limits?: SessionLimits;
  /** Told of faults of ours; the asker gets a generic answer. */
  readonly reportFault: (cause: unknown) => void;
}

/** A relay, ready to listen. */
export interface Relay extends Omit<RelayCore, 'close'> {
  /** Resolves with the address people use. @throws what `listen` throws, e.g. the port is taken */
  listen(port: number, host: string): Promise<string>;
  /** Stops taking anything, finishes what is under way. The storage is the caller's. */
  close(): Promise<void>;
}

const listening = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const localAddress = (host: string, port: number, isSecure: boolean): string => {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${isSecure ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

/** Network side of a core: HTTP, files, sockets. `urlOf` answers once it listens. */
const makeNetwork = async (deps: RelayDeps, core: RelayCore, store: ReturnType<typeof makeBlobStore>) => {
  const { authn, company, log, metrics, ruleHost, storage, hub } = core;
  let url = deps.publicUrl ?? '';
  const isOwnOrigin = makeOriginCheck(deps.publicUrl, deps.tls !== null);
  const guard = makeSessionGuard(authn, isOwnOrigin);
  const uploads = makeUploads({
    folder: join(deps.dataDir, 'uploads'),
    store,
    metrics,
    stored: (hash) => ruleHost.fileStored(hash),
    memberOf: (cookies) => authn.session(cookieFrom(cookies, SESSION_COOKIE) ?? '')?.member ?? null,
  });
  await uploads.finishLeftOver();
  const listener = makeRequestListener({
    log,
    metrics,
    report: deps.reportFault,
    api: makeApi({
      core,
      guard,
      contacts: makeContactDesk({ log, company, storage, metrics }),
      limit: makeAddressLimit(() => log.now()),
      addressOf: makeAddressOf(deps.publicUrl !== null),
      isSecure: deps.tls !== null || url.startsWith('https:'),
      publicUrl: () => url,
    }),
    blobs: makeBlobRoutes({ core, guard, store, uploads }),
    files: makeStaticFiles([deps.clientDir, join(deps.clientDir, '../previous')]),
  });
  const server = makeServer(deps.tls, listener);
  const frontDoor = openFrontDoor({ server, hub, authn, metrics, timers: deps.timers, isOwnOrigin });
  return {
    async listen(port: number, host: string): Promise<string> {
      const taken = await listening(server, port, host);
      url ||= localAddress(host, taken, deps.tls !== null);
      return url;
    },
    async close(): Promise<void> {
      frontDoor.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

/** Puts the relay's parts together on an open log. @throws StorageFailure */
export const makeRelay = async (deps: RelayDeps): Promise<Relay> => {
  const { log, storage, timers, limits } = deps;
  const store = makeBlobStore(join(deps.dataDir, 'blobs'));
  const core = await makeRelayCore({
    log,
    storage,
    timers,
    findFile: store.find,
    reportFault: deps.reportFault,
    ...(limits === undefined ? {} : { limits }),
  });
  const network = await makeNetwork(deps, core, store);
  return {
    ...core,
    listen: network.listen,
    async close() {
      core.hub.close();
      await network.close();
      await core.close();
    },
  };
};
