import { appendFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Authn, makeAuthn } from './authn/authn.ts';
import { makeBlobStore } from './blobs/blob-store.ts';
import { makeUploads } from './blobs/uploads.ts';
import { makeCatalogue, ORG_ROOM } from './company/catalogue.ts';
import { type Company, makeCompany } from './company/company.ts';
import { makeContacts } from './contacts/contacts.ts';
import { makeRequestListener } from './http/request-listener.ts';
import { makeStaticFiles } from './http/static-files.ts';
import type { LogService } from './log/index.ts';
import { type Metrics, makeMetrics } from './metrics/metrics.ts';
import { makePresenceBoard } from './presence/presence-board.ts';
import { makeRuleHost, type RuleHost } from './rule-host/rule-host.ts';
import { openFrontDoor } from './session/front-door.ts';
import { type Hub, makeHub } from './session/hub.ts';
import type { SessionLimits, Timers } from './session/wire.ts';
import type { Storage } from './storage/contract.ts';

export interface RelayDeps {
  readonly log: LogService;
  readonly storage: Storage;
  /** For blobs, unfinished uploads and the reveal log. */
  readonly dataDir: string;
  readonly clientDir: string;
  readonly publicUrl: string | null;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly timers: Timers;
  readonly limits: SessionLimits;
  readonly reportFault: (cause: unknown) => void;
}

/** A relay, ready to listen. */
export interface Relay {
  readonly authn: Authn;
  readonly company: Company;
  readonly metrics: Metrics;
  readonly hub: Hub;
  readonly ruleHost: RuleHost;
  /** Resolves with the address people use. @throws what `listen` throws, e.g. the port is taken */
  listen(port: number, host: string): Promise<string>;
  /** Stops taking anything, finishes what is under way. The storage is the caller's. */
  close(): Promise<void>;
}

/** 64 KiB of unsent answers keep a line busy; 16 MiB of unsent commits is a reader that does not read. */
export const DEFAULT_LIMITS = { softBufferBytes: 512 * 1024, hardBufferBytes: 16 * 1024 * 1024 } as const;

const listening = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

/** Puts the relay's parts together on an open log. */
export const makeRelay = async (deps: RelayDeps): Promise<Relay> => {
  const { log, storage, timers } = deps;
  const metrics = makeMetrics();
  if (!log.rooms().includes(ORG_ROOM)) await log.createRoom(ORG_ROOM);
  const company = makeCompany(log);
  const catalogue = makeCatalogue(log, company);
  await catalogue.ensure();
  const { meta } = await storage.load();
  const authn = makeAuthn({ storage, meta, log, company });
  const blobs = makeBlobStore(join(deps.dataDir, 'blobs'));
  const ruleHost = makeRuleHost({ log, company, metrics, timers, findFile: blobs.find });
  const uploads = makeUploads({
    store: blobs,
    folder: join(deps.dataDir, 'uploads'),
    metrics,
    onStored: ruleHost.fileStored,
  });
  const revealLog = join(deps.dataDir, 'reveals.ndjson');
  const contacts = makeContacts({
    log,
    company,
    metrics,
    recordReveal: (reveal) => appendFile(revealLog, `${JSON.stringify(reveal)}\n`, { flush: true }),
  });
  const presence = makePresenceBoard((member) => company.org().members[member]?.name ?? '');
  const hub = makeHub({ log, company, catalogue, presence, metrics, timers, limits: deps.limits });
  metrics.gauge('jieli_sockets_open', () => hub.size);
  metrics.gauge('jieli_last_tick', () => log.lastTick());

  const scheme = deps.tls ? 'https' : 'http';
  const addressOf = (host: string | undefined): string => deps.publicUrl ?? `${scheme}://${host}`;
  const isOwnOrigin = (origin: string | undefined, host: string | undefined): boolean =>
    origin !== undefined && (origin === `${scheme}://${host}` || origin === deps.publicUrl);

  const listener = makeRequestListener({
    log,
    company,
    authn,
    contacts,
    blobs,
    uploads,
    metrics,
    isOwnOrigin,
    publicUrl: (request: IncomingMessage) => addressOf(request.headers.host),
    serveStatic: makeStaticFiles(deps.clientDir),
    reportFault: deps.reportFault,
  });
  const server = deps.tls ? createHttpsServer(deps.tls, listener) : createHttpServer(listener);
  const frontDoor = openFrontDoor({ server, hub, authn, metrics, isOwnOrigin });

  return {
    authn,
    company,
    metrics,
    hub,
    ruleHost,
    async listen(port, host) {
      const taken = await listening(server, port, host);
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
      return addressOf(`${shown}:${taken}`);
    },
    async close() {
      hub.close();
      frontDoor.close();
      ruleHost.close();
      company.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await log.close();
    },
  };
};
