import type { AnswerOf, Query } from '../contract.ts';
import type { Timers } from '../platform.ts';
import type { LocalStore } from '../storage/contract.ts';
import type { ModelQuery } from '../worker/read-models.ts';

/** Lists a screen opens with. A customer's own page is not among them: nothing here may say how to reach anybody. */
const PAINTED: ReadonlySet<Query['kind']> = new Set<Query['kind']>(['org', 'pool', 'today', 'tasks', 'heatmap']);
/** How long nothing may change before the answers are written, ms. */
const QUIET_MS = 2_000;
const KEY = 'answers';

/** Answers as the screens last showed them; a cache, never authority. */
interface Snapshot {
  /** Another build may answer in another shape. */
  readonly build: string;
  readonly answers: ReadonlyMap<string, unknown>;
}

export interface FirstPaintDeps {
  readonly store: LocalStore;
  readonly generation: number;
  readonly timers: Timers;
  readonly build: string;
  /** Everything else gives way to a save. */
  readonly isSaving: () => boolean;
  /** What the screens ask at this moment. */
  readonly queries: () => Iterable<Query>;
  readonly answer: (query: ModelQuery) => unknown;
}

const keyOf = (query: Query): string => JSON.stringify(query);
const isPainted = (query: Query): query is ModelQuery =>
  PAINTED.has(query.kind) && (query.kind !== 'pool' || (query.search === '' && query.offset === 0));

/**
 * First paint from the projection snapshot (architecture §5): until the local data is loaded, screens get the answers
 * of the last time; after that the present ones, which are kept for the next start.
 */
export class FirstPaint {
  readonly #deps: FirstPaintDeps;
  #before: ReadonlyMap<string, unknown> | null;
  #cancel: (() => void) | null = null;
  #stopped = false;

  private constructor(deps: FirstPaintDeps, before: ReadonlyMap<string, unknown>) {
    this.#deps = deps;
    this.#before = before;
  }

  static async open(deps: FirstPaintDeps): Promise<FirstPaint> {
    const kept = (await deps.store.read('snapshot', KEY)) as Snapshot | undefined;
    return new FirstPaint(deps, kept?.build === deps.build ? kept.answers : new Map());
  }

  /** The answer of the last time; undefined when there is none, or the data is loaded. */
  find<Q extends Query>(query: Q): AnswerOf<Q> | undefined {
    return this.#before?.get(keyOf(query)) as AnswerOf<Q> | undefined;
  }

  /** The local data is loaded: answers are the present ones from now on. */
  loaded(): void {
    this.#before = null;
    this.changed();
  }

  /** Something the screens show changed. */
  changed(): void {
    if (this.#before !== null || this.#stopped) return;
    this.#cancel?.();
    this.#cancel = this.#deps.timers.after(QUIET_MS, () => void this.#keep());
  }

  async #keep(): Promise<void> {
    const { store, generation, build, isSaving, queries, answer } = this.#deps;
    if (isSaving()) {
      this.changed();
      return;
    }
    const answers = new Map<string, unknown>();
    for (const query of queries()) if (isPainted(query)) answers.set(keyOf(query), answer(query));
    if (answers.size === 0) return;
    const value: Snapshot = { build, answers };
    // In a transaction of its own, never with a save; what the disk will not take is not worth a word.
    await store.commit(generation, [{ store: 'snapshot', key: KEY, value }]).catch(() => undefined);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }
}
