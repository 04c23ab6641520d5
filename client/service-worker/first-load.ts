import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Most that may be fetched until a salesperson's list is usable, KB of gzipped script (R98). */
export const FIRST_LOAD_KB = 120;

export interface Script {
  readonly file: string;
  /** Gzipped, 1 KB = 1,000 bytes. */
  readonly kb: number;
}

const IMPORT = /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g;

const only = (files: readonly string[], pattern: RegExp): string => {
  const [found, ...others] = files.filter((file) => pattern.test(file));
  if (found === undefined || others.length > 0) throw new Error(`the build has not exactly one script like ${pattern}`);
  return found;
};

/** Scripts with all that they import before they run. `assets`: the folder of a build's scripts. */
export const withImports = (assets: string, ...files: readonly string[]): ReadonlySet<string> => {
  const found = new Set<string>();
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, other = ''] of readFileSync(`${assets}/${file}`, 'utf8').matchAll(IMPORT)) add(other);
  };
  for (const file of files) add(file);
  return found;
};

/** The data worker's first script, and the one it fetches behind the first screen. */
export const workerScripts = (assets: string): { readonly first: string; readonly later: string } => {
  const files = readdirSync(assets);
  return { first: only(files, /^entry-[\w-]+\.js$/), later: only(files, /^fetched-parts-[\w-]+\.js$/) };
};

/** Largest first. */
export const sizesOf = (assets: string, files: Iterable<string>): readonly Script[] =>
  [...files]
    .map((file) => ({ file, kb: gzipSync(readFileSync(`${assets}/${file}`), { level: 9 }).length / 1000 }))
    .sort((a, b) => b.kb - a.kb);

/** What a build makes a device fetch until 今日 stands: the page, that screen, and the worker that answers it. */
export const firstLoad = (dist: string): readonly Script[] => {
  const assets = `${dist}/assets`;
  const files = readdirSync(assets);
  const [, page] = /src="\/assets\/([\w.-]+\.js)"/.exec(readFileSync(`${dist}/index.html`, 'utf8')) ?? [];
  if (page === undefined) throw new Error('the page of the build names no script');
  const screen = only(files, /^today-page-[\w-]+\.js$/);
  return sizesOf(assets, withImports(assets, page, screen, workerScripts(assets).first));
};
