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
  // left to the relay by the service worker, which answers everything else with the app
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

const keptKinds = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const open = indexedDB.open('jieli');
    await new Promise((resolve) => {
      open.onsuccess = resolve;
    });
    const kept = open.result.transaction('snapshot').objectStore('snapshot').getAll();
    await new Promise((resolve) => {
      kept.onsuccess = resolve;
    });
    open.result.close();
    const [snapshot] = kept.result as { readonly answers: readonly (readonly [query: string])[] }[];
    return snapshot?.answers.map(([query]) => JSON.parse(query).kind) ?? [];
  });

/** Resolves when what the next start begins with has an answer of that kind. */
export const snapshotWritten = (page: Page, kind: string): Promise<void> =>
  expect.poll(() => keptKinds(page), { timeout: 60_000 }).toContain(kind);

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
  call(method: 'ask' | 'run', argument: unknown): Promise<unknown>;
  /** Runs such commands one after the other until `question` is answered; how long each took, ms. */
  saveUntil(question: unknown, subject: string): Promise<{ readonly saves: readonly number[]; readonly allMs: number }>;
}

/** `script`: address of the worker. */
export const workerLine = async (page: Page, script: string): Promise<WorkerLine> => {
  await page.evaluate((address) => {
    const { port } = new SharedWorker(address, { type: 'module' });
    const waiting = new Map<number, (value: unknown) => void>();
    port.onmessage = ({ data }) => {
      if (data.type === 'failure') throw new Error(data.message);
      if (data.type === 'result') waiting.get(data.id)?.(data.value);
    };
    const call = (method: string, argument: unknown): Promise<unknown> =>
      new Promise((resolve) => {
        const id = waiting.size + 1;
        waiting.set(id, resolve);
        port.postMessage({ type: 'call', id, method, args: [argument] });
      });
    Object.assign(window, { call });
  }, script);
  return {
    call: (method, argument) =>
      page.evaluate(
        ([name, given]) =>
          (window as unknown as { call(method: string, argument: unknown): Promise<unknown> }).call(name, given),
        [method, argument] as const,
      ),
    saveUntil: (question, subject) =>
      page.evaluate(
        async ([asked, customer]) => {
          const { call } = window as unknown as { call(method: string, argument: unknown): Promise<unknown> };
          const startedAt = performance.now();
          const saves: number[] = [];
          const answer = { isHere: false };
          void call('ask', asked).then(() => {
            answer.isHere = true;
          });
          while (!answer.isHere) {
            const from = performance.now();
            const payload = { channel: 'call', answered: true, summary: `第${saves.length}次`, atMs: Date.now() };
            const outcome = await call('run', { type: 'interactionRecorded', subject: customer, payload });
            if ((outcome as { readonly kind: string }).kind !== 'saved') throw new Error(JSON.stringify(outcome));
            saves.push(performance.now() - from);
          }
          return { saves, allMs: performance.now() - startedAt };
        },
        [question, subject] as const,
      ),
  };
};
