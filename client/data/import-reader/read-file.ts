import type { ReadOutcome } from './table.ts';

/**
 * Reads a file beside the page, in a worker that lives only for it. A worker that dies (out of memory, say) is a
 * file that cannot be read: the page stays.
 */
export const readFile = (file: Blob): Promise<ReadOutcome> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./reader-worker.ts', import.meta.url), { type: 'module' });
    const settle = (outcome: ReadOutcome): void => {
      worker.terminate();
      resolve(outcome);
    };
    worker.onmessage = ({ data }: MessageEvent<ReadOutcome>) => settle(data);
    worker.onerror = () => settle({ kind: 'failed', reason: 'damaged' });
    worker.postMessage(file);
  });
