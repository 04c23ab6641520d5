/**
 * `npm run fuzz -- --inputs N --seed S [--world W]`: hostile inputs against the relay. In every second world updates
 * go straight to its log, half of them structure-aware, half blind; in the others frames, sync messages and requests
 * go through its own connections and HTTP listener. Each refusal must change nothing, each acceptance only the sender's own log, exactly
 * as stock Yjs would read it; another device must be served throughout. `--world` runs one world of a run again.
 */
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { makePrng } from '../support/prng.ts';
import { runEdge } from './run-edge.ts';
import { type Latencies, runWorld, type Tally } from './run-world.ts';

z.config({ jitless: true });

const INPUTS_PER_WORLD = 500;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    world: { type: 'string' },
  },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
const worlds = Math.ceil(inputs / INPUTS_PER_WORLD);
const tally: Tally = new Map();
const latencies: Latencies = { small: [] };
const faults: string[] = [];
const memoryBefore = process.memoryUsage().rss;
for (let world = 0; world < worlds; world += 1) {
  if (values.world !== undefined && world !== Number(values.world)) continue;
  const count = Math.min(INPUTS_PER_WORLD, inputs - world * INPUTS_PER_WORLD);
  const prng = makePrng(seed * 1_000_003 + world);
  const isEdge = world % 2 === 1;
  const found = await (isEdge ? runEdge(prng, count, tally) : runWorld(prng, count, tally, latencies));
  for (const fault of found) faults.push(`world ${world}: ${fault}`);
}
const rows = [...tally].map(([kind, outcomes]) => ({ kind, ...Object.fromEntries([...outcomes].sort()) }));
console.table(rows.sort((a, b) => (a.kind < b.kind ? -1 : 1)));
const sorted = latencies.small.sort((a, b) => a - b);
const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
const growth = Math.round((process.memoryUsage().rss - memoryBefore) / 1024 / 1024);
console.log(
  `judging up to 4 KB: p99 ${p99.toFixed(3)} ms over ${sorted.length}; memory ${growth} MB more than at the start`,
);
const perTarget = new Map<string, number>();
for (const [kind, outcomes] of tally) {
  const [target = ''] = kind.split(':');
  const sum = [...outcomes.values()].reduce((total, one) => total + one, 0);
  perTarget.set(target, (perTarget.get(target) ?? 0) + sum);
}
console.log(`inputs by target: ${[...perTarget].map(([target, sum]) => `${target} ${sum}`).join(', ')}`);
console.log(`${inputs} inputs, seed ${seed}: ${faults.length} faults`);
for (const fault of faults.slice(0, 20)) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
