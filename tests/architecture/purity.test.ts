import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import { filesUnder, textOf } from './source.ts';

/**
 * `rules/tsconfig.json` (no DOM, no Node types) already rejects fetch, timers, crypto and process. This net
 * catches what the language itself offers: clocks, randomness, locale order, default sort order.
 */
const MAY_SEGMENT = ['rules/text/graphemes.ts'];

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const identifier = (node: unknown): string | null =>
  isNode(node) && node['type'] === 'Identifier' ? String(node['value']) : null;

const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID']);
const LOCAL_METHODS = new Set(['localeCompare', 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']);
const LOCAL_CLOCK = /^get(Hours|Date|Day|Month|FullYear|Minutes|TimezoneOffset)$/;

const memberFinding = (node: Node): string | null => {
  const property = identifier(node['property']);
  const whole = `${identifier(node['object'])}.${property}`;
  if (IMPURE_MEMBERS.has(whole)) return whole;
  if (property && (LOCAL_METHODS.has(property) || LOCAL_CLOCK.test(property))) return property;
  return null;
};

const callFinding = (node: Node): string | null => {
  const callee = node['callee'];
  const args = node['arguments'] as readonly unknown[];
  if (!isNode(callee) || callee['type'] !== 'MemberExpression') return null;
  const name = identifier(callee['property']);
  return (name === 'sort' || name === 'toSorted') && args.length === 0 ? `${name}() without a comparison` : null;
};

const findingOf = (node: Node): string | null => {
  switch (node['type']) {
    case 'MemberExpression':
      return memberFinding(node);
    case 'CallExpression':
      return callFinding(node);
    case 'NewExpression': {
      const args = node['arguments'] as readonly unknown[] | undefined;
      return identifier(node['callee']) === 'Date' && (args?.length ?? 0) === 0 ? 'new Date()' : null;
    }
    case 'Identifier':
      return node['value'] === 'Intl' || node['value'] === 'globalThis' ? String(node['value']) : null;
    case 'ExportDefaultDeclaration':
    case 'ExportDefaultExpression':
      return 'default export';
    default:
      return null;
  }
};

/** Impure things named in a source text. */
const impurities = (source: string): string[] => {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (!isNode(value)) return;
    const finding = findingOf(value);
    if (finding) found.push(finding);
    for (const child of Object.values(value)) visit(child);
  };
  visit(parseSync(source, { syntax: 'typescript' }).body);
  return found;
};

describe('purity of rules/', () => {
  const files = filesUnder('rules', '.ts');

  it('[DR-3] no clock, randomness, locale, default order or default export', () => {
    expect(files.length).toBeGreaterThan(20);
    const found = files.flatMap((path) =>
      impurities(textOf(path))
        .filter((finding) => !(finding === 'Intl' && MAY_SEGMENT.includes(path)))
        .map((finding) => `${path}: ${finding}`),
    );
    expect(found).toEqual([]);
  });

  it('[DR-4] the check bites on each kind', () => {
    const planted = `
      const a = Date.now() + Math.random(); const b = new Date(); const c = ['x'].sort(); const d = 'x'.localeCompare('y');
      const e = new Intl.NumberFormat(); const f = new Date(0).getHours(); export default a;`;
    expect(impurities(planted)).toEqual([
      'Date.now',
      'Math.random',
      'new Date()',
      'sort() without a comparison',
      'localeCompare',
      'Intl',
      'getHours',
      'default export',
    ]);
  });
});
