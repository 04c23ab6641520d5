import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RelayFact } from '#rules';
import { mediaTypeOf } from '../../sync-relay/blobs/media-type.ts';
import { makeRelayClock } from '../../sync-relay/clock.ts';
import { makeContactDesk } from '../../sync-relay/contacts/contact-desk.ts';
import { makeAddressLimit } from '../../sync-relay/http/address-limit.ts';
import { makeApi } from '../../sync-relay/http/api.ts';
import { makeOriginCheck } from '../../sync-relay/http/origin.ts';
import { makeRequestListener } from '../../sync-relay/http/server.ts';
import { makeSessionGuard } from '../../sync-relay/http/session-guard.ts';
import { type Mark, makeLogService, type StoredRow } from '../../sync-relay/log/index.ts';
import { makeRelayCore, type RelayCore } from '../../sync-relay/relay-core.ts';
import type { StoredFile } from '../../sync-relay/rule-host/company-files.ts';
import { type Flush, type Storage, StorageFailure } from '../../sync-relay/storage/contract.ts';
import { type MemoryDisk, makeMemoryStorage } from '../../sync-relay/storage/memory.ts';
import type { Prng } from '../support/prng.ts';
import { type Counts, count, type Fault } from './faults.ts';
import type { VirtualTime } from './virtual-time.ts';

export const ORIGIN = 'http://relay';

/** What of the relay outlives a kill: database, files, and the mark that stands apart from the database. */
export interface RelayDisk {
  readonly database: MemoryDisk;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly mark: Mark;
}

const copyDatabase = (disk: MemoryDisk): MemoryDisk => ({
  meta: new Map(disk.meta),
  rooms: new Set(disk.rooms),
  segments: new Map([...disk.segments].map(([room, segments]) => [room, [...segments]])),
});

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Running {
  readonly core: RelayCore;
  readonly listener: ReturnType<typeof makeRequestListener>;
  alive: boolean;
  /** Open to the world; before that nothing is acknowledged to anybody. */
  serving: boolean;
}

export interface MachineDeps {
  readonly time: VirtualTime;
  readonly random: Prng;
  readonly faults: Counts<Fault>;
  /** Something the relay itself calls a fault of ours. */
  readonly report: (cause: unknown) => void;
  /** The process is gone: every socket with it. */
  readonly onDown: () => void;
  /** What the log holds, at the start and after each commit, in the order it came. */
  readonly onStored?: (rows: Iterable<StoredRow>, facts: Iterable<RelayFact>) => void;
}

/** The machine the relay runs on: the production relay over a disk, a clock and a power switch. */
export class RelayMachine {
  readonly #deps: MachineDeps;
  readonly files: Map<string, StoredFile>;
  #database: MemoryDisk;
  #mark: Mark;
  #backup: MemoryDisk | null = null;
  #running: Running | null = null;
  /** Requests under way, to be ended when the process is killed. */
  readonly #open = new Set<() => void>();
  /** Wall clock minus true time, ms. */
  wallError = 0;
  isStorageFailing = false;
  /** Kill the process at its next commit, before or after the commit is on disk. */
  killAt: 'before' | 'after' | null = null;

  constructor(deps: MachineDeps, disk: RelayDisk) {
    this.#deps = deps;
    this.#database = copyDatabase(disk.database);
    this.files = new Map(disk.files);
    this.#mark = disk.mark;
  }

  disk(): RelayDisk {
    return { database: copyDatabase(this.#database), files: new Map(this.files), mark: this.#mark };
  }

  /** Null while the relay is down. */
  core(): RelayCore | null {
    return this.#running?.core ?? null;
  }

  async start(restored = false): Promise<void> {
    if (this.#running !== null) return;
    const { time, random, report } = this.#deps;
    const running = { alive: true, serving: false } as { -readonly [Key in keyof Running]: Running[Key] };
    const bootedAt = time.now();
    const timers = {
      after: (ms: number, callback: () => void) => {
        const handle = time.setTimeout(() => (running.alive ? callback() : undefined), ms);
        return () => time.clear(handle);
      },
    };
    const storage = this.#storage(running);
    const bytes = random.fork();
    const log = await makeLogService({
      storage,
      clock: makeRelayClock({ wall: () => time.now() + this.wallError, mono: () => time.now() - bootedAt }),
      randomBytes: (size) => Uint8Array.from({ length: size }, () => bytes.int(256)),
      restored,
      highWater: {
        read: () => this.#mark,
        write: (mark) => {
          if (running.alive) this.#mark = mark;
        },
      },
    });
    const findFile = (hash: string) => this.files.get(hash) ?? null;
    const core = await makeRelayCore({ log, storage, timers, findFile, reportFault: report });
    if (!running.alive) return;
    const { authn, company, metrics } = core;
    running.core = core;
    const { onStored } = this.#deps;
    for (const room of log.rooms()) onStored?.(log.rows(room), log.facts(room));
    company.onChange((_change, { rows, facts }) => onStored?.(rows, facts));
    running.listener = makeRequestListener({
      log,
      metrics,
      report,
      api: makeApi({
        core,
        guard: makeSessionGuard(authn, makeOriginCheck(ORIGIN, false)),
        contacts: makeContactDesk({ log, company, storage, metrics }),
        limit: makeAddressLimit(() => log.now()),
        isSecure: false,
        publicUrl: () => ORIGIN,
        addressOf: () => 'virtual',
      }),
      // Files come another way here, and nobody looks at pages.
      blobs: () => Promise.resolve(false),
      links: () => Promise.resolve(false),
      files: () => Promise.resolve(false),
    });
    running.serving = true;
    this.#running = running;
  }

  #storage(running: Pick<Running, 'alive' | 'serving'>): Storage {
    const inner = makeMemoryStorage(this.#database);
    const { time, random, faults } = this.#deps;
    const delay = random.fork();
    const never = (): Promise<void> => new Promise(() => undefined);
    return {
      ...inner,
      commit: async (flush: Flush) => {
        if (!running.serving) return inner.commit(flush);
        await new Promise<void>((resolve) => time.setTimeout(() => resolve(), 1 + delay.int(4)));
        if (!running.alive) return never();
        if (this.isStorageFailing) {
          count(faults, 'relay storage failing');
          throw new StorageFailure('injected');
        }
        const kill = this.killAt;
        this.killAt = null;
        if (kill !== 'before') await inner.commit(flush);
        if (kill === null) return;
        count(faults, kill === 'before' ? 'relay killed, commit lost' : 'relay killed, commit kept');
        this.kill();
        return never();
      },
    };
  }

  /** `kill -9`: what was not committed is gone, nobody is told anything. */
  kill(): void {
    const running = this.#running;
    if (running === null) return;
    running.alive = false;
    this.#running = null;
    for (const end of [...this.#open]) end();
    this.#deps.onDown();
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    for (const end of [...this.#open]) end();
    const closed = running.core.close();
    this.#deps.onDown();
    await closed;
    running.alive = false;
  }

  /** An operator copies the database elsewhere and says so (S11). */
  async backUp(): Promise<void> {
    const core = this.core();
    if (core === null) return;
    const copy = copyDatabase(this.#database);
    const tick = core.log.lastTick();
    this.#backup = copy;
    await core.backup.announce(tick).catch((cause: unknown) => {
      if (!(cause instanceof StorageFailure)) throw cause;
    });
  }
  hasBackup(): boolean {
    return this.#backup !== null;
  }

  /** The disk is lost and replaced by the last backup. `isSaid`: the operator says so at the start. */
  async restore(isSaid: boolean): Promise<void> {
    if (this.#backup === null) return;
    this.kill();
    this.#database = copyDatabase(this.#backup);
    await this.start(isSaid);
  }

  /** What the operator does after looking: ends a recovery, accepts the clock. */
  async calm(): Promise<void> {
    const core = this.core();
    if (core === null) return;
    if (core.log.health() === 'recovering') await core.log.endRecovery();
    if (core.log.health() === 'clockJumped') core.log.confirmClock();
    await core.ruleHost.settle();
  }

  /** A file arrives whole: judged by its bytes, stored, attested. */
  async storeFile(bytes: Uint8Array, sha256: string): Promise<'stored' | 'refused'> {
    const core = this.core();
    if (core === null) throw new TypeError('no relay');
    const mediaType = mediaTypeOf(bytes);
    const isWhole = createHash('sha256').update(bytes).digest('hex') === sha256;
    if (mediaType === null || !isWhole) return 'refused';
    // Nobody reads a file in these histories.
    this.files.set(sha256, { mediaType, size: bytes.length, uploaders: [] });
    await core.ruleHost.fileStored(sha256 as never);
    return 'stored';
  }

  /** One HTTP request. Rejects when the relay is down or goes down meanwhile. */
  request(method: string, path: string, headers: Readonly<Record<string, string>>, body: string): Promise<HttpAnswer> {
    const running = this.#running;
    if (running === null) return Promise.reject(new TypeError('connection refused'));
    return new Promise<HttpAnswer>((resolve, reject) => {
      const end = (): void => {
        this.#open.delete(end);
        reject(new TypeError('connection reset'));
      };
      this.#open.add(end);
      const request = {
        method,
        url: path,
        complete: true,
        headers: { ...headers, origin: ORIGIN, host: 'relay' },
        socket: { remoteAddress: '192.0.2.1' },
        on: () => request,
        async *[Symbol.asyncIterator]() {
          yield Buffer.from(body);
        },
      };
      const sent: Record<string, string> = {};
      let status = 0;
      const response = {
        headersSent: false,
        setHeader: (name: string, value: string) => {
          sent[name.toLowerCase()] = value;
        },
        writeHead: (code: number) => {
          status = code;
          response.headersSent = true;
        },
        end: (text = '') => {
          this.#open.delete(end);
          resolve({ status, headers: sent, body: text });
        },
        destroy: end,
      };
      running.listener(request as unknown as IncomingMessage, response as unknown as ServerResponse as never);
    });
  }
}
