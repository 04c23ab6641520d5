import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { makeBlobStore } from './blobs/blob-store.ts';
import { makeRelayClock } from './clock.ts';
import { type Demo, DemoNotEmpty, seedDemo } from './demo/seed-demo.ts';
import { MalformedBytes } from './inspector/index.ts';
import { CorruptLog, makeHighWaterFile, makeLogService } from './log/index.ts';
import { openKeyFile, parseKey } from './messages/key-file.ts';
import { makeHttpClient } from './notifiers/http-client.ts';
import { openOperatorDoor } from './operator/operator-door.ts';
import { makeRelay, type Relay } from './relay.ts';
import { type Storage, StorageFailure } from './storage/contract.ts';
import { openSqliteStorage } from './storage/sqlite.ts';

/** Everything the operator can set. This file alone reads the environment. */
interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly publicUrl: string | null;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  /** Encrypts secrets of messages at rest; null = the key file of the folder. */
  readonly messageKey: string | null;
  readonly json: boolean;
  readonly demo: boolean;
  /** The database came from a backup. */
  readonly restored: boolean;
  /** Print a one-time link for another device of the present owner. */
  readonly ownerLink: boolean;
}

/** What stops a start, in words for the operator. */
class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

const readPem = (name: string, path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new StartFailure(`${name}: cannot read ${path} (${String(cause)})`);
  }
};

const readTls = (env: NodeJS.ProcessEnv): Settings['tls'] => {
  const { TLS_CERT: cert, TLS_KEY: key } = env;
  if (!cert && !key) return null;
  if (!cert || !key) throw new StartFailure('TLS_CERT and TLS_KEY go together');
  const pair = { cert: readPem('TLS_CERT', cert), key: readPem('TLS_KEY', key) };
  try {
    createSecureContext(pair);
  } catch (cause) {
    throw new StartFailure(`TLS_CERT and TLS_KEY are no pair that can be used (${String(cause)})`);
  }
  return pair;
};

const readPublicUrl = (text: string | undefined): string | null => {
  if (!text) return null;
  try {
    return new URL(text).origin;
  } catch {
    throw new StartFailure(`PUBLIC_URL is no address: ${text}`);
  }
};

const readSettings = (env: NodeJS.ProcessEnv, args: readonly string[]): Settings => {
  const port = Number(env['PORT'] ?? '8787');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new StartFailure(`PORT is no port: ${env['PORT']}`);
  return {
    port,
    host: env['HOST'] ?? '127.0.0.1',
    dataDir: resolve(env['DATA_DIR'] ?? '.jieli'),
    publicUrl: readPublicUrl(env['PUBLIC_URL']),
    tls: readTls(env),
    messageKey: env['MESSAGE_KEY'] || null,
    json: args.includes('--json'),
    demo: args.includes('--demo'),
    restored: args.includes('--restored'),
    ownerLink: args.includes('--owner-link'),
  };
};

/** Makes a folder and those above it. Node's own recursive way never returns where the system refuses oddly (/proc). */
const makeFolder = (path: string): void => {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  // contacts and keys are in it
  mkdirSync(path, { mode: 0o700 });
};

const prepareFolder = (dataDir: string): void => {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK);
  } catch (cause) {
    throw new StartFailure(`DATA_DIR cannot be written: ${dataDir} (${String(cause)})`);
  }
};

const timers = {
  after: (delayMs: number, callback: () => void) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

const openStorage = async (dataDir: string): Promise<Storage> => {
  try {
    return await openSqliteStorage({ file: join(dataDir, 'relay.db') });
  } catch (cause) {
    if (!(cause instanceof StorageFailure)) throw cause;
    throw new StartFailure(
      `the database in ${dataDir} cannot be opened: ${cause.message || 'another relay has it open'}`,
    );
  }
};

const readMessageKey = ({ messageKey, dataDir }: Settings): Uint8Array => {
  const path = join(dataDir, 'message.key');
  try {
    return messageKey === null ? openKeyFile(path, randomBytes) : parseKey(messageKey);
  } catch (cause) {
    if (messageKey !== null) throw new StartFailure(`MESSAGE_KEY is no key (${String(cause)})`);
    throw new StartFailure(`the key of message secrets cannot be used: ${path} (${String(cause)})`);
  }
};

const openRelay = async (settings: Settings, storage: Storage): Promise<Relay> => {
  const clock = makeRelayClock({ wall: () => Date.now(), mono: () => performance.now() });
  const highWater = makeHighWaterFile(join(settings.dataDir, 'high-water'));
  const log = await makeLogService({ storage, clock, randomBytes, restored: settings.restored, highWater }).catch(
    (cause: unknown) => {
      if (!(cause instanceof CorruptLog || cause instanceof MalformedBytes)) throw cause;
      const dir = settings.dataDir;
      throw new StartFailure(
        `the data in ${dir} is damaged (${cause.message}); npm run relay:replay -- ${dir} says more. Put a backup in its place and start with --restored`,
      );
    },
  );
  return makeRelay({
    log,
    storage,
    dataDir: settings.dataDir,
    clientDir: fileURLToPath(new URL('../dist/client', import.meta.url)),
    publicUrl: settings.publicUrl,
    tls: settings.tls,
    timers,
    outside: {
      masterKey: readMessageKey(settings),
      http: makeHttpClient(),
      randomBytes,
      writeLog: (line) => console.error(line),
    },
    reportFault: (cause) => console.error(cause),
  });
};

const listen = async (relay: Relay, { port, host }: Settings): Promise<string> => {
  try {
    return await relay.listen(port, host);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new StartFailure(`port ${port} is in use; set PORT to another`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartFailure(`HOST is no address of this machine: ${host}`);
    if (code === 'EACCES') throw new StartFailure(`port ${port} may not be opened; set PORT above 1024`);
    throw cause;
  }
};

const ownerLinkOf = async (relay: Relay, url: string, isAsked: boolean): Promise<string | null> => {
  const hasOwner = Object.values(relay.company.org().members).some(({ role }) => role === 'owner');
  return hasOwner && !isAsked ? null : `${url}/join#${await relay.authn.makeOwnerLink()}`;
};

/** Fills an empty folder with the demo company; in one filled before, only its people are named again. */
const openDemo = async (storage: Storage, { dataDir }: Settings): Promise<Demo> => {
  console.error('Filling the demo company …');
  try {
    const blobs = makeBlobStore(join(dataDir, 'blobs'));
    return await seedDemo(storage, { randomBytes, nowMs: Date.now(), blobs, scratchDir: dataDir });
  } catch (cause) {
    if (!(cause instanceof DemoNotEmpty)) throw cause;
    throw new StartFailure(`--demo needs an empty DATA_DIR; ${dataDir} holds a company already`);
  }
};

const demoLinksOf = async (relay: Relay, url: string, { people }: Demo): Promise<Readonly<Record<string, string>>> => {
  const links: Record<string, string> = {};
  for (const [who, member] of Object.entries(people)) {
    links[who] = `${url}/join#${(await relay.authn.makeInvite(member)).secret}`;
  }
  return links;
};

const PEOPLE: Readonly<Record<string, string>> = { manager: '主管', rep: '销售', presales: '售前', marketing: '市场' };

const announce = (settings: Settings, said: Readonly<Record<string, unknown>>): void => {
  if (settings.json) {
    console.log(JSON.stringify(said));
    return;
  }
  console.log(`接力已启动：${said['url']}`);
  const link = said['ownerLink'];
  for (const [who, demoLink] of Object.entries((said['demoLinks'] ?? {}) as object)) {
    console.log(`${PEOPLE[who] ?? who}登录链接：${demoLink}`);
  }
  console.log(link ? `老板登录链接（只能用一次）：${link}` : '已经有老板账号。换手机登录：npm start -- --owner-link');
};

const start = async (): Promise<void> => {
  const settings = readSettings(process.env, process.argv.slice(2));
  prepareFolder(settings.dataDir);
  const storage = await openStorage(settings.dataDir);
  const demo = settings.demo ? await openDemo(storage, settings) : null;
  const relay = await openRelay(settings, storage);
  const url = await listen(relay, settings);
  const operatorDoor = await openOperatorDoor(relay.duties, settings.dataDir);
  const ownerLink = await ownerLinkOf(relay, url, settings.ownerLink || demo !== null);
  announce(settings, { url, ownerLink, ...(demo ? { demoLinks: await demoLinksOf(relay, url, demo) } : {}) });

  const stop = async (): Promise<void> => {
    operatorDoor.close();
    await relay.close();
    await storage.close();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
};

start().catch((cause: unknown) => {
  console.error(cause instanceof StartFailure ? cause.message : cause);
  process.exit(1);
});
