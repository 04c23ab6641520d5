import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import config from '../../e2e/playwright.config.ts';
import { foundCompany } from '../../e2e/support/company.ts';
import type { Device } from '../../e2e/support/device.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';

const ASSETS = fileURLToPath(new URL('../../../dist/client/assets/', import.meta.url));
const PHONE = { viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' } as const;

const gzippedKb = (file: string): number => gzipSync(readFileSync(`${ASSETS}${file}`), { level: 9 }).length / 1000;

/** A script and everything it imports before it runs. */
const withImports = (file: string, found: Set<string> = new Set()): ReadonlySet<string> => {
  if (found.has(file) || !existsSync(`${ASSETS}${file}`)) return found;
  found.add(file);
  const text = readFileSync(`${ASSETS}${file}`, 'utf8');
  for (const [, other = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) withImports(other, found);
  return found;
};

/** Scripts a device fetched until its home page stood: those of the page as it asked for them, and the worker's. */
const scriptsAtHome = async ({ context }: Device): Promise<ReadonlySet<string>> => {
  const page = await context.newPage();
  const scripts = new Set<string>();
  page.on('request', (request) => {
    const name = /\/assets\/([\w.-]+\.js)$/.exec(request.url())?.[1];
    if (name !== undefined) scripts.add(name);
  });
  await page.goto('/');
  await page.getByRole('navigation').first().waitFor();
  await page.getByRole('main').first().waitFor();
  const [worker] = readdirSync(ASSETS).filter((file) => /^entry-[\w-]+\.js$/.test(file));
  if (worker === undefined) throw new Error('the build has no worker');
  for (const file of withImports(worker)) scripts.add(file);
  const fetched = new Set(scripts);
  await page.close();
  return fetched;
};

const sizes = (files: ReadonlySet<string>) =>
  [...files].map((file) => ({ file, kb: gzippedKb(file) })).sort((a, b) => b.kb - a.kb);
const totalOf = (files: ReadonlySet<string>): number => sizes(files).reduce((sum, { kb }) => sum + kb, 0);

export const firstLoad: BenchRow = {
  name: 'first-load',
  title: 'First load: all gzipped script until the home page of a phone stands, worker included',
  async run() {
    if (!existsSync(ASSETS)) throw new Error('there is no built client: npm run build');
    const browser = await chromium.launch(config.use?.launchOptions ?? {});
    const company = await foundCompany(browser, PHONE);
    const rep = await company.hire({ name: '小李', role: '销售' });
    const [repFiles, ownerFiles] = [await scriptsAtHome(rep), await scriptsAtHome(company.owner)];
    await company.close();
    await browser.close();
    const parts: Finding[] = sizes(repFiles).map(({ file, kb }) => shown(file, kb, 'KB'));
    return [
      atMost(
        `a salesperson’s 今日: ${repFiles.size} scripts that Chromium asked for, and the worker with its static imports`,
        totalOf(repFiles),
        'KB',
        120,
      ),
      shown(`the owner’s home, the same way: ${ownerFiles.size} scripts`, totalOf(ownerFiles), 'KB'),
      ...parts,
    ];
  },
};
