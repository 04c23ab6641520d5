import { Workbox } from 'workbox-window';

const CHECK_EVERY_MS = 30 * 60_000;

/** `null` where the browser refuses it: the app works, only without a start from the icon with no network. */
export const registerWorker = async (onWaiting: () => void): Promise<Workbox | null> => {
  try {
    const worker = new Workbox('/sw.js');
    worker.addEventListener('waiting', onWaiting);
    worker.addEventListener('controlling', (event) => {
      if (event.isUpdate) location.reload();
    });
    await worker.register();
    setInterval(() => void worker.update().catch(() => null), CHECK_EVERY_MS);
    return worker;
  } catch {
    return null;
  }
};
