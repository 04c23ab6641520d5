import { readTable } from './read-table.ts';

/** One file per worker: a large workbook must not hold up the page, and its memory goes with the worker. */
self.addEventListener('message', ({ data }: MessageEvent<Blob>) => {
  void readTable(data).then((outcome) => self.postMessage(outcome));
});
