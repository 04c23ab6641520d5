import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The real relay in a process of its own, with the arguments of `npm start`, on a port and data folder of its own. */
export interface RelayProcess {
  readonly url: string;
  readonly ownerLink: string;
  readonly dataDir: string;
  /** What the start line said beyond these, e.g. links of the demo company. */
  readonly announced: Readonly<Record<string, unknown>>;
  /** SIGKILL: nothing is flushed. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts again on the same port and data, with its wall clock so many ms behind the machine's. */
  restart(behindMs?: number): Promise<void>;
  /** Kills it and removes its data. */
  dispose(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

interface Started {
  readonly child: ChildProcess;
  readonly line: Readonly<Record<string, unknown>>;
}

/** What `build-relay.ts` made before the run. */
const RELAY = './.tmp/relay.js';
const CLOCK_BEHIND = './tests/e2e/support/clock-behind.mjs';

const start = async (port: number, dataDir: string, args: readonly string[], behindMs: number): Promise<Started> => {
  const clock = behindMs === 0 ? [] : ['--import', CLOCK_BEHIND];
  const child = spawn(process.execPath, [...clock, RELAY, '--json', ...args], {
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      JIELI_CLOCK_BEHIND_MS: String(behindMs),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(String(chunk)));
  const line = await new Promise<Record<string, unknown>>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (text) => resolve(JSON.parse(text)));
    child.once('exit', (code) => reject(new Error(`relay ended with ${code} before it was ready:\n${said.join('')}`)));
  });
  return { child, line };
};

/** Starts a relay; `args` are those of `npm start --`, e.g. `--demo`. */
export const startRelay = (...args: readonly string[]): Promise<RelayProcess> => startRelayBehind(0, ...args);

/** Starts a relay whose wall clock is so many ms behind the machine's. */
export const startRelayBehind = async (behindMs: number, ...args: readonly string[]): Promise<RelayProcess> => {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'jieli-e2e-'));
  let { child, line } = await start(port, dataDir, args, behindMs);
  const announced = line;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited(child);
  };
  return {
    url: String(announced['url']),
    ownerLink: String(announced['ownerLink']),
    dataDir,
    announced,
    kill,
    async restart(nowBehindMs = 0) {
      ({ child, line } = await start(port, dataDir, [], nowBehindMs));
    },
    async dispose() {
      await kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** Present value of one of the relay's metrics, summed over its labels. */
export const metric = async (relay: RelayProcess, name: string): Promise<number> => {
  const text = await (await fetch(`${relay.url}/metrics`)).text();
  const rows = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)$`, 'gm'))];
  return rows.reduce((sum, [, value]) => sum + Number(value), 0);
};
