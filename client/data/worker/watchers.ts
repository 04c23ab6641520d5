import type { AnswerOf, Query } from '../contract.ts';

interface Watcher {
  readonly query: Query;
  readonly listener: (answer: unknown) => void;
  last: string | undefined;
}

/** Typed arrays and big answers go out as they are; small ones only when they differ. */
const textOf = (answer: unknown): string | undefined => JSON.stringify(answer);

/** Who watches which query. */
export class Watchers {
  readonly #answer: <Q extends Query>(query: Q) => AnswerOf<Q> | undefined;
  readonly #all = new Set<Watcher>();

  /** `answer` gives `undefined` while there is nothing to say yet. */
  constructor(answer: <Q extends Query>(query: Q) => AnswerOf<Q> | undefined) {
    this.#answer = answer;
  }

  add<Q extends Query>(query: Q, listener: (answer: AnswerOf<Q>) => void): () => void {
    const watcher: Watcher = { query, listener: listener as (answer: unknown) => void, last: undefined };
    this.#all.add(watcher);
    this.#tell(watcher);
    return () => {
      this.#all.delete(watcher);
    };
  }

  /** Asks again for every query that `concerns` picks and tells those whose answer is another one. */
  refresh(concerns: (query: Query) => boolean): void {
    for (const watcher of [...this.#all]) if (concerns(watcher.query)) this.#tell(watcher);
  }

  #tell(watcher: Watcher): void {
    const answer = this.#answer(watcher.query);
    if (answer === undefined) return;
    const cells = typeof answer === 'object' && answer !== null && 'cells' in answer ? answer.cells : null;
    const text =
      cells instanceof Float64Array ? `${cells.join()}${textOf({ ...answer, cells: null })}` : textOf(answer);
    if (text === watcher.last) return;
    watcher.last = text;
    watcher.listener(answer);
  }
}
