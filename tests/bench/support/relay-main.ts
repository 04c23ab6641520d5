/**
 * The relay as `npm start` composes it, on SQLite in a process of its own, with two differences a measurement needs:
 * the messages a device may send per second are given (a writer of the throughput row stands for many devices), and
 * it answers over IPC what it used of the machine. Arguments: data folder, messages per second.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { makeRelayClock } from '../../../sync-relay/clock.ts';
import { makeHighWaterFile, makeLogService } from '../../../sync-relay/log/index.ts';
import { DEFAULT_LIMITS, makeRelay } from '../../../sync-relay/relay.ts';
import { DATABASE_FILE } from '../../../sync-relay/storage/contract.ts';
import { openSqliteStorage } from '../../../sync-relay/storage/sqlite.ts';

const [dataDir = '.', messages = '20'] = process.argv.slice(2);
const messagesPerSecond = Number(messages);
const storage = await openSqliteStorage({ file: join(dataDir, DATABASE_FILE) });
const log = await makeLogService({
  storage,
  clock: makeRelayClock({ wall: () => Date.now(), mono: () => performance.now() }),
  randomBytes,
  highWater: makeHighWaterFile(join(dataDir, 'high-water')),
});
const relay = await makeRelay({
  log,
  storage,
  dataDir,
  clientDir: fileURLToPath(new URL('../../../dist/client', import.meta.url)),
  publicUrl: null,
  tls: null,
  timers: {
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  },
  limits: {
    ...DEFAULT_LIMITS,
    messagesPerSecond,
    messageBurst: Math.max(DEFAULT_LIMITS.messageBurst, messagesPerSecond),
  },
  reportFault: (cause) => console.error(cause),
});
const url = await relay.listen(0, '127.0.0.1');
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

process.on('message', (asked) => {
  if (asked === 'usage') {
    const { user, system } = process.cpuUsage();
    process.send?.({ rssBytes: process.memoryUsage().rss, cpuMs: (user + system) / 1000, stallMs: delay.max / 1e6 });
    delay.reset();
  } else if (asked === 'ownerLink') {
    void relay.authn.makeOwnerLink().then((secret) => process.send?.({ link: `${url}/join#${secret}` }));
  } else if (asked === 'stop') {
    void relay
      .close()
      .then(() => storage.close())
      .then(() => process.exit(0));
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url });
