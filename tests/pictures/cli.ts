/**
 * `npm run pictures [-- name …]`: makes the pictures of docs/pictures anew, of the demo company in a real browser: every
 * screen on a phone and a desktop, light and dark. Needs a built client.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type CDPSession, chromium, expect, type Page } from '@playwright/test';
import config from '../e2e/playwright.config.ts';
import buildRelay from '../e2e/support/build-relay.ts';
import { type RelayProcess, startRelay } from '../e2e/support/relay-process.ts';
import { SCREENS, type Screen, type Who } from './screens.ts';

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const SIZES = {
  phone: { width: 390, height: 844, deviceScaleFactor: 2, mobile: true },
  desktop: { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false },
} as const;
type Size = keyof typeof SIZES;
const LIGHTS = [
  { colorScheme: 'light', ending: '' },
  { colorScheme: 'dark', ending: '-dark' },
] as const;
/** How long a step may take, ms: a device of the demo reads a year at its first. */
const LIMIT_MS = 180_000;

interface Camera {
  readonly page: Page;
  readonly devtools: CDPSession;
}

/** One device a person, whatever its size: another would have to read everything again. */
const signIn = async (browser: Browser, relay: RelayProcess, who: Who): Promise<Camera> => {
  const context = await browser.newContext({
    baseURL: relay.url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: null,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(LIMIT_MS);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const links = relay.announced['demoLinks'] as Readonly<Record<Who, string>>;
  await page.goto(links[who]);
  await page.getByRole('button', { name: '加入' }).click();
  await page
    .getByRole('button', { name: /已同步/ })
    .first()
    .waitFor();
  return { page, devtools };
};

/** Nothing is being read, and nothing moves but what never ends. */
const still = async (page: Page): Promise<void> => {
  await expect(page.getByText('正在读取…')).toHaveCount(0, { timeout: LIMIT_MS });
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
  });
};

const take = async ({ page, devtools }: Camera, { name, path, open }: Screen, size: Size): Promise<void> => {
  await devtools.send('Emulation.setDeviceMetricsOverride', SIZES[size]);
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: SIZES[size].mobile });
  for (const { colorScheme, ending } of LIGHTS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(path);
    // Everything the device holds is in its answers by then.
    await page.getByText('已同步').first().waitFor({ state: 'attached' });
    await still(page);
    await open?.(page);
    await still(page);
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'png' });
    await writeFile(`${FOLDER}${size}-${name}${ending}.png`, data, 'base64');
    console.log(`${size}-${name}${ending}`);
  }
};

const wantedScreens = (wanted: readonly string[]): readonly Screen[] => {
  const names = SCREENS.map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no picture ${unknown}; there are ${names.join(', ')}`);
  return SCREENS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
};

const takeAll = async (browser: Browser, relay: RelayProcess, screens: readonly Screen[]): Promise<void> => {
  for (const who of ['rep', 'manager'] as const) {
    const own = screens.filter((screen) => screen.who === who);
    if (own.length === 0) continue;
    const camera = await signIn(browser, relay, who);
    for (const screen of own) {
      for (const size of ['phone', 'desktop'] as const) await take(camera, screen, size);
    }
    await camera.page.context().close();
  }
};

const screens = wantedScreens(process.argv.slice(2));
await buildRelay();
const relay = await startRelay('--demo');
const browser = await chromium.launch(config.use?.launchOptions ?? {});
try {
  await takeAll(browser, relay, screens);
} finally {
  await browser.close();
  await relay.dispose();
}
