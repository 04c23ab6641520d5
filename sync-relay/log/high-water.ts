import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Highest tick this relay ever made durable, kept apart from the database: when the database comes back older than
 * this mark, it was restored from a backup, and the relay says so instead of going on as if nothing were lost.
 */
export interface HighWater {
  /** 0 = none known. */
  read(): number;
  /** Called after each commit; best effort, the mark may lag but never leads. */
  write(tickMs: number): void;
}

const STEP_MS = 1000;

/** The mark as a small text file, rewritten at most once a second of relay time. */
export const makeHighWaterFile = (path: string): HighWater => {
  let written = 0;
  return {
    read: () => {
      try {
        const value = Number(readFileSync(path, 'utf8'));
        return Number.isSafeInteger(value) && value > 0 ? value : 0;
      } catch {
        return 0;
      }
    },
    write: (tickMs) => {
      if (tickMs < written + STEP_MS) return;
      written = tickMs;
      writeFileSync(path, String(tickMs));
    },
  };
};
