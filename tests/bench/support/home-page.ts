import { type BrowserContext, expect, type Page } from '@playwright/test';

/** The loader of TypeScript names functions by a helper, which those that go to a page miss there. */
export const NAME_HELPER = 'globalThis.__name = (named) => named';

/** What a page noted of itself since its navigation, ms. */
interface Noted {
  firstCellMs: number;
  /** Tasks of the main thread longer than the browser's 50 ms. */
  readonly blocks: { readonly fromMs: number; readonly ms: number }[];
}
const notedBy = (): Noted => (window as unknown as { readonly noted: Noted }).noted;

const note = (): void => {
  const noted: Noted = { firstCellMs: 0, blocks: [] };
  Object.assign(window, { noted });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) noted.blocks.push({ fromMs: startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });
  const look = (): void => {
    if (document.querySelector('[role="grid"] td button') === null) requestAnimationFrame(look);
    else noted.firstCellMs = performance.now();
  };
  requestAnimationFrame(look);
};

/** The worker of the pages before has ended: what comes is a start. */
const workerEnded = async (page: Page): Promise<void> => {
  // Not the app, which the service worker gives for any other address.
  await page.goto('/healthz');
  const held = () => page.evaluate(async () => (await navigator.locks.query()).held?.length ?? 0);
  await expect.poll(held, { timeout: 60_000 }).toBe(0);
};

/** Starts anew at the home of somebody signed in; resolves with the page when its first heatmap cell is on screen. */
export const openHome = async (context: BrowserContext): Promise<{ readonly page: Page; readonly cellMs: number }> => {
  const page = await context.newPage();
  await workerEnded(page);
  await page.addInitScript(note);
  await page.goto('/');
  await page.waitForFunction(() => (window as unknown as { readonly noted: Noted }).noted.firstCellMs > 0);
  return { page, cellMs: (await page.evaluate(notedBy)).firstCellMs };
};

/** Everything in one store of the worker's. */
const storedIn = (page: Page, store: string): Promise<readonly unknown[]> =>
  page.evaluate(async (name) => {
    const open = indexedDB.open('jieli');
    await new Promise((resolve) => {
      open.onsuccess = resolve;
    });
    const kept = open.result.transaction(name).objectStore(name).getAll();
    await new Promise((resolve) => {
      kept.onsuccess = resolve;
    });
    open.result.close();
    return kept.result;
  }, store);

const keptKinds = async (page: Page): Promise<readonly string[]> => {
  const [snapshot] = (await storedIn(page, 'snapshot')) as {
    readonly answers: readonly (readonly [query: string])[];
  }[];
  return snapshot?.answers.map(([query]) => JSON.parse(query).kind) ?? [];
};

/** Resolves when what the next start shows first has an answer of that kind. */
export const snapshotWritten = (page: Page, kind: string): Promise<void> =>
  expect.poll(() => keptKinds(page), { timeout: 60_000 }).toContain(kind);

/** Resolves when there is what the next start's fold begins with. */
export const openingWritten = (page: Page): Promise<void> =>
  expect
    .poll(async () => (await storedIn(page, 'meta')).some((one) => (one as { files?: unknown }).files !== undefined), {
      timeout: 1_800_000,
    })
    .toBe(true);

/** Longest block of the page's main thread that began after `fromMs` of the page; 0 = none above 50 ms. */
export const longestBlock = async (page: Page, fromMs = 0): Promise<number> => {
  const { blocks } = await page.evaluate(notedBy);
  return Math.max(0, ...blocks.filter((block) => block.fromMs >= fromMs).map(({ ms }) => ms));
};

/** Chooses another value of a filter and waits for the frame with another grid; ms, and when it began on the page. */
export const changeFilter = (page: Page, label: string): Promise<{ readonly ms: number; readonly fromMs: number }> =>
  page.evaluate(async (name) => {
    const select = document.querySelector<HTMLSelectElement>(`select[aria-label="${name}"]`);
    const grid = document.querySelector<HTMLElement>('[role="grid"]');
    if (select === null || grid === null) throw new Error(`no filter ${name}`);
    const before = grid.innerText;
    const fromMs = performance.now();
    select.selectedIndex += 1;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    while (document.querySelector<HTMLElement>('[role="grid"]')?.innerText === before)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return { ms: performance.now() - fromMs, fromMs };
  }, label);

/** Calls of the data worker, made by a second connection of the same page, as the page itself makes them. */
export interface WorkerLine {
  call(method: 'ask', argument: unknown): Promise<unknown>;
}
interface Calling {
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
}

/** Connects the page that runs it; what has no answer when the data gets an owner is sent again. */
const connect = (script: string): void => {
  const { port } = new SharedWorker(script, { type: 'module' });
  const waiting = new Map<number, { readonly message: unknown; readonly resolve: (value: unknown) => void }>();
  let calls = 0;
  port.onmessage = ({ data }) => {
    if (data.type === 'failure') throw new Error(data.message);
    if (data.type === 'changed') for (const { message } of waiting.values()) port.postMessage(message);
    if (data.type !== 'result') return;
    waiting.get(data.id)?.resolve(data.value);
    waiting.delete(data.id);
  };
  const call = (method: string, ...args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve) => {
      calls += 1;
      const message = { type: 'call', id: calls, method, args };
      waiting.set(calls, { message, resolve });
      port.postMessage(message);
    });
  Object.assign(window, { call });
};

/** `script`: address of the worker. */
export const workerLine = async (page: Page, script: string): Promise<WorkerLine> => {
  await page.evaluate(connect, script);
  return {
    call: (method, argument) =>
      page.evaluate(([name, given]) => (window as unknown as Calling).call(name, given), [method, argument] as const),
  };
};

/** Saves made one after the other: how long each took, and when the last was done, ms since the navigation. */
interface Saved {
  readonly saves: readonly number[];
  readonly allMs: number;
}
const savesUntil = ([question, customer]: readonly [question: unknown, customer: string]): void => {
  const run = async (): Promise<Saved> => {
    const { call } = window as unknown as Calling;
    const saves: number[] = [];
    const answer = { isHere: false };
    void call('ask', question).then(() => {
      answer.isHere = true;
    });
    while (!answer.isHere) {
      const from = performance.now();
      const payload = { channel: 'call', answered: true, summary: `第${saves.length}次`, atMs: Date.now() };
      const command = { type: 'interactionRecorded', subject: customer, payload };
      const outcome = await call('run', command, `save-${Date.now()}-${saves.length}`);
      if ((outcome as { readonly kind: string }).kind !== 'saved') throw new Error(JSON.stringify(outcome));
      saves.push(performance.now() - from);
    }
    return { saves, allMs: performance.now() };
  };
  Object.assign(window, { saved: run() });
};

/**
 * Starts anew at the home of somebody who saves from the navigation on, one save after the other, until `question` is
 * answered; `script`: address of the worker.
 */
export const saveFromStart = async (
  context: BrowserContext,
  script: string,
  question: unknown,
  customer: string,
): Promise<Saved> => {
  const page = await context.newPage();
  await workerEnded(page);
  await page.addInitScript(connect, script);
  await page.addInitScript(savesUntil, [question, customer] as const);
  await page.goto('/');
  const saved = await page.evaluate(() => (window as unknown as { readonly saved: Promise<Saved> }).saved);
  await page.close();
  return saved;
};
