import type { AnswerOf, Query } from '../contract.ts';
import type { Pace } from './pace.ts';

/** So long after each slice of answers records that wait have their turn, ms. */
const REST_MS = 48;

interface Watcher {
  readonly query: Query;
  readonly listener: (answer: unknown) => void;
  last: string | undefined;
  /** Not answered yet, but for what is shown meanwhile. */
  isNew: boolean;
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
  /** Records wait to be taken in: they go first, as every answer is to be given again after them. */
  readonly isTakingIn: () => boolean | undefined;
}

/** Who watches which query. Each answer is one state: it comes whole, after as many slices as it takes, or not yet. */
export class Watchers {
  readonly #deps: WatchersDeps;
  readonly #all = new Set<Watcher>();
  /** Who is to be answered, or answered again, each in this order. */
  readonly #due = new Set<Watcher>();
  #isAtWork = false;
  #cancelTurn: (() => void) | null = null;

  constructor(deps: WatchersDeps) {
    this.#deps = deps;
  }

  add<Q extends Query>(query: Q, listener: (answer: AnswerOf<Q>) => void): () => void {
    const watcher: Watcher = { query, listener: listener as (answer: unknown) => void, last: undefined, isNew: true };
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
    if (this.#due.size === 0) return;
    // Who has just asked goes before all that is only answered again.
    const waiting = [...this.#due].sort((a, b) => +b.isNew - +a.isNew);
    this.#isAtWork = true;
    let asked: Watcher | undefined;
    try {
      this.#deps.expect(waiting.map(({ query }) => query));
      // One that pauses stays, and is the first of the next slice but for who asks meanwhile.
      this.#deps.pace.slice(() => {
        for (asked of waiting) {
          // Whoever was told of another answer may not want this one any more.
          if (!this.#due.has(asked)) continue;
          const answer = this.#deps.answer(asked.query);
          this.#done(asked);
          this.#tell(asked, answer);
          this.#deps.pace.pause();
        }
      });
    } catch (error) {
      // An answer that threw takes no other along.
      if (asked) this.#done(asked);
      throw error;
    } finally {
      this.#isAtWork = false;
      const restMs = this.#deps.isTakingIn() ? REST_MS : 0;
      if (this.#due.size + restMs * this.#all.size > 0)
        this.#cancelTurn ??= this.#deps.pace.turn(() => this.#goOn(), restMs);
    }
  }

  #done(watcher: Watcher): void {
    watcher.isNew = false;
    this.#due.delete(watcher);
  }

  #goOn(): void {
    try {
      this.#deps.onSlice();
    } finally {
      this.#cancelTurn = null;
      this.#work();
    }
  }

  /** An answer goes out when it is another than the last one. */
  #tell(watcher: Watcher, answer: AnswerOf<Query> | undefined): void {
    if (answer === undefined) return;
    const { cells } = Object(answer) as { readonly cells?: unknown };
    const text = JSON.stringify(
      cells instanceof Float64Array ? { ...(answer as object), cells: cells.join() } : answer,
    );
    if (text === watcher.last) return;
    watcher.last = text;
    watcher.listener(answer);
  }
}
