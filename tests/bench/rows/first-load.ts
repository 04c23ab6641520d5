import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { funnel } from '../../../client/locales/zh-CN/funnel.ts';
import { today } from '../../../client/locales/zh-CN/today.ts';
import { FIRST_LOAD_KB, sizesOf, withImports, workerScripts } from '../../../client/service-worker/first-load.ts';
import config from '../../e2e/playwright.config.ts';
import { foundCompany } from '../../e2e/support/company.ts';
import type { Device } from '../../e2e/support/device.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';

const ASSETS = fileURLToPath(new URL('../../../dist/client/assets', import.meta.url));
const PHONE = { viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' } as const;

/**
 * Scripts a device fetched until its home page stood: those of the page as it asked for them, and the worker's. The
 * page it joined on is closed first, so that the worker starts anew as it does on a first visit.
 */
const scriptsAtHome = async (
  { context }: Device,
  landmark: string,
  ...worker: readonly string[]
): Promise<ReadonlySet<string>> => {
  for (const open of context.pages()) await open.close();
  const page = await context.newPage();
  const scripts = new Set<string>();
  page.on('request', (request) => {
    const name = /\/assets\/([\w.-]+\.js)$/.exec(request.url())?.[1];
    if (name !== undefined) scripts.add(name);
  });
  await page.goto('/');
  await page.getByText(landmark).first().waitFor();
  const fetched = new Set([...scripts, ...withImports(ASSETS, ...worker)]);
  await page.close();
  return fetched;
};

const totalOf = (files: ReadonlySet<string>): number => sizesOf(ASSETS, files).reduce((sum, { kb }) => sum + kb, 0);

export const firstLoad: BenchRow = {
  name: 'first-load',
  title: 'First load: all gzipped script until the home page of a phone stands, worker included',
  async run() {
    if (!existsSync(ASSETS)) throw new Error('there is no built client: npm run build');
    const browser = await chromium.launch(config.use?.launchOptions ?? {});
    const company = await foundCompany(browser, PHONE);
    const rep = await company.hire({ name: '小李', role: '销售' });
    const { first, later } = workerScripts(ASSETS);
    const [repFiles, ownerFiles] = [
      await scriptsAtHome(rep, today.nothingAtAll.title, first),
      await scriptsAtHome(company.owner, funnel.empty.title, first, later),
    ];
    await company.close();
    await browser.close();
    const parts: Finding[] = sizesOf(ASSETS, repFiles).map(({ file, kb }) => shown(file, kb, 'KB'));
    return [
      atMost(
        `a salesperson’s 今日: ${repFiles.size} scripts that Chromium asked for, and the worker with its static imports`,
        totalOf(repFiles),
        'KB',
        FIRST_LOAD_KB,
      ),
      shown(
        `the owner’s home, with what the worker fetches to answer it: ${ownerFiles.size} scripts`,
        totalOf(ownerFiles),
        'KB',
      ),
      ...parts,
    ];
  },
};
