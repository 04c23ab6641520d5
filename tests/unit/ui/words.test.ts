import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import { cleansing } from '../../../client/locales/zh-CN/cleansing.ts';
import { funnel } from '../../../client/locales/zh-CN/funnel.ts';
import { gaps } from '../../../client/locales/zh-CN/gaps.ts';
import { importing } from '../../../client/locales/zh-CN/import.ts';
import { leads } from '../../../client/locales/zh-CN/leads.ts';
import { messages } from '../../../client/locales/zh-CN/messages.ts';
import { metrics } from '../../../client/locales/zh-CN/metrics.ts';
import { mirror } from '../../../client/locales/zh-CN/mirror.ts';
import { process } from '../../../client/locales/zh-CN/process.ts';
import { quarantine } from '../../../client/locales/zh-CN/quarantine.ts';
import { rail } from '../../../client/locales/zh-CN/rail.ts';
import { team } from '../../../client/locales/zh-CN/team.ts';

const HAN = /\p{Script=Han}/u;
const components = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return components(path);
    return name.endsWith('.tsx') ? [path] : [];
  });

/** Texts in a source that a person could see: string literals, template parts and JSX text. */
const texts = (source: string): string[] => {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as Readonly<Record<string, unknown>>;
    if (node['type'] === 'StringLiteral' || node['type'] === 'JSXText') found.push(String(node['value']));
    if (node['type'] === 'TemplateElement') found.push(String(node['raw']));
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(source, { syntax: 'typescript', tsx: true }).body);
  return found;
};

describe('words', () => {
  it('[UI-5] no Chinese text in a component', () => {
    const paths = components('client');
    expect(paths.length).toBeGreaterThan(20);
    const found = paths.flatMap((path) =>
      texts(readFileSync(path, 'utf8'))
        .filter((text) => HAN.test(text))
        .map((text) => `${path}: ${text.trim()}`),
    );
    expect(found).toEqual([]);
  });

  it('[UI-5] the check bites', () => {
    const planted = ['const a = <p title="关上">你好{`第 $', '{1} 页`}</p>;'].join('');
    expect(texts(planted).filter((text) => HAN.test(text))).toHaveLength(4);
  });

  it('[SH-38] a page has one name, in the rail and in its heading', () => {
    const headings = {
      ...{ funnel: funnel.title, leads: leads.title, metrics: metrics.title, gaps: gaps.title },
      ...{ review: gaps.review.title, mirror: mirror.title, cleansing: cleansing.title, process: process.title },
      ...{ import: importing.title, team: team.title, messages: messages.title, quarantine: quarantine.title },
    };
    const { watch, manage, search, searchKey, ...pages } = rail;
    expect(pages).toEqual(headings);
  });
});
