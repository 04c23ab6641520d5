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
import { makeLinkRoutes } from './http/link-routes.ts';
import { makeOriginCheck } from './http/origin.ts';
import { makeRequestListener, makeServer, type TlsPair } from './http/server.ts';
import { makeSessionGuard, SESSION_COOKIE } from './http/session-guard.ts';
import { makeStaticFiles } from './http/static-files.ts';
import { makeLinkActs } from './links/link-acts.ts';
import { makeMemberHand } from './links/member-hand.ts';
import type { LogService } from './log/index.ts';
import type { OutsideDeps } from './messages/messages.ts';
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
  /** How messages leave; without it none do. */
  readonly outside?: Omit<OutsideDeps, 'publicUrl'>;
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

/** Where people open the app; empty until the relay listens, unless it was given. */
interface OwnAddress {
  url: string;
}

/** Pages behind links in messages; none without messages. */
const makeLinks = ({ messages, log, company, catalogue, metrics }: RelayCore, own: OwnAddress) => {
  if (messages === null) return async () => false;
  const hand = makeMemberHand({ log, company, catalogue, metrics });
  const acts = makeLinkActs({ log, company, tokens: messages.links, hand });
  return makeLinkRoutes({ acts, company, now: () => log.now(), publicUrl: () => own.url });
};

/** Network side of a core: HTTP, files, sockets. */
const makeNetwork = async (
  deps: RelayDeps,
  core: RelayCore,
  store: ReturnType<typeof makeBlobStore>,
  own: OwnAddress,
) => {
  const { authn, company, log, metrics, ruleHost, storage, hub } = core;
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
      isSecure: deps.tls !== null || own.url.startsWith('https:'),
      publicUrl: () => own.url,
    }),
    blobs: makeBlobRoutes({ core, guard, store, uploads }),
    links: makeLinks(core, own),
    files: makeStaticFiles([deps.clientDir, join(deps.clientDir, '../previous')]),
  });
  const server = makeServer(deps.tls, listener);
  const frontDoor = openFrontDoor({ server, hub, authn, metrics, timers: deps.timers, isOwnOrigin });
  return {
    async listen(port: number, host: string): Promise<string> {
      const taken = await listening(server, port, host);
      own.url ||= localAddress(host, taken, deps.tls !== null);
      return own.url;
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
  const { log, storage, timers, limits, outside } = deps;
  const own: OwnAddress = { url: deps.publicUrl ?? '' };
  const store = makeBlobStore(join(deps.dataDir, 'blobs'));
  const core = await makeRelayCore({
    log,
    storage,
    timers,
    findFile: store.find,
    reportFault: deps.reportFault,
    ...(limits === undefined ? {} : { limits }),
    ...(outside === undefined ? {} : { outside: { ...outside, publicUrl: () => own.url } }),
  });
  const network = await makeNetwork(deps, core, store, own);
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
