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
 * does not keep small ones waiting and no more than a slice is held in memory.
 */
export interface SyncAnswers {
  /** Replaces an answer still running under the same key: one answer per channel is in flight. */
  start(key: number, slices: Iterable<Slice>): void;
  cancel(key: number): void;
  /** Goes on; call when the line has room again. */
  pump(): void;
  readonly pending: number;
}

export const makeSyncAnswers = ({ send, done, hasRoom }: SyncAnswersDeps): SyncAnswers => {
  let queue: Answer[] = [];
  const cancel = (key: number): void => {
    queue = queue.filter((answer) => answer.key !== key);
  };
  const pump = (): void => {
    while (queue.length > 0 && hasRoom()) {
      const [answer, ...rest] = queue;
      if (!answer) return;
      queue = rest;
      const { done: isDone, value } = answer.slices.next();
      if (isDone) {
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
    pump,
    get pending() {
      return queue.length;
    },
  };
};
