import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRelayClock } from '../../../sync-relay/clock.ts';
import { type LogService, makeHighWaterFile, makeLogService } from '../../../sync-relay/log/index.ts';
import { makeRelay, type Relay } from '../../../sync-relay/relay.ts';
import { openSqliteStorage } from '../../../sync-relay/storage/sqlite.ts';
import { realTimers } from '../../support/real-timers.ts';

/** The production relay on SQLite in a folder of its own, on a port it keeps over restarts. */
export interface TestRelay {
  readonly url: string;
  readonly dataDir: string;
  relay(): Relay;
  log(): LogService;
  stop(): Promise<void>;
  start(options?: { readonly restored?: boolean }): Promise<void>;
  remove(): Promise<void>;
}

export const startTestRelay = async (): Promise<TestRelay> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'jieli-relay-'));
  let running: { relay: Relay; log: LogService; close: () => Promise<void> } | null = null;
  let port = 0;
  let url = '';
  const start = async (options: { readonly restored?: boolean } = {}): Promise<void> => {
    const storage = await openSqliteStorage({ file: join(dataDir, 'relay.db') });
    const log = await makeLogService({
      storage,
      clock: makeRelayClock({ wall: () => Date.now(), mono: () => performance.now() }),
      randomBytes,
      restored: options.restored ?? false,
      highWater: makeHighWaterFile(join(dataDir, 'high-water')),
    });
    const relay = await makeRelay({
      log,
      storage,
      dataDir,
      clientDir: join(dataDir, 'no-client'),
      publicUrl: null,
      tls: null,
      timers: realTimers,
      reportFault: (cause) => console.error(cause),
    });
    url = await relay.listen(port, '127.0.0.1');
    port = Number(new URL(url).port);
    running = {
      relay,
      log,
      close: async () => {
        await relay.close();
        await storage.close();
      },
    };
  };
  const stop = async (): Promise<void> => {
    const before = running;
    running = null;
    await before?.close();
  };
  const live = (): NonNullable<typeof running> => {
    if (running === null) throw new Error('the relay is not running');
    return running;
  };
  await start();
  return {
    url,
    dataDir,
    relay: () => live().relay,
    log: () => live().log,
    stop,
    start,
    remove: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
