/**
 * `npm run bench [-- --json] [--only name,…] [--quick]`: the figures of architecture §9, each as a
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
  if (only === undefined) return ROWS.filter(({ isOnlyNamed = false }) => !isOnlyNamed);
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

const tableOf = ({ name, title, seconds, findings, failure }: Result): string => {
  const lines = findings.map(({ what, value, unit, target, met }) => {
    const figure = `${rounded(value)} ${unit}`.trim();
    return `  ${figure.padEnd(14)} ${(target ?? '').padEnd(13)} ${(MET[String(met)] ?? '').padEnd(4)} ${what}`;
  });
  return [`\n${name}: ${title} (${seconds} s)`, ...(failure === null ? [] : [`  FAILED: ${failure}`]), ...lines].join(
    '\n',
  );
};

/** One JSON document has stdout to itself; what is known already is worth seeing all the same. */
const print = values.json ? say : (text: string): void => console.log(text);

const results: Result[] = [];
try {
  for (const row of chosen(values.only)) {
    const result = await runRow(row);
    results.push(result);
    print(tableOf(result));
  }
} finally {
  removeFolders();
}
const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? '' };
const judged = results.flatMap(({ findings }) => findings).filter(({ met }) => met !== null);
const reached = judged.filter(({ met }) => met).length;
print(`\n${machine.cores} cores, Node ${machine.node}: ${reached} of ${judged.length} figures reached`);
if (values.json)
  console.log(JSON.stringify({ machine, quick: values.quick, at: new Date().toISOString(), rows: results }));
// a row that failed may have left a relay or a browser behind: they end with this process
process.exit(results.some(({ failure }) => failure !== null) ? 1 : 0);
