import { PrecacheController, type PrecacheEntry, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { keptUrls, remember } from './builds.ts';
import { noticeIn, ownAddress, shownNotice } from './notice.ts';

/**
 * Serves the app shell from the cache, online or not. The new build waits until the person says so; the
 * previous build's files stay, because its pages and its data worker may still be running.
 */
interface WaitableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface WorkerScope {
  readonly __WB_MANIFEST: readonly PrecacheEntry[];
  readonly registration: {
    readonly scope: string;
    showNotification(title: string, options: object): Promise<void>;
  };
  readonly location: { readonly origin: string };
  readonly clients: {
    matchAll(options: object): Promise<readonly WindowClient[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', listener: (event: WaitableEvent) => void): void;
  addEventListener(kind: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(kind: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(kind: 'notificationclick', listener: (event: NoticeEvent) => void): void;
}
interface WindowClient {
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
interface PushEvent extends WaitableEvent {
  readonly data: { json(): unknown } | null;
}
interface NoticeEvent extends WaitableEvent {
  readonly notification: { readonly data: unknown; close(): void };
}
declare const self: WorkerScope;

const RELAY_PATHS = [/^\/api\//, /^\/m\//, /^\/mux/, /^\/y\//, /^\/healthz/, /^\/readyz/, /^\/metrics/];
const BUILDS_CACHE = 'jieli-builds';
const BUILDS_KEY = '/__builds';

const controller = new PrecacheController();
controller.addToCacheList([...self.__WB_MANIFEST]);
registerRoute(new PrecacheRoute(controller));
registerRoute(new NavigationRoute(controller.createHandlerBoundToURL('/index.html'), { denylist: RELAY_PATHS }));
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
);

/** Keeps the files of this build and the one before; forgets older ones. */
const forgetOldBuilds = async (): Promise<void> => {
  const store = await caches.open(BUILDS_CACHE);
  const known: unknown = await (await store.match(BUILDS_KEY))?.json();
  const builds = remember(
    Array.isArray(known) ? (known as string[][]) : [],
    controller.getCachedURLs().map((url) => controller.getCacheKeyForURL(url) ?? url),
  );
  await store.put(BUILDS_KEY, new Response(JSON.stringify(builds)));
  const kept = keptUrls(builds);
  const cache = await caches.open(controller.strategy.cacheName);
  for (const request of await cache.keys()) {
    if (!kept.has(request.url)) await cache.delete(request);
  }
};

self.addEventListener('install', (event) => {
  event.waitUntil(controller.install(event as unknown as Parameters<PrecacheController['install']>[0]));
});
self.addEventListener('activate', (event) => event.waitUntil(forgetOldBuilds()));
self.addEventListener('message', ({ data }) => {
  const asked = typeof data === 'object' && data !== null && 'type' in data ? data.type : null;
  if (asked === 'SKIP_WAITING') void self.skipWaiting();
});

const readPush = ({ data }: PushEvent): unknown => {
  try {
    return data?.json() ?? null;
  } catch {
    return null;
  }
};
self.addEventListener('push', (event) => {
  const { title, options } = shownNotice(noticeIn(readPush(event)), self.location.origin);
  event.waitUntil(self.registration.showNotification(title, options));
});

/** An open page goes there; without one the app opens. */
const goTo = async (path: string): Promise<void> => {
  const [page] = await self.clients.matchAll({ type: 'window' });
  if (page === undefined) await self.clients.openWindow(path);
  else {
    await page.navigate(path);
    await page.focus();
  }
};
self.addEventListener('notificationclick', (event) => {
  const { data } = event.notification;
  const url = typeof data === 'object' && data !== null && 'url' in data ? String(data.url) : '/';
  event.notification.close();
  event.waitUntil(goTo(ownAddress(url, self.location.origin)));
});
