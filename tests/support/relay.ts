import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRelayClock, type RelayClock } from '../../sync-relay/clock.ts';
import { type LogService, makeLogService } from '../../sync-relay/log/index.ts';
import { makeRelay, type Relay, type RelayDeps } from '../../sync-relay/relay.ts';
import type { Storage } from '../../sync-relay/storage/contract.ts';
import { makeMemoryStorage } from '../../sync-relay/storage/memory.ts';
import { realTimers } from './real-timers.ts';

/** The production relay in this process, on a free port, by default with memory storage. */
export interface InProcessRelay {
  readonly relay: Relay;
  readonly log: LogService;
  readonly url: string;
  readonly dataDir: string;
  /** Closes it and removes its folder. */
  stop(): Promise<void>;
}

export interface InProcessOptions {
  readonly storage?: Storage;
  readonly clock?: RelayClock;
  readonly restored?: boolean;
  readonly deps?: Partial<RelayDeps>;
  /** Default: any free one. */
  readonly port?: number;
}

export const openRelay = async (options: InProcessOptions = {}): Promise<InProcessRelay> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'jieli-relay-'));
  const storage = options.storage ?? makeMemoryStorage();
  const clock = options.clock ?? makeRelayClock({ wall: () => Date.now(), mono: () => performance.now() });
  const log = await makeLogService({ storage, clock, randomBytes, restored: options.restored ?? false });
  const relay = await makeRelay({
    log,
    storage,
    dataDir,
    clientDir: join(dataDir, 'client'),
    publicUrl: null,
    tls: null,
    timers: realTimers,
    reportFault: (cause) => console.error(cause),
    ...options.deps,
  });
  const url = await relay.listen(options.port ?? 0, '127.0.0.1');
  return {
    relay,
    log,
    url,
    dataDir,
    async stop() {
      await relay.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
