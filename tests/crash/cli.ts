/**
 * `npm run crash -- --cycles N [--seed S] [--trace]`: kills a writing relay log with SIGKILL N times and opens what
 * is left: every acknowledged row must be there once. `--trace` also runs one writer under strace and checks that no
 * acknowledgement leaves before the sync behind it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { decodeRow } from '#rules';
import { elementText, parseUpdate } from '../../sync-relay/inspector/index.ts';
import { verifyStorage } from '../../sync-relay/log/verify.ts';
import { DATABASE_FILE } from '../../sync-relay/storage/contract.ts';
import { openSqliteStorage } from '../../sync-relay/storage/sqlite.ts';
import { makePrng, type Prng } from '../support/prng.ts';
import { readTrace } from './trace.ts';

z.config({ jitless: true });

const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url));
const CYCLES_PER_FOLDER = 10;
const MOST_ACKS = 600;
const HASH_BYTES = 32;
/** Rows each device of the traced writer sends, and the share of all that must be seen on the way to disk. */
const TRACED_ROWS = 100;
const LEAST_FOLLOWED = 0.98;

/** Runs a writer until it has acknowledged `acks` rows, kills it, and answers what it had promised. */
const killAfter = (folder: string, acks: number, seed: number): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', WRITER, folder, String(seed)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const promised: string[] = [];
    let isKilled = false;
    const { stdout } = child;
    if (stdout === null) throw new Error('the writer has no output');
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.startsWith('ack ')) promised.push(line.slice('ack '.length));
      if (!isKilled && (line === 'ready' ? acks === 0 : promised.length >= acks && acks > 0)) {
        isKilled = true;
        child.kill('SIGKILL');
      }
    });
    child.on('error', reject);
    child.on('close', (code) =>
      isKilled ? resolve(promised) : reject(new Error(`the writer ended by itself: ${code}`)),
    );
  });

/** How often each event id stands in the segments, read without the log's own loader. */
const countRows = async (folder: string): Promise<{ counts: Map<string, number>; problems: readonly string[] }> => {
  const storage = await openSqliteStorage({ file: join(folder, DATABASE_FILE) });
  const counts = new Map<string, number>();
  const { rooms, problems } = await verifyStorage(storage);
  for (const { room } of rooms) {
    for (const segment of await storage.segments(room)) {
      const { structs, bytes } = parseUpdate(updateOf(segment));
      for (const { bounds } of structs) {
        bounds.slice(1).forEach((end, index) => {
          const id = decodeRow(elementText(bytes.subarray(bounds[index], end)))?.id;
          if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
        });
      }
    }
  }
  await storage.close();
  return { counts, problems };
};

/** The Yjs update inside a segment: the last length-prefixed part. */
const updateOf = (segment: Uint8Array): Uint8Array => {
  const varUint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const part = segment[at] ?? 0;
      at += 1;
      value += (part & 0x7f) * scale;
      if (part < 0x80) return value;
    }
  };
  let at = HASH_BYTES;
  varUint();
  varUint();
  const lowered = varUint();
  for (let index = 0; index < lowered * 2; index += 1) varUint();
  const length = varUint();
  return segment.subarray(at, at + length);
};

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'jieli-crash-'));

const runCycles = async (cycles: number, prng: Prng): Promise<{ acknowledged: number; faults: string[] }> => {
  const faults: string[] = [];
  let acknowledged = 0;
  let folder = newFolder();
  let promised = new Set<string>();
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    if (cycle % CYCLES_PER_FOLDER === 0 && cycle > 0) {
      rmSync(folder, { recursive: true, force: true });
      folder = newFolder();
      promised = new Set();
    }
    for (const id of await killAfter(folder, prng.int(MOST_ACKS), cycle)) promised.add(id);
    const { counts, problems } = await countRows(folder);
    const lost = [...promised].filter((id) => !counts.has(id));
    const doubled = [...counts].filter(([, count]) => count > 1);
    for (const id of lost) faults.push(`cycle ${cycle}: lost ${id}`);
    for (const [id, count] of doubled) faults.push(`cycle ${cycle}: ${id} stored ${count} times`);
    for (const problem of problems) faults.push(`cycle ${cycle}: ${problem}`);
    if (cycle % CYCLES_PER_FOLDER === CYCLES_PER_FOLDER - 1 || cycle === cycles - 1) acknowledged += promised.size;
  }
  rmSync(folder, { recursive: true, force: true });
  return { acknowledged, faults };
};

const runTrace = (): { lines: string; faults: readonly string[] } => {
  if (spawnSync('strace', ['-V']).error) {
    const how = 'install it (Debian, Ubuntu: apt-get install strace) or leave --trace out; it runs on Linux only';
    return { lines: 'trace: not run', faults: [`strace is not installed: ${how}`] };
  }
  const folder = newFolder();
  const log = join(folder, 'strace.txt');
  const calls = 'trace=write,pwrite64,fsync,fdatasync';
  const run = spawnSync(
    'strace',
    [
      '-f',
      '-s',
      '20000',
      '-e',
      calls,
      '-o',
      log,
      process.execPath,
      '--import',
      'tsx',
      WRITER,
      folder,
      '1',
      String(TRACED_ROWS),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 },
  );
  const report = readTrace(readFileSync(log, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  const faults = [...report.violations];
  if (run.status !== 0) faults.push(`the traced writer ended with ${run.status}`);
  // an id cut by a page border cannot be followed; more than a few of them would mean that the reader sees too little
  if (report.syncs === 0 || report.followed < report.acknowledged * LEAST_FOLLOWED)
    faults.push(`only ${report.followed} of ${report.acknowledged} acknowledged rows were seen on their way to disk`);
  if (report.acknowledged < TRACED_ROWS) faults.push('the traced writer acknowledged too few rows');
  const { acknowledged, followed, syncs } = report;
  return { lines: `trace: ${acknowledged} acknowledged, ${followed} followed to disk, ${syncs} syncs`, faults };
};

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
  },
});
const { acknowledged, faults } = await runCycles(Number(values.cycles), makePrng(Number(values.seed)));
console.log(`${values.cycles} kills, seed ${values.seed}: ${acknowledged} acknowledged rows, ${faults.length} faults`);
if (values.trace) {
  const trace = runTrace();
  console.log(trace.lines);
  faults.push(...trace.faults);
}
for (const fault of faults.slice(0, 50)) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
