import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.tmp', 'fixtures', 'public']);

/** Every file under a folder whose name ends so, as paths from the repository root. */
export const filesUnder = (folder: string, ...endings: readonly string[]): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (SKIPPED.has(name)) return [];
    if (statSync(path).isDirectory()) return filesUnder(path, ...endings);
    return endings.some((ending) => name.endsWith(ending)) ? [path] : [];
  });

export const textOf = (path: string): string => readFileSync(path, 'utf8');

export const AREAS = ['rules', 'sync-relay', 'client', 'tests'] as const;
