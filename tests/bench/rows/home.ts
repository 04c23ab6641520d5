import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { funnel } from '../../../client/locales/zh-CN/funnel.ts';
import { workerScripts } from '../../../client/service-worker/first-load.ts';
import config from '../../e2e/playwright.config.ts';
import {
  changeFilter,
  longestBlock,
  NAME_HELPER,
  openHome,
  openingWritten,
  saveFromStart,
  snapshotWritten,
  workerLine,
} from '../support/home-page.ts';
import { median } from '../support/measure.ts';
import { longestTaskDuring } from '../support/page-tasks.ts';
import { startRelayChild } from '../support/relay-child.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';
import { workerMemory } from '../support/worker-memory.ts';
import { type StoredWorld, storeWorld } from '../support/world.ts';

const ASSETS = fileURLToPath(new URL('../../../dist/client/assets', import.meta.url));
const TERRITORIES = 20;
const REPS_EACH = 5;
/** More than a device holds without letting any sleep: only then a start begins with what the last one left. */
const [CUSTOMERS, QUICK_CUSTOMERS] = [20_000, 3_000];
const MOST_CUSTOMERS = 100_000;
/** What the worker may hold of so many, MB. */
const MOST_HELD_MB = 600;
/** Of each customer: its creation and what is patched, and what is written in its log. */
const [POOL_EVENTS_EACH, LOG_EVENTS_EACH] = [5, 25];
const FILTERS = 9;
/** How long a task of the page may take, ms. */
const MOST_BLOCK_MS = 50;
const BOARD = { kind: 'heatmap', filter: { weeks: 8 } };
const POOL = { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 1 };
const SYNC_LIMIT_MS = 60 * 60_000;

const storeCompany = (customers: number): Promise<StoredWorld> => {
  const each = customers / TERRITORIES;
  return storeWorld({
    seed: 21,
    territories: Array.from({ length: TERRITORIES }, (_, at) => `t${at}`),
    repsEach: REPS_EACH,
    poolEvents: each * POOL_EVENTS_EACH,
    customers: each,
    logEvents: each * LOG_EVENTS_EACH,
    quarters: 1,
  });
};

/** Joins, and waits for everything and for the snapshot the next start begins with; the first sync's time, and somebody to save at. */
const fill = async (
  context: BrowserContext,
  link: string,
): Promise<{ readonly seconds: number; readonly customer: string }> => {
  const page = await context.newPage();
  await page.goto(link);
  const startedAt = performance.now();
  await page.getByRole('button', { name: '加入' }).click();
  await page
    .getByRole('button', { name: /已同步/ })
    .first()
    .waitFor({ timeout: SYNC_LIMIT_MS });
  const seconds = (performance.now() - startedAt) / 1000;
  await page.goto('/');
  await page.locator('[role="grid"] td button').first().waitFor({ timeout: SYNC_LIMIT_MS });
  const line = await workerLine(page, workerAddress());
  await line.call('ask', BOARD);
  await snapshotWritten(page, BOARD.kind);
  await openingWritten(page);
  const { rows } = (await line.call('ask', POOL)) as { readonly rows: readonly { readonly id: string }[] };
  await page.close();
  return { seconds, customer: rows[0]?.id ?? '' };
};

const workerAddress = (): string => `/assets/${workerScripts(ASSETS).first}`;

const HELD = 'the worker holds afterwards, heap and array buffers';
/** A start that only looks: the home stands, every answer comes, a filter is changed. */
const look = async (
  browser: Browser,
  context: BrowserContext,
  { url, customers }: { readonly url: string; readonly customers: number },
): Promise<readonly Finding[]> => {
  const start = await longestTaskDuring(browser, url, async () => {
    const { page, cellMs } = await openHome(context);
    const line = await workerLine(page, workerAddress());
    await line.call('ask', BOARD);
    return { page, cellMs, wholeMs: await page.evaluate(() => performance.now()) };
  });
  const { page, cellMs, wholeMs } = start.result;
  const startMs = await longestBlock(page);
  const change = await longestTaskDuring(browser, url, async () => {
    // The first while the page itself is still answered.
    const changes: { readonly ms: number; readonly fromMs: number }[] = [];
    for (let round = 0; round < FILTERS; round += 1) changes.push(await changeFilter(page, funnel.facets.territory));
    return changes;
  });
  const changes = change.result;
  const changeMs = await longestBlock(page, changes[0]?.fromMs);
  const heldMb = await workerMemory(browser);
  await page.close();
  return [
    atMost('second start: navigation to the first heatmap cell on screen', cellMs / 1000, 's', 2),
    shown('until the worker has answered the heatmap anew from everything', wholeMs / 1000, 's'),
    atMost('longest task of the page meanwhile, on the processor', start.cpuMs, 'ms', MOST_BLOCK_MS),
    shown('the same by the clock, with what else the cores did (0: none above 50 ms)', startMs, 'ms'),
    atMost(
      `another territory chosen, to the changed grid, median of ${FILTERS}`,
      median(changes.map(({ ms }) => ms)),
      'ms',
      100,
    ),
    atMost('longest task of the page meanwhile, on the processor', change.cpuMs, 'ms', MOST_BLOCK_MS),
    shown('the same by the clock, with what else the cores did (0: none above 50 ms)', changeMs, 'ms'),
    shown('the first of these changes, at once when the heatmap was answered', changes[0]?.ms ?? 0, 'ms'),
    shown('slowest of the others', Math.max(...changes.slice(1).map(({ ms }) => ms)), 'ms'),
    customers < MOST_CUSTOMERS ? shown(HELD, heldMb, 'MB') : atMost(HELD, heldMb, 'MB', MOST_HELD_MB),
  ];
};

/** A start in which somebody saves all the time, from the navigation until the heatmap is whole. */
const save = async (context: BrowserContext, customer: string): Promise<readonly Finding[]> => {
  const { saves, allMs } = await saveFromStart(context, workerAddress(), BOARD, customer);
  const [first = 0, ...others] = saves;
  return [
    shown('a first save, asked for at the navigation: waits until the device’s own copies are loaded', first, 'ms'),
    shown(`saves after it until the heatmap was whole, ${allMs / 1000} s after the navigation`, others.length, ''),
    shown('median of them: judged, on disk', median(others), 'ms'),
    shown('slowest of them', Math.max(0, ...others), 'ms'),
  ];
};

/** Founds, fills and measures a company of so many customers. */
const measure = async (customers: number, say: (text: string) => void): Promise<readonly Finding[]> => {
  if (!existsSync(ASSETS)) throw new Error('there is no built client: npm run build');
  say(`writing ${customers} customers …`);
  const relay = await startRelayChild((await storeCompany(customers)).copy());
  const browser = await chromium.launch(config.use?.launchOptions ?? {});
  const context = await browser.newContext({
    baseURL: relay.url,
    locale: 'zh-CN',
    viewport: { width: 1280, height: 800 },
  });
  context.setDefaultTimeout(SYNC_LIMIT_MS);
  await context.addInitScript(NAME_HELPER);
  say(`the relay listens after ${Math.round(relay.startMs / 1000)} s; first sync …`);
  const { seconds: syncS, customer } = await fill(context, await relay.ownerLink());
  say('second start …');
  const looked = await look(browser, context, { url: relay.url, customers });
  const saved = await save(context, customer);
  await browser.close();
  await relay.stop();
  const [load = 0] = loadavg();
  const what = `customers; first sync took ${Math.round(syncS)} s; load of the machine ${load.toFixed(1)}`;
  return [shown(what, customers, ''), ...looked, ...saved];
};

const TITLE = 'A manager’s home in Chromium, 20 territories, 30 events a customer, second start';
/** The start of a manager's device that holds a whole company, in a real browser. */
export const home: BenchRow = {
  name: 'home',
  title: TITLE,
  run: ({ quick, say }) => measure(quick ? QUICK_CUSTOMERS : CUSTOMERS, say),
};
/** The same of the largest company: half an hour to an hour, and heap for its relay, `NODE_OPTIONS=--max-old-space-size=12000`. */
export const largeHome: BenchRow = {
  name: 'large-home',
  title: `${TITLE}, ${MOST_CUSTOMERS.toLocaleString('en')} customers`,
  isOnlyNamed: true,
  run: ({ quick, say }) => measure(quick ? QUICK_CUSTOMERS : MOST_CUSTOMERS, say),
};
