import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { makeHttpClient } from '../../../sync-relay/notifiers/http-client.ts';

let server: Server | null = null;
const portOf = (one: Server): number => (one.address() as AddressInfo).port;
const serve = (answer: (response: ServerResponse, body: string) => void): Promise<string> =>
  new Promise((resolve) => {
    const listening = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => answer(response, String(Buffer.concat(chunks))));
    });
    server = listening;
    listening.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${portOf(listening)}/`));
  });
const close = (): Promise<void> =>
  new Promise((resolve) => {
    server?.closeAllConnections();
    if (server === null) resolve();
    else server.close(() => resolve());
    server = null;
  });
afterEach(close);

const post = (url: string) => makeHttpClient()({ method: 'POST', url, headers: {}, body: 'hello' });

it('[NT-1] an answer comes back with status, headers and text', async () => {
  const url = await serve((response, body) => {
    response.writeHead(429, { 'retry-after': '7' });
    response.end(`got ${body}`);
  });
  expect(await post(url)).toMatchObject({
    kind: 'answered',
    status: 429,
    text: 'got hello',
    headers: { 'retry-after': '7' },
  });
});
it('[NT-3] a connection lost after the request was read is silent: it may have been taken', async () => {
  const url = await serve((response) => response.destroy());
  expect(await post(url)).toMatchObject({ kind: 'silent' });
});
it('[NT-4] a port nobody listens on and a name nobody has are unreachable', async () => {
  const url = await serve((response) => response.end());
  await close();
  expect(await post(url)).toEqual({ kind: 'unreachable', detail: 'ECONNREFUSED' });
  expect(await post('http://nobody.invalid/')).toMatchObject({ kind: 'unreachable' });
});
it('[NT-4] a redirect is not followed', async () => {
  const url = await serve((response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/' });
    response.end();
  });
  expect(await post(url)).toMatchObject({ kind: 'answered', status: 302 });
});
