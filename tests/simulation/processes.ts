import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HistoryResult } from './history.ts';

export interface Run {
  readonly seed: number;
  readonly histories: number;
  readonly trace: boolean;
  /** No new history begins after one that failed. */
  readonly bail: boolean;
  readonly jobs: number;
}
export interface Order {
  readonly seed: number;
  readonly trace: boolean;
}

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Each history depends on its seed alone, so the split over processes changes nothing; results are in seed order. */
export const runInProcesses = async ({
  seed,
  histories,
  trace,
  bail,
  jobs,
}: Run): Promise<readonly HistoryResult[]> => {
  const results: HistoryResult[] = [];
  let next = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child: ChildProcess = fork(WORKER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const order = (): void => {
        if (next >= histories) {
          child.disconnect();
          resolve();
          return;
        }
        child.send({ seed: seed + next, trace } satisfies Order);
        next += 1;
      };
      child.on('message', (message: HistoryResult | 'ready') => {
        if (message !== 'ready') {
          results.push(message);
          if (bail && message.violations.length > 0) next = histories;
        }
        order();
      });
      child.on('error', reject);
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a simulating process ended: ${code}`))));
    });
  await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, histories)) }, work));
  return results.sort((a, b) => a.seed - b.seed);
};
