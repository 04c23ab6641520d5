/**
 * `npm run sim -- --histories N --seed S [--trace] [--bail] [--jobs J]`: runs N histories, seeds S to S + N - 1, of the
 * production client and relay on virtual clock, network and disk (one process per core), and prints what went wrong
 * on purpose and whether everything that must hold held. History S alone is `--seed S --histories 1`; `--trace`
 * tells it step by step; `--bail` ends with the first history that fails.
 */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { COMMAND_KINDS } from './commands.ts';
import { FAULTS } from './faults.ts';
import type { HistoryResult } from './history.ts';
import { runInProcesses } from './processes.ts';

/** From so many histories on every kind of fault and of command must have happened. */
const ENOUGH = 200;
const SHOWN_VIOLATIONS = 20;

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    bail: { type: 'boolean', default: false },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const histories = Number(values.histories);
const seed = Number(values.seed);

const total = (results: readonly HistoryResult[], part: 'faults' | 'commands'): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const result of results) for (const [kind, times] of result[part]) sums.set(kind, (sums.get(kind) ?? 0) + times);
  return sums;
};
const table = (title: string, kinds: readonly string[], counts: ReadonlyMap<string, number>): readonly string[] => {
  console.table(
    kinds.map((kind) => ({ [title]: kind, times: counts.get(kind) ?? 0 })),
    [title, 'times'],
  );
  return kinds.filter((kind) => (counts.get(kind) ?? 0) === 0);
};

const startedAt = performance.now();
const { trace, bail } = values;
const results = await runInProcesses({ seed, histories, trace, bail, jobs: Number(values.jobs) });
const tookMs = performance.now() - startedAt;
if (trace) for (const { trace: lines } of results) for (const line of lines) console.log(line);

const missing = [
  ...table('fault', FAULTS, total(results, 'faults')),
  ...table('command', COMMAND_KINDS, total(results, 'commands')),
];
const failed = results.filter(({ violations }) => violations.length > 0);
for (const { seed: one, violations } of failed.slice(0, SHOWN_VIOLATIONS)) {
  for (const violation of violations) console.log(`history ${one}: ${violation}`);
  console.log(`replay: npm run sim -- --seed ${one} --histories 1 --trace`);
}
const isEnough = histories >= ENOUGH;
if (isEnough) for (const kind of missing) console.log(`never happened: ${kind}`);
const digest = createHash('sha256')
  .update(results.map((result) => result.digest).join('\n'))
  .digest('hex');
const faults = [...total(results, 'faults').values()].reduce((sum, times) => sum + times, 0);
const events = results.reduce((sum, result) => sum + result.events, 0);
console.log(`digest of all histories: ${digest}`);
console.log(
  `${(events / histories).toFixed(1)} events and ${(faults / histories).toFixed(1)} faults per history; ` +
    `${((histories / tookMs) * 1000).toFixed(1)} histories/s, ${Math.round(tookMs)} ms`,
);
console.log(`${histories} histories, seed ${seed}: ${failed.length} with violations`);
process.exitCode = failed.length > 0 || (isEnough && missing.length > 0) ? 1 : 0;
