import { readFileSync, writeFileSync } from 'node:fs';

/** How far this relay ever was: highest durable tick, ms, and highest epoch. 0 = none known. */
export interface Mark {
  readonly tick: number;
  readonly epoch: number;
}

/**
 * The mark of this relay, kept apart from the database: when the database comes back older, it was restored from a
 * backup, and the relay says so instead of going on as if nothing were lost. The epoch is in it because the same
 * backup may be restored twice, and devices notice a restore by an epoch they have not seen.
 */
export interface HighWater {
  read(): Mark;
  /** Called at each start and after each commit; best effort, the mark may lag but never leads. */
  write(mark: Mark): void;
}

const STEP_MS = 1000;
const NONE: Mark = { tick: 0, epoch: 0 };

const count = (text: string | undefined): number => {
  const value = Number(text ?? 0);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
};

/** The mark as a small text file, `tick epoch`, rewritten at most once a second of relay time. */
export const makeHighWaterFile = (path: string): HighWater => {
  let written = NONE;
  return {
    read: () => {
      try {
        const [tick, epoch] = readFileSync(path, 'utf8').split(' ');
        return { tick: count(tick), epoch: count(epoch) };
      } catch {
        return NONE;
      }
    },
    write: (mark) => {
      if (mark.tick < written.tick + STEP_MS && mark.epoch === written.epoch) return;
      written = mark;
      writeFileSync(path, `${mark.tick} ${mark.epoch}`);
    },
  };
};
