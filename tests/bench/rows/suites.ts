import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { type BenchRow, type Finding, shown } from '../support/row.ts';

const runSuite = (script: string, args: readonly string[]): Promise<{ code: number | null; ms: number }> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, ms: performance.now() - startedAt }));
  });

const SUITES = [
  { script: 'tests/simulation/cli.ts', what: 'simulated histories', flag: '--histories', count: 300, quick: 10 },
  { script: 'tests/fuzz/cli.ts', what: 'fuzz inputs', flag: '--inputs', count: 30_000, quick: 2000 },
  { script: 'tests/crash/cli.ts', what: 'kill -9 cycles', flag: '--cycles', count: 10, quick: 2 },
] as const;

export const suites: BenchRow = {
  name: 'suites',
  title: 'Speed of simulation, fuzzing and crash cycles',
  async run({ quick }) {
    const findings: Finding[] = [];
    for (const suite of SUITES) {
      const count = quick ? suite.quick : suite.count;
      const { code, ms } = await runSuite(suite.script, [suite.flag, String(count), '--seed', '1']);
      if (code !== 0) throw new Error(`${suite.what} ended with ${code}: a fault, not a figure`);
      findings.push(shown(`${suite.what}, ${count} of them, start of the process included`, (count * 1000) / ms, '/s'));
    }
    return findings;
  },
};
