import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Suite, suiteName } from './mutant.ts';
import { MUTANTS } from './mutants.ts';
import { makeWorkshop } from './workshop.ts';

/**
 * `npm run mutants [-- NAME-OR-FOLDER …] [--part 1/2] [--table FILE]`: plants each defect in a copy of the sources and
 * runs the suites that must notice it. First every suite must pass without a defect, else "found" would mean nothing.
 * `--part 2/3` takes every third, beginning with the second, so that several can run beside each other; `--table`
 * appends a line of Markdown per defect.
 */
const { positionals: chosen, values } = parseArgs({
  allowPositionals: true,
  options: { part: { type: 'string', default: '1/1' }, table: { type: 'string' } },
});
const [part = Number.NaN, parts = Number.NaN] = values.part.split('/').map(Number);
if (!(part >= 1 && part <= parts)) throw new Error(`--part is no part of a whole: ${values.part}`);
const mutants = MUTANTS.filter(
  ({ name, file }) => chosen.length === 0 || chosen.some((some) => name.includes(some) || file.startsWith(some)),
).filter((_, at) => at % parts === part - 1);
const workshop = makeWorkshop(process.cwd());

const suitesUsed = (): Suite[] => {
  const byName = new Map(mutants.flatMap(({ suites }) => suites).map((suite) => [suiteName(suite), suite]));
  return [...byName.values()];
};

try {
  const broken = suitesUsed().filter((suite) => !workshop.passes(suite));
  if (broken.length > 0) throw new Error(`fails without any defect: ${broken.map(suiteName).join(', ')}`);
  const rows = mutants.map((mutant) =>
    workshop.planted(mutant, () => {
      const finder = mutant.suites.find((suite) => !workshop.passes(suite));
      const row = { defect: mutant.name, file: mutant.file, 'found by': finder ? suiteName(finder) : 'NOT FOUND' };
      console.error(`${row.defect}: ${row['found by']}`);
      if (values.table !== undefined)
        appendFileSync(values.table, `| ${row.defect} | \`${row.file}\` | ${row['found by']} |\n`);
      return row;
    }),
  );
  console.table(rows);
  const missed = rows.filter((row) => row['found by'] === 'NOT FOUND').length;
  console.log(`${rows.length - missed} passed, ${missed} failed`);
  process.exitCode = missed > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  workshop.dispose();
}
