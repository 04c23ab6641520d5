import type { Receipt } from '#protocol';

export interface Slice {
  readonly update: Uint8Array;
  readonly receipts: readonly Receipt[];
}
interface Answer {
  readonly key: number;
  readonly slices: Iterator<Slice>;
}

export interface SyncAnswersDeps {
  readonly send: (key: number, slice: Slice) => void;
  /** The answer under `key` is complete. */
  readonly done: (key: number) => void;
  /** Whether the line takes more now. */
  readonly hasRoom: () => boolean;
}

/**
 * Sync answers of one connection: one slice of each channel in turn while the line takes it, so that a large room
 * does not keep small ones waiting and no more than a slice is held in memory. What is committed before an answer has
 * been given in full is part of it, and told in no other way: it may stand on what has not been sent yet, and whoever
 * reads it could only lay it aside, one piece after the other.
 */
export interface SyncAnswers {
  /** Replaces an answer still running under the same key: one answer per channel is in flight. */
  start(key: number, slices: Iterable<Slice>): void;
  cancel(key: number): void;
  /** Whether all up to now has been given under the key, so that what comes can follow. */
  isComplete(key: number): boolean;
  /** Goes on; call when the line has room again. */
  pump(): void;
  readonly pending: number;
}

export const makeSyncAnswers = ({ send, done, hasRoom }: SyncAnswersDeps): SyncAnswers => {
  let queue: Answer[] = [];
  const complete = new Set<number>();
  const cancel = (key: number): void => {
    complete.delete(key);
    queue = queue.filter((answer) => answer.key !== key);
  };
  const pump = (): void => {
    while (queue.length > 0 && hasRoom()) {
      const [answer, ...rest] = queue;
      if (!answer) return;
      queue = rest;
      const { done: isDone, value } = answer.slices.next();
      if (isDone) {
        complete.add(answer.key);
        done(answer.key);
        continue;
      }
      queue.push(answer);
      send(answer.key, value);
    }
  };
  return {
    start(key, slices) {
      cancel(key);
      queue.push({ key, slices: slices[Symbol.iterator]() });
      pump();
    },
    cancel,
    isComplete: (key) => complete.has(key),
    pump,
    get pending() {
      return queue.length;
    },
  };
};
