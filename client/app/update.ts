import { type Accessor, createSignal } from 'solid-js';

export interface AppUpdate {
  /** A new build is installed and waits. */
  readonly waiting: Accessor<boolean>;
  /** Lets it take over; the page opens again with it. */
  apply(): void;
  /** Not now: asked again at the next start. */
  putOff(): void;
}

/** Without a line it cannot be had. */
const whenOnline = async (): Promise<void> => {
  if (navigator.onLine) return;
  await new Promise<void>((resolve) => addEventListener('online', () => resolve(), { once: true }));
};

/**
 * Registers the service worker of a production build at once (later, a device that goes offline in its first seconds
 * is left with half of one) and reports waiting updates. Drafts and the outbox are on
 * disk, so opening again loses nothing; still the person says when.
 */
export const watchUpdates = (production: boolean): AppUpdate => {
  const [waiting, setWaiting] = createSignal(false);
  if (!production || !('serviceWorker' in navigator)) {
    return { waiting, apply: () => location.reload(), putOff: () => setWaiting(false) };
  }
  const registered = whenOnline()
    .then(() => import('./register-worker.ts'))
    .then(({ registerWorker }) => registerWorker(() => setWaiting(true)))
    // The line broke meanwhile: the next start tries again.
    .catch(() => null);
  return {
    waiting,
    apply: () => void registered.then((worker) => worker?.messageSkipWaiting()),
    putOff: () => setWaiting(false),
  };
};
