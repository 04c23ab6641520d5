import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Metrics } from '../metrics/metrics.ts';
import { StorageFailure } from '../storage/contract.ts';
import { HttpRefusal, sendJson, sendRefusal } from './respond.ts';
import { type RouteDeps, routeApi } from './routes.ts';
import { SECURITY_HEADERS } from './static-files.ts';

export interface ListenerDeps extends RouteDeps {
  readonly metrics: Metrics;
  readonly serveStatic: (request: IncomingMessage, response: ServerResponse) => void;
  readonly isOwnOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  /** A fault of ours: told to the operator, never to the asker. */
  readonly reportFault: (cause: unknown) => void;
}

const isRead = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD';

const health = ({ log }: ListenerDeps, response: ServerResponse): void => {
  const state = log.health();
  sendJson(response, { health: state, tick: log.lastTick() }, state === 'storageFailing' ? 503 : 200);
};

const api = async (deps: ListenerDeps, request: IncomingMessage, response: ServerResponse, path: string) => {
  if (!isRead(request.method) && !deps.isOwnOrigin(request.headers.origin, request.headers.host)) {
    throw new HttpRefusal('wrongOrigin');
  }
  response.setHeader('x-content-type-options', 'nosniff');
  await routeApi({ request, response, deps }, path);
};

const answerFault = (deps: ListenerDeps, response: ServerResponse, cause: unknown): void => {
  const code = cause instanceof HttpRefusal ? cause.code : cause instanceof StorageFailure ? 'storageFailing' : null;
  deps.metrics.count('jieli_http_refused_total', code ?? 'fault');
  if (code === null) deps.reportFault(cause);
  if (response.headersSent) response.destroy();
  else if (code !== null) sendRefusal(response, code);
  else sendJson(response, { error: 'fault' }, 500);
};

/** All of the relay's HTTP: health, metrics, the interface under `/api`, and the app itself. */
export const makeRequestListener =
  (deps: ListenerDeps): RequestListener =>
  (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === '/healthz' || path === '/readyz') return health(deps, response);
    if (path === '/metrics') {
      response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/plain; version=0.0.4' });
      return response.end(deps.metrics.text());
    }
    if (path.startsWith('/api/')) {
      void api(deps, request, response, path).catch((cause: unknown) => answerFault(deps, response, cause));
      return;
    }
    if (isRead(request.method)) return deps.serveStatic(request, response);
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
  };
