import type { Receipt } from '#protocol';

export interface Slice {
  readonly update: Uint8Array;
  readonly receipts: readonly Receipt[];
}
interface Answer {
  readonly key: number;
  readonly slices: Iterator<Slice>;
  given: number;
}

/** So many slices an answer gets in turn with the others; what is larger than that waits for its own. */
const SLICES_IN_TURN = 2;

export interface SyncAnswersDeps {
  readonly send: (key: number, slice: Slice) => void;
  /** The answer under `key` is complete. */
  readonly done: (key: number) => void;
  /** Whether the line takes more now. */
  readonly hasRoom: () => boolean;
}

/**
 * Sync answers of one connection, a slice at a time while the line takes it, so that no more than a slice is held in
 * memory. The first slices of each go out in turn, so that a large room does not keep small ones waiting; what is left
 * of large ones goes out one room after the other, in the order they were asked for: a device's first fetch has whole
 * rooms then from early on, shows them, and lets them rest, where all of them in turn would be whole at its end only,
 * with every document in memory until then. What is committed before an answer has
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
  let inTurn: Answer[] = [];
  let large: Answer[] = [];
  const complete = new Set<number>();
  const cancel = (key: number): void => {
    complete.delete(key);
    inTurn = inTurn.filter((answer) => answer.key !== key);
    large = large.filter((answer) => answer.key !== key);
  };
  const pump = (): void => {
    for (let answer = inTurn[0] ?? large[0]; answer && hasRoom(); answer = inTurn[0] ?? large[0]) {
      const isInTurn = inTurn[0] === answer;
      if (isInTurn) inTurn.shift();
      const { done: isDone, value } = answer.slices.next();
      if (isDone) {
        if (!isInTurn) large.shift();
        complete.add(answer.key);
        done(answer.key);
        continue;
      }
      answer.given += 1;
      if (isInTurn) (answer.given < SLICES_IN_TURN ? inTurn : large).push(answer);
      send(answer.key, value);
    }
  };
  return {
    start(key, slices) {
      cancel(key);
      inTurn.push({ key, slices: slices[Symbol.iterator](), given: 0 });
      pump();
    },
    cancel,
    isComplete: (key) => complete.has(key),
    pump,
    get pending() {
      return inTurn.length + large.length;
    },
  };
};
