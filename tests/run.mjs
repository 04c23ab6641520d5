/**
 * `npm test`: installs what is missing, then lint, types, tests, simulation, fuzz, crash, browser journeys.
 * `npm test -- unit e2e` runs only the named steps. Ends with one line `N passed, N failed` summed from what
 * the tools themselves counted; a tool that counts nothing is one check. What failed is said again before it.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { checkNode, ensureBrowsers, ensurePackages, ROOT } from './tooling/environment.mjs';
import { failureLines, playwrightCounts, vitestCounts } from './tooling/reports.mjs';

const OUT = `${ROOT}/.tmp/test`;

/** The journey that does nothing for two minutes. */
const IDLE = String.raw`\[EE-29\]`;
/** Browser journeys with a report of their own. */
const journeys = (name, ...which) => {
  const report = name.replace(':', '-');
  return {
    name,
    command: ['npx', 'playwright', 'test', '--config', 'tests/e2e/playwright.config.ts', ...which],
    env: { JIELI_E2E_REPORT: report },
    counts: () => playwrightCounts(`${OUT}/${report}.json`),
  };
};

/**
 * Steps in the order they run. Those of one line run side by side: they keep one processor each busy, or hardly one:
 * the idle journey would hold one of two browsers for nothing, and has its assertion to make on a busy machine too.
 */
const ROUNDS = [
  [{ name: 'lint', command: ['npx', 'biome', 'ci', '.'] }],
  ['rules', 'sync-relay', 'client', 'tests'].map((area) => ({
    name: `types:${area}`,
    command: ['npx', 'tsc', '-p', area],
  })),
  [
    {
      name: 'unit',
      command: ['npx', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${OUT}/unit.json`],
      counts: () => vitestCounts(`${OUT}/unit.json`),
    },
  ],
  [{ name: 'build', command: ['npm', 'run', '-s', 'build'] }],
  [
    { name: 'sim', command: ['npm', 'run', '-s', 'sim', '--', '--histories', '500', '--seed', '1'] },
    journeys('e2e:idle', '--grep', IDLE),
  ],
  [
    { name: 'fuzz', command: ['npm', 'run', '-s', 'fuzz', '--', '--inputs', '200000', '--seed', '1'] },
    { name: 'crash', command: ['npm', 'run', '-s', 'crash', '--', '--cycles', '30'] },
  ],
  [journeys('e2e', '--grep-invert', IDLE)],
];

/** Steps of an area are asked for together. */
const areaOf = (name) => name.split(':')[0];

/** Resolves with the exit code; never rejects. `isAlone`: its output goes out as it comes, else once it has ended. */
const execute = ({ name, command: [program, ...args], env: own }, shared, isAlone) =>
  new Promise((resolve) => {
    const said = [];
    if (isAlone) console.log(`\n── ${name}`);
    const output = isAlone ? 'inherit' : 'pipe';
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', output, output], env: { ...shared, ...own } });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
    child.on('error', (error) => {
      console.error(String(error));
      resolve(1);
    });
    child.on('close', (code) => {
      if (!isAlone) console.log(`\n── ${name}\n${Buffer.concat(said)}`);
      resolve(code ?? 1);
    });
  });

/** What a step's tool counted; one check where it counts nothing or left no report. */
const tally = (step, ok) => {
  const single = { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  if (!step.counts) return single;
  try {
    const counted = step.counts();
    return ok || counted.failed > 0 ? counted : { ...counted, failed: 1 };
  } catch {
    return { passed: 0, failed: 1 };
  }
};

async function main() {
  checkNode();
  ensurePackages();
  const wanted = process.argv.slice(2);
  const isWanted = ({ name }) => wanted.length === 0 || wanted.includes(areaOf(name));
  const rounds = ROUNDS.map((round) => round.filter(isWanted)).filter((round) => round.length > 0);
  const areas = new Set(ROUNDS.flat().map(({ name }) => areaOf(name)));
  if (rounds.length === 0) throw new Error(`no such step; there are ${[...areas].join(', ')}`);
  const needsBrowser = rounds.flat().some(({ name }) => areaOf(name) === 'e2e');
  const { browser, shell } = needsBrowser ? ensureBrowsers() : { browser: '', shell: '' };
  const shared = { ...process.env, CHROMIUM_PATH: browser, CHROMIUM_SHELL_PATH: shell, JIELI_TEST_OUT: OUT };
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const rows = [];
  const failures = [];
  const run = async (step, isAlone) => {
    const startedAt = Date.now();
    const code = await execute(step, shared, isAlone);
    const { failures: named = [], ...counts } = tally(step, code === 0);
    const isUnnamed = counts.failed > 0 && named.length === 0;
    failures.push(...(isUnnamed ? [{ title: step.name, why: `ended with code ${code}; its output is above` }] : named));
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped ?? 0;
    rows.push({ step: step.name, ...counts, seconds: Math.round((Date.now() - startedAt) / 1000) });
  };
  for (const round of rounds) await Promise.all(round.map((step) => run(step, round.length === 1)));
  for (const line of failureLines(failures)) console.log(line);
  console.table(rows);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error));
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
