import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { HttpErrorCode } from '#protocol';
import type { LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { StorageFailure } from '../storage/contract.ts';
import type { makeApi } from './api.ts';
import { HttpRefusal, sendRefusal, sendText } from './exchange.ts';

type Taker = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<boolean>;

export interface RequestDeps {
  readonly log: Pick<LogService, 'health'>;
  readonly metrics: Metrics;
  readonly api: ReturnType<typeof makeApi>;
  readonly blobs: Taker;
  readonly links: Taker;
  readonly files: Taker;
  /** Told of what nobody foresaw; the request itself gets a generic answer. */
  readonly report: (cause: unknown) => void;
}

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), camera=(self), microphone=(self)',
} as const;

const operatorPage = ({ log, metrics }: RequestDeps, pathname: string, response: ServerResponse): boolean => {
  if (pathname === '/healthz') sendText(response, 200, 'ok\n');
  else if (pathname === '/readyz') {
    const health = log.health();
    sendText(response, health === 'storageFailing' ? 503 : 200, `${health}\n`);
  } else if (pathname === '/metrics') sendText(response, 200, metrics.text());
  else return false;
  return true;
};

const answer = async (deps: RequestDeps, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { pathname } = new URL(request.url ?? '/', 'http://relay');
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (isReading && operatorPage(deps, pathname, response)) return;
  const handler = deps.api.get(`${request.method} ${pathname}`);
  if (handler) {
    await handler(request, response);
    return;
  }
  if (await deps.blobs(request, response, pathname)) return;
  if (await deps.links(request, response, pathname)) return;
  if (!pathname.startsWith('/api/') && isReading && (await deps.files(request, response, pathname))) return;
  throw new HttpRefusal('notFound');
};

const codeOf = (cause: unknown, report: (cause: unknown) => void): HttpErrorCode => {
  if (cause instanceof HttpRefusal) return cause.code;
  if (cause instanceof StorageFailure) return 'storageFailing';
  if (cause instanceof TypeError && 'code' in cause && cause.code === 'ERR_INVALID_URL') return 'badRequest';
  report(cause);
  return 'badRequest';
};

/** Answers every request; nothing a request does ends the process. */
export const makeRequestListener =
  (deps: RequestDeps): RequestListener =>
  (request, response) => {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
    request.on('error', () => response.destroy());
    answer(deps, request, response).catch((cause: unknown) => {
      const code = codeOf(cause, deps.report);
      if (cause instanceof HttpRefusal && !response.headersSent) {
        for (const [name, value] of Object.entries(cause.headers)) response.setHeader(name, value);
      }
      deps.metrics.count('jieli_http_refused_total', code);
      // What is left of the body is not read: the connection ends with the answer.
      if (!request.complete) response.setHeader('connection', 'close');
      sendRefusal(response, code);
    });
  };

/** PEM texts of `TLS_CERT` and `TLS_KEY`. */
export interface TlsPair {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** @throws Error when the pair is not usable */
export const makeServer = (tls: TlsPair | null, listener: RequestListener): Server => {
  const server = tls === null ? createServer(listener) : createSecureServer({ ...tls }, listener);
  server.headersTimeout = 20_000;
  server.requestTimeout = 120_000;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });
  return server;
};
