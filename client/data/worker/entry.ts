import { makeFirstModels } from '../answers/first-models.ts';
import { newIdFrom } from '../ids/new-id.ts';
import { openBrowserPlatform, randomBytes } from './browser-platform.ts';
import { DataCore } from './core.ts';
import { openWorkerChannel, WorkerHost } from './host.ts';
import { fetchedLater } from './later.ts';
import type { ToWorker } from './messages.ts';

/**
 * The data worker of a browser: the same code as SharedWorker (main path) and as dedicated worker, which differ
 * only in how pages reach them.
 */
const start = async (onStale: () => void): Promise<DataCore> => {
  let core: DataCore | null = null;
  const { platform, onlineOnly } = await openBrowserPlatform(() => core?.isSaving() ?? false);
  const later = fetchedLater(async () => (await import('./fetched-parts.ts')).laterParts, platform.timers);
  core = new DataCore({ platform, later, makeReadModels: makeFirstModels, build: location.href, onlineOnly, onStale });
  await core.start();
  return core;
};

const host = new WorkerHost({
  start,
  name: newIdFrom(randomBytes),
  build: location.href,
  locks: navigator.locks,
  channel: openWorkerChannel(),
  mono: () => performance.now(),
});

interface PagePort {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}
const serve = (port: PagePort): void => {
  const take = host.connect((message) => port.postMessage(message));
  port.onmessage = ({ data }) => take(data as ToWorker);
};

const scope = globalThis as unknown as { onconnect?: unknown; postMessage?: unknown };
if ('onconnect' in scope) {
  scope.onconnect = ({ ports }: { readonly ports: readonly MessagePort[] }) => {
    for (const port of ports) serve(port);
  };
} else serve(globalThis as unknown as PagePort);
