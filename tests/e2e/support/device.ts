import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { type Network, openNetwork } from './network.ts';
import type { RelayProcess } from './relay-process.ts';

/** One person's phone or desktop: a browser profile of its own with a network of its own. */
export interface Device {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly network: Network;
  /** Faults of the page: uncaught errors and everything logged as error but failed fetches, which offline means. */
  readonly faults: readonly string[];
  /** Opens an address of the app, e.g. `/pool`. */
  go(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface DeviceOptions extends BrowserContextOptions {
  /** Without SharedWorker, as some Android browsers are. */
  readonly dedicatedWorker?: boolean;
}

export const DESKTOP: DeviceOptions = { viewport: { width: 1280, height: 800 }, hasTouch: false };

const OFFLINE = /Failed to load resource|WebSocket connection|net::ERR_|Failed to fetch|bad HTTP response/;

const watchPage = (page: Page, faults: string[]): void => {
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !OFFLINE.test(message.text())) faults.push(message.text());
  });
};

/** No step of a sheet that has closed is still to be walked back over. */
const stepsGone = async (page: Page): Promise<void> => {
  const left = (): Promise<number> =>
    page.evaluate(() => {
      const { layers = 0 } = (history.state ?? {}) as { readonly layers?: number };
      return Math.max(0, layers - document.querySelectorAll('[role=dialog], [role=alertdialog], dialog[open]').length);
    });
  await expect.poll(left).toBe(0);
};
/** Loading a page calls off what is under way in the history, and is called off by it: a driver is quicker than people. */
const loadOnceStepsAreGone = (page: Page): void => {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (...given) => {
    await stepsGone(page);
    return goto(...given);
  };
  page.reload = async (...given) => {
    await stepsGone(page);
    return reload(...given);
  };
};

export const openDevice = async (
  browser: Browser,
  relay: RelayProcess,
  options: DeviceOptions = {},
): Promise<Device> => {
  const { dedicatedWorker = false, ...contextOptions } = options;
  const network = await openNetwork(relay.url);
  const context = await browser.newContext({ ...contextOptions, baseURL: network.url });
  const faults: string[] = [];
  context.on('page', (page) => {
    watchPage(page, faults);
    loadOnceStepsAreGone(page);
  });
  const page = await context.newPage();
  if (dedicatedWorker) {
    await page.goto('/robots.txt');
    await page.evaluate(() => sessionStorage.setItem('jieli.worker', 'dedicated'));
  }
  return {
    page,
    context,
    network,
    faults,
    go: async (path) => {
      await page.goto(path);
    },
    close: async () => {
      await context.close();
      await network.close();
    },
  };
};

/** Pages open without the network from here on: everything is kept and the service worker answers. */
export const expectKept = async ({ page }: Device): Promise<void> => {
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).active !== null)).toBe(true);
};

/** The badge says that everything saved here is durable at the relay. */
export const expectSynced = async (device: Device): Promise<void> => {
  await expect(device.page.getByRole('button', { name: /已同步/ }).first()).toBeVisible();
};
