import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import type { ScratchAct } from './support/scratch-worker.ts';

const entry = fileURLToPath(new URL('./support/scratch-worker.ts', import.meta.url));
const FILE_BYTES = 1_048_576;

/** The worker as one script. */
const bundled = async (): Promise<string> => {
  const output = (await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, minify: false, target: 'es2022', lib: { entry, formats: ['es'], fileName: 'worker' } },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = output[0]?.output ?? [];
  if (chunk === undefined) throw new Error('nothing was built');
  return chunk.code;
};

let server: Server;
let url: string;
test.beforeAll(async () => {
  const code = await bundled();
  server = createServer(({ url: path }, response) => {
    const isWorker = path === '/worker.js';
    response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html');
    response.end(isWorker ? code : '<!doctype html><title>scratch</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
test.afterAll(() => server.close());

type Kind = 'shared' | 'dedicated';
/** A worker of its own, which does what it is told. */
const openWorker = async (page: Page, kind: Kind, name: string) => {
  await page.evaluate(
    ({ isShared, called }) => {
      const worker = isShared
        ? new SharedWorker('/worker.js', { type: 'module', name: called }).port
        : new Worker('/worker.js', { type: 'module' });
      Object.assign(globalThis, { [called]: worker });
    },
    { isShared: kind === 'shared', called: `worker-${name}` },
  );
  return async (act: ScratchAct, given?: unknown): Promise<unknown> => {
    const answer = await page.evaluate(
      ({ called, told }) =>
        new Promise<{ readonly result?: unknown; readonly error?: string }>((resolve) => {
          const worker = (globalThis as unknown as Record<string, Worker>)[called];
          if (worker === undefined) throw new Error('there is no such worker');
          worker.onmessage = ({ data }) => resolve(data);
          worker.postMessage(told);
        }),
      { called: `worker-${name}`, told: [act, given] },
    );
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  };
};

for (const kind of ['shared', 'dedicated'] as const) {
  test(`[SL-8] a ${kind} worker goes on with the files another left marked`, async ({ page }) => {
    await page.goto(url);
    const first = await openWorker(page, kind, 'first');
    for (const _ of [1, 2]) await first('fill');
    const marked = await first('mark');
    await first('close');
    expect(await first('list')).toHaveLength(3);
    const next = await openWorker(page, kind, 'next');
    await next('begin', marked);
    expect(await next('readAll')).toBe(0);
    await next('fill');
    expect(await next('readAll')).toBe(0);
    await next('forget');
    // until another mark is good, a start may begin with this one
    expect(await next('list')).toHaveLength(3);
    await next('mark');
    await expect.poll(() => next('list')).toHaveLength(1);
  });

  test(`[SL-7][SL-3][SL-4] a ${kind} worker lays files down, reads them while it waits, and deletes what is not needed`, async ({
    page,
  }) => {
    await page.goto(url);
    const tell = await openWorker(page, kind, 'one');
    for (const _ of [1, 2, 3]) await tell('fill');
    expect(await tell('counts')).toEqual({ written: 3, refused: 0, told: 0 });
    const sizes = (await tell('list')) as number[];
    expect(sizes).toHaveLength(3);
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(FILE_BYTES);
    for (const _ of [1, 2]) expect(await tell('readAll')).toBe(0);
    await tell('forget');
    await expect.poll(() => tell('list')).toEqual([]);
  });
}

test('[SL-5][SL-7] a scratch that is closed or wiped holds nothing any more', async ({ page }) => {
  await page.goto(url);
  const tell = await openWorker(page, 'shared', 'closed');
  await tell('fill');
  expect(await tell('list')).toHaveLength(1);
  await tell('close');
  expect(await tell('list')).toEqual([]);
  const other = await openWorker(page, 'shared', 'wiped');
  await other('fill');
  await other('wipe');
  expect(await other('list')).toEqual([]);
});

test('[SL-5][SL-6] another worker sweeps what one before it left, which is told of by name when that still runs', async ({
  page,
}) => {
  await page.goto(url);
  const robbed = await openWorker(page, 'shared', 'robbed');
  await robbed('fill');
  const next = await openWorker(page, 'dedicated', 'next');
  await next('sweep');
  expect(await next('list')).toEqual([]);
  await next('fill');
  expect(await robbed('readAll')).toBe('RecordsLost');
  expect(await robbed('counts')).toEqual({ written: 1, refused: 0, told: 1 });
  await robbed('close');
  expect(await next('list')).toHaveLength(1);
  expect(await next('readAll')).toBe(0);
});

test('[SL-7][SL-3] where hardly any room is left nothing is written, and everything is read from memory', async ({
  page,
}) => {
  await page.goto(url);
  const tell = await openWorker(page, 'shared', 'full');
  await tell('fillUp');
  await tell('fill');
  expect(await tell('counts')).toEqual({ written: 0, refused: 1, told: 0 });
  expect(await tell('list')).toEqual([]);
  expect(await tell('readAll')).toBe(0);
});
