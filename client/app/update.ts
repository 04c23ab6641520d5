import { type Accessor, createSignal } from 'solid-js';

export interface AppUpdate {
  /** A new build is installed and waits. */
  readonly waiting: Accessor<boolean>;
  /** Lets it take over; the page opens again with it. */
  apply(): void;
  /** Not now: asked again at the next start. */
  putOff(): void;
}

/** Where no first screen comes at all, an update may be what mends it, ms. */
const LATEST_MS = 10_000;

/**
 * Registers the service worker of a production build and reports waiting updates. Drafts and the outbox are on
 * disk, so opening again loses nothing; still the person says when. `firstScreen`: when the device can answer what
 * the first screen asks.
 */
export const watchUpdates = (production: boolean, firstScreen: Promise<unknown>): AppUpdate => {
  const [waiting, setWaiting] = createSignal(false);
  if (!production || !('serviceWorker' in navigator)) {
    return { waiting, apply: () => location.reload(), putOff: () => setWaiting(false) };
  }
  // Keeping everything for offline takes much of a slow line: the first screen has it to itself until then.
  const latest = new Promise((resolve) => setTimeout(resolve, LATEST_MS));
  const registered = Promise.race([firstScreen.catch(() => null), latest]).then(async () =>
    (await import('./register-worker.ts')).registerWorker(() => setWaiting(true)),
  );
  return {
    waiting,
    apply: () => void registered.then((worker) => worker?.messageSkipWaiting()),
    putOff: () => setWaiting(false),
  };
};
