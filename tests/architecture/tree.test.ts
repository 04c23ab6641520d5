import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { AREAS, filesUnder, textOf } from './source.ts';

const sources = AREAS.flatMap((area) => filesUnder(area, '.ts', '.tsx', '.mjs'));
const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0');

describe('the tree', () => {
  it('[DR-7] no source file is longer than 400 lines', () => {
    expect(sources.filter((path) => textOf(path).split('\n').length > 401)).toEqual([]);
  });

  it('[DR-8] only the composition roots read the environment', () => {
    const readers = sources.filter(
      (path) => /^(rules|sync-relay|client)\//.test(path) && /process\.env/.test(textOf(path)),
    );
    const allowed = ['sync-relay/main.ts', 'sync-relay/cli/start.mjs', 'client/service-worker/build.ts'];
    expect(readers.filter((path) => !allowed.includes(path))).toEqual([]);
  });

  it('[DR-9] no raw colour outside the token file', () => {
    const raw = /#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?![\w-])|\b(?:rgb|rgba|hsl|oklch)\(/;
    const styled = filesUnder('client', '.tsx', '.css').filter((path) => !path.endsWith('client/ui/tokens.css'));
    expect(styled.filter((path) => raw.test(textOf(path)))).toEqual([]);
  });

  it('[DR-10] the top level holds only what the product owner named', () => {
    const top = new Set(tracked.map((path) => path.split('/')[0]).filter((name) => name && !name.startsWith('.')));
    const named = [
      'README.md',
      'biome.json',
      'client',
      'docs',
      'package-lock.json',
      'package.json',
      'rules',
      'sync-relay',
      'tests',
      'tsconfig.json',
      'vite.config.ts',
    ];
    expect([...top].filter((name) => !named.includes(name ?? ''))).toEqual([]);
  });

  it('[DR-11] the lock file names no download address, and no type check is switched off', () => {
    expect(textOf('package-lock.json')).not.toMatch(/"resolved":\s*"https?:/);
    const off = new RegExp(['@ts-', '(ignore|nocheck|expect-error)|biome', '-ignore'].join(''));
    expect(sources.filter((path) => off.test(textOf(path)))).toEqual([]);
  });

  it('[DR-12] no test is skipped, focused or put off, and none sleeps', () => {
    const tests = filesUnder('tests', '.ts', '.tsx');
    const put = new RegExp(
      ['\\b(?:it|test|describe)\\.(?:skip|only|todo|fails|fixme)', '\\b|waitForTime', 'out\\('].join(''),
    );
    expect(tests.filter((path) => put.test(textOf(path)))).toEqual([]);
  });

  it('[DR-15] what tests share sets nothing up by being loaded: in a shared process that is once for many files', () => {
    const shared = filesUnder('tests', '.ts', '.tsx').filter((path) => !/\.(?:test|spec)\.tsx?$/.test(path));
    const hook = /^(?:before|after)(?:Each|All)\(/m;
    expect(hook.test('afterEach(() => time.uninstall());')).toBe(true);
    expect(shared.filter((path) => hook.test(textOf(path)))).toEqual([]);
  });
});
