/**
 * `npm run bench [-- --json] [--only name,…] [--quick]`: the figures of architecture §9 that exist by now, each as a
 * ratio within this run where §9 says ratio. `--json` leaves one JSON document on stdout; `--quick` shows that the
 * rows work, its figures mean nothing.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ROWS } from './rows/rows.ts';
import { collectGarbage } from './support/measure.ts';
import type { BenchRow, Finding } from './support/row.ts';
import { removeFolders } from './support/world.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

interface Result {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  readonly findings: readonly Finding[];
  /** Why there are none. */
  readonly failure: string | null;
}

const say = (text: string): void => console.error(text);

const chosen = (only: string | undefined): readonly BenchRow[] => {
  if (only === undefined) return ROWS;
  const names = only.split(',');
  const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
  if (unknown.length > 0)
    throw new Error(`no row ${unknown.join(', ')}; there are ${ROWS.map(({ name }) => name).join(', ')}`);
  return ROWS.filter(({ name }) => names.includes(name));
};

const runRow = async ({ name, title, run }: BenchRow): Promise<Result> => {
  say(`── ${name}: ${title}`);
  const startedAt = Date.now();
  const result = (findings: readonly Finding[], failure: string | null): Result => ({
    name,
    title,
    seconds: Math.round((Date.now() - startedAt) / 1000),
    findings,
    failure,
  });
  try {
    return result(await run({ quick: values.quick, say }), null);
  } catch (cause) {
    return result([], cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  } finally {
    collectGarbage();
  }
};

const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
const MET: Readonly<Record<string, string>> = { true: 'yes', false: 'NO', null: '' };

const printTable = (results: readonly Result[]): void => {
  for (const { name, title, seconds, findings, failure } of results) {
    console.log(`\n${name}: ${title} (${seconds} s)`);
    if (failure !== null) console.log(`  FAILED: ${failure}`);
    for (const { what, value, unit, target, met } of findings) {
      const figure = `${rounded(value)} ${unit}`.trim();
      console.log(`  ${figure.padEnd(18)} ${(target ?? '').padEnd(14)} ${(MET[String(met)] ?? '').padEnd(4)} ${what}`);
    }
  }
};

const results: Result[] = [];
try {
  for (const row of chosen(values.only)) results.push(await runRow(row));
} finally {
  removeFolders();
}
const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? '' };
const findings = results.flatMap((result) => result.findings);
if (values.json)
  console.log(JSON.stringify({ machine, quick: values.quick, at: new Date().toISOString(), rows: results }));
else {
  printTable(results);
  const judged = findings.filter(({ met }) => met !== null);
  console.log(
    `\n${machine.cores} cores, Node ${machine.node}: ${judged.filter(({ met }) => met).length} of ${judged.length} figures reached`,
  );
}
// a row that failed may have left a relay or a browser behind: they end with this process
process.exit(results.some(({ failure }) => failure !== null) ? 1 : 0);
