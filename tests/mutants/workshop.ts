import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Mutant, type Suite, suiteCommand, suiteName } from './mutant.ts';

/** A copy of the sources in which defects are planted, so that the real tree is never touched. */
export interface Workshop {
  /** Whether the suite passes on the copy as it stands. @throws Error when a simulation did not run at all */
  passes(suite: Suite): boolean;
  /** Plants the defect, runs `body`, takes it out again. @throws when `find` does not occur exactly once. */
  planted<Result>(mutant: Mutant, body: () => Result): Result;
  dispose(): void;
}

const OUTPUT_BYTES = 64 * 1024 * 1024;
/** Printed at the end of every simulation; without it nothing was simulated, so nothing was found either. */
const SIM_VERDICT = 'with violations';

const COPIED = [
  'rules',
  'sync-relay',
  'client',
  'tests',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
  'biome.json',
];

export const makeWorkshop = (root: string): Workshop => {
  const folder = mkdtempSync(join(tmpdir(), 'jieli-mutants-'));
  for (const name of COPIED) cpSync(resolve(root, name), join(folder, name), { recursive: true });
  symlinkSync(resolve(root, 'node_modules'), join(folder, 'node_modules'));

  return {
    passes(suite) {
      const [command = '', ...args] = suiteCommand(suite);
      const result = spawnSync(command, args, {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'ignore'],
        encoding: 'utf8',
        maxBuffer: OUTPUT_BYTES,
        timeout: 10 * 60_000,
      });
      const isBroken = suite.kind === 'sim' && result.status !== null && !result.stdout.includes(SIM_VERDICT);
      if (isBroken) throw new Error(`${suiteName(suite)} did not run: the sources do not load`);
      return result.status === 0;
    },
    planted(mutant, body) {
      const path = join(folder, mutant.file);
      const source = readFileSync(path, 'utf8');
      const places = source.split(mutant.find).length - 1;
      if (places !== 1) throw new Error(`"${mutant.name}": its text occurs ${places} times in ${mutant.file}`);
      writeFileSync(
        path,
        source.replace(mutant.find, () => mutant.replace),
      );
      try {
        return body();
      } finally {
        writeFileSync(path, source);
      }
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
};
