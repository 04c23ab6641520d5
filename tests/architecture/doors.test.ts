import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

interface Report {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** A tree of its own, so that no other test sees the planted files. */
const PLANTED = resolve('.tmp/planted');

const cruise = (cwd: string, ...paths: readonly string[]): Report => {
  const config = resolve('tests/architecture/dependency-cruiser.config.cjs');
  const result = spawnSync(
    process.execPath,
    [
      '--require',
      resolve('tests/architecture/tsx-parser.cjs'),
      resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      config,
      '--output-type',
      'json',
      ...paths,
    ],
    {
      cwd,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  return JSON.parse(result.stdout) as Report;
};

const violationsOf = (report: Report): string[] =>
  report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);

describe('doors', () => {
  afterAll(() => rmSync(PLANTED, { recursive: true, force: true }));

  it('[DR-1] no import goes against the doors', () => {
    const report = cruise('.', 'rules', 'sync-relay', 'client', 'tests');
    expect(report.modules.length).toBeGreaterThan(100);
    expect(violationsOf(report)).toEqual([]);
  });

  it('[DR-2] the check bites: planted violations are reported', () => {
    mkdirSync(`${PLANTED}/rules`, { recursive: true });
    writeFileSync(
      `${PLANTED}/rules/a.ts`,
      "import * as Y from 'yjs';\nimport { b } from './b.ts';\nexport const a = [Y, b];\n",
    );
    writeFileSync(
      `${PLANTED}/rules/b.ts`,
      "import { a } from './a.ts';\nimport { readFileSync } from 'node:fs';\nexport const b = [a, readFileSync];\n",
    );
    writeFileSync(`${PLANTED}/rules/c.tsx`, "import * as Y from 'yjs';\nexport const c = <p>{Y.Doc.name}</p>;\n");
    const report = cruise(PLANTED, 'rules');
    expect(report.modules.map(({ source }) => source)).toContain('rules/c.tsx');
    const names = new Set(report.summary.violations.map(({ rule }) => rule.name));
    expect(violationsOf(report).filter((text) => text.includes('rules/c.tsx'))).toHaveLength(1);
    expect([...names].sort()).toEqual(['no-cycles', 'rules-import-only-rules']);
  });
});
