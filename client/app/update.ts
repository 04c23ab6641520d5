import { type Accessor, createSignal } from 'solid-js';
import { Workbox } from 'workbox-window';

export interface AppUpdate {
  /** A new build is installed and waits. */
  readonly waiting: Accessor<boolean>;
  /** Lets it take over; the page opens again with it. */
  apply(): void;
  /** Not now: asked again at the next start. */
  putOff(): void;
}

const CHECK_EVERY_MS = 30 * 60_000;

/**
 * Registers the service worker of a production build and reports waiting updates. Drafts and the outbox are on
 * disk, so opening again loses nothing; still the person says when.
 */
export const watchUpdates = (production: boolean): AppUpdate => {
  const [waiting, setWaiting] = createSignal(false);
  if (!production || !('serviceWorker' in navigator)) {
    return { waiting, apply: () => location.reload(), putOff: () => setWaiting(false) };
  }
  const worker = new Workbox('/sw.js');
  worker.addEventListener('waiting', () => setWaiting(true));
  worker.addEventListener('controlling', (event) => {
    if (event.isUpdate) location.reload();
  });
  void worker.register().catch(() => null);
  setInterval(() => void worker.update().catch(() => null), CHECK_EVERY_MS);
  return { waiting, apply: () => worker.messageSkipWaiting(), putOff: () => setWaiting(false) };
};
