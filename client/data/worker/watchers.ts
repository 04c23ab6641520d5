import type { AnswerOf, Query } from '../contract.ts';
import type { Pace } from './pace.ts';

interface Watcher {
  readonly query: Query;
  readonly listener: (answer: unknown) => void;
  last: string | undefined;
}

export interface WatchersDeps {
  readonly pace: Pace;
  /** `undefined` while there is nothing to say yet; may pause. */
  readonly answer: (query: Query) => AnswerOf<Query> | undefined;
  /** Those about to be answered, before the first of them is. */
  readonly expect: (queries: readonly Query[]) => void;
  /** What to show until the answer is there; `undefined`: nothing. */
  readonly meanwhile: (query: Query) => AnswerOf<Query> | undefined;
  /** Answered without looking at everybody: waits for no other answer. */
  readonly isAtOnce: (query: Query) => boolean;
  /** Before the next slice: whatever changed in between is made known. */
  readonly onSlice: () => void;
}

/** Typed arrays and big answers go out as they are; small ones only when they differ. */
const textOf = (answer: unknown): string | undefined => JSON.stringify(answer);

/** Who watches which query. Each answer is one state: it comes whole, after as many slices as it takes, or not yet. */
export class Watchers {
  readonly #deps: WatchersDeps;
  readonly #all = new Set<Watcher>();
  /** Who is to be answered again, in this order. */
  #due = new Set<Watcher>();
  #isAtWork = false;
  #cancelTurn: (() => void) | null = null;

  constructor(deps: WatchersDeps) {
    this.#deps = deps;
  }

  add<Q extends Query>(query: Q, listener: (answer: AnswerOf<Q>) => void): () => void {
    const watcher: Watcher = { query, listener: listener as (answer: unknown) => void, last: undefined };
    this.#all.add(watcher);
    this.#ask([watcher]);
    if (this.#due.has(watcher)) this.#tell(watcher, this.#deps.meanwhile(query));
    return () => {
      this.#all.delete(watcher);
      this.#due.delete(watcher);
    };
  }

  /** Asks again for every query that `concerns` picks and tells those whose answer is another one. */
  refresh(concerns: (query: Query) => boolean): void {
    this.#ask([...this.#all].filter(({ query }) => concerns(query)));
  }

  /** Nothing more is told. */
  stop(): void {
    this.#cancelTurn?.();
    this.#cancelTurn = null;
    this.#all.clear();
    this.#due.clear();
  }

  #ask(watchers: readonly Watcher[]): void {
    for (const watcher of watchers) {
      if (!this.#deps.isAtOnce(watcher.query)) this.#due.add(watcher);
      else
        this.#tell(
          watcher,
          this.#deps.pace.whole(() => this.#deps.answer(watcher.query)),
        );
    }
    if (!this.#isAtWork && this.#cancelTurn === null) this.#work();
  }

  #work(): void {
    const { pace, expect } = this.#deps;
    const isOver = pace.begin();
    this.#isAtWork = true;
    try {
      expect([...this.#due].map(({ query }) => query));
      for (const watcher of this.#due) {
        if (this.#answer(watcher) && (!isOver() || this.#due.size === 0)) continue;
        this.#cancelTurn = pace.turn(() => this.#goOn());
        return;
      }
    } finally {
      this.#isAtWork = false;
      // An answer that threw takes no other along.
      if (this.#due.size > 0) this.#cancelTurn ??= pace.turn(() => this.#goOn());
    }
  }

  /** False when it paused: it is the first of the next slice. */
  #answer(watcher: Watcher): boolean {
    this.#due.delete(watcher);
    const { pace, answer } = this.#deps;
    const isTold = pace.slice(() => this.#tell(watcher, answer(watcher.query))) !== null;
    if (!isTold) this.#due = new Set([watcher, ...this.#due]);
    return isTold;
  }

  #goOn(): void {
    try {
      this.#deps.onSlice();
    } finally {
      this.#cancelTurn = null;
      this.#work();
    }
  }

  #tell(watcher: Watcher, answer: AnswerOf<Query> | undefined): void {
    if (answer === undefined) return;
    const cells = typeof answer === 'object' && answer !== null && 'cells' in answer ? answer.cells : null;
    const text =
      cells instanceof Float64Array ? `${cells.join()}${textOf({ ...answer, cells: null })}` : textOf(answer);
    if (text === watcher.last) return;
    watcher.last = text;
    watcher.listener(answer);
  }
}
