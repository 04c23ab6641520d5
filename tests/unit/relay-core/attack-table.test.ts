import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CORPUS } from '../../fuzz/corpus.ts';

const rows = readFileSync('docs/attacks.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Attack |'))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const tests = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.(?:test|spec)\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

test('[IN-21] every attack of the table names a corpus entry or a test, and all of them exist', () => {
  const names = new Set(CORPUS.map(({ name }) => name));
  const source = ['tests/unit', 'tests/integration', 'tests/e2e'].flatMap(tests).join('\n');
  expect(rows.length).toBeGreaterThanOrEqual(40);
  for (const [, attack, , entries = '', shown = ''] of rows) {
    const corpus = [...entries.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
    const ids = [...shown.matchAll(/\[[A-Z]{2}-\d+\]/g)].map(([id]) => id);
    expect([attack, corpus.length + ids.length > 0]).toEqual([attack, true]);
    expect([attack, corpus.filter((name) => !names.has(name))]).toEqual([attack, []]);
    expect([attack, ids.filter((id) => !source.includes(id))]).toEqual([attack, []]);
  }
});
