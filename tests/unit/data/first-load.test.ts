import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { firstLoad } from '../../../client/service-worker/first-load.ts';
import { packFiles } from '../../../client/service-worker/packed.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A build of these scripts. */
const build = (scripts: Readonly<Record<string, string>>): string => {
  const dist = mkdtempSync(join(tmpdir(), 'jieli-build-'));
  made.push(dist);
  mkdirSync(`${dist}/assets`);
  writeFileSync(`${dist}/index.html`, '<script type="module" crossorigin src="/assets/index-aa.js"></script>');
  for (const [file, text] of Object.entries(scripts)) writeFileSync(`${dist}/assets/${file}`, text);
  return dist;
};
const SCRIPTS = {
  'index-aa.js': 'import{a}from"./solid-bb.js";a(()=>import(`./side-rail-cc.js`));',
  'solid-bb.js': 'export const a=1;',
  'side-rail-cc.js': 'export{};',
  'today-page-dd.js': 'import"./words-ee.js";import{a}from"./solid-bb.js";',
  'words-ee.js': 'export{};',
  'entry-ff.js': 'import(`./fetched-parts-gg.js`)',
  'fetched-parts-gg.js': 'export{};',
};

describe('first load of a build', () => {
  it('[LT-5][R98] is the page, 今日 and the worker with all they import before they run, and nothing fetched later', () => {
    const scripts = firstLoad(build(SCRIPTS));
    expect(scripts.map(({ file }) => file).sort()).toEqual([
      'entry-ff.js',
      'index-aa.js',
      'solid-bb.js',
      'today-page-dd.js',
      'words-ee.js',
    ]);
    expect(scripts.every(({ kb }) => kb > 0)).toBe(true);
  });

  it('[LT-5] a build in which a script of them is not found is refused, not counted as small', () => {
    const { 'entry-ff.js': _entry, ...others } = SCRIPTS;
    expect(() => firstLoad(build(others))).toThrow('exactly one script');
  });
});

describe('what the relay sends of a build', () => {
  it('[SW-6] [R98] every text file has packed forms that unpack to the same bytes; small ones and pictures have none', async () => {
    const dist = build({ ...SCRIPTS, 'long-hh.js': 'export const 漏斗 = "漏斗";\n'.repeat(200) });
    writeFileSync(`${dist}/icon.png`, Buffer.alloc(5000));
    const long = `${dist}/assets/long-hh.js`;
    const { plain, packed } = await packFiles(dist);
    expect(brotliDecompressSync(readFileSync(`${long}.br`))).toEqual(readFileSync(long));
    expect(gunzipSync(readFileSync(`${long}.gz`))).toEqual(readFileSync(long));
    for (const file of ['icon.png', 'assets/entry-ff.js', 'index.html']) {
      expect([file, existsSync(`${dist}/${file}.br`), existsSync(`${dist}/${file}.gz`)]).toEqual([file, false, false]);
    }
    expect(plain).toBeGreaterThan(readFileSync(long).length);
    expect(packed).toBeLessThan(plain / 4);
  });
});
