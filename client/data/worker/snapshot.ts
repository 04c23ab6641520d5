import type { AnswerOf } from '../contract.ts';
import type { Timers } from '../platform.ts';
import { type LocalStore, StaleGeneration, StorageRefused } from '../storage/contract.ts';
import type { ModelQuery } from './read-models.ts';

const KEY = 'answers';
/** How many answers are kept: those asked for last. */
const KEPT = 16;
/** Answers gather for this long before they are written, ms; again when a save is under way. */
const WRITE_MS = 3_000;

type Answers = Map<string, unknown>;

/** As it lies in the store. */
interface Stored {
  readonly build: string;
  readonly member: string;
  readonly answers: readonly (readonly [query: string, answer: unknown])[];
}

export interface SnapshotDeps {
  readonly store: LocalStore;
  readonly generation: number;
  readonly timers: Timers;
  /** Which code computed the answers: another build may mean something else by them. */
  readonly build: string;
  readonly member: string;
  /** Whether this device was whole once; on its first fetch the list is usable from the first row. */
  readonly hasReplicas: boolean;
  /** A save is under way: a cache gives way to it. */
  readonly isSaving: () => boolean;
}

/** Of one customer, or by a filter that names somebody or something; all of the list has a chip and no more. */
const NARROWED = /"(id|customer)":"|"filter":{(?!"chip":"all"})[^}]*:["{]/;
/** Those used last; what was narrowed goes before what the next start shows without a filter. */
const lastOf = (answers: (readonly [query: string, answer: unknown])[]): Stored['answers'] => {
  while (answers.length > KEPT) {
    const at = answers.findIndex(([query]) => NARROWED.test(query));
    answers.splice(at < 0 ? 0 : at, 1);
  }
  return answers;
};

/** A search and a cell are not where anybody starts from. */
const isKept = (query: ModelQuery): boolean =>
  query.kind !== 'cell' && query.kind !== 'metricCases' && !(query.kind === 'pool' && query.search.trim());

/** Empty when it is another build's or person's, or no snapshot at all. */
const answersFrom = (value: unknown, { build, member }: SnapshotDeps): Answers => {
  const stored = value as Partial<Stored> | undefined;
  const isOurs = stored?.build === build && stored.member === member;
  if (!isOurs || !Array.isArray(stored.answers)) return new Map();
  return new Map(stored.answers.filter(Array.isArray) as unknown as Stored['answers']);
};

/**
 * The projection snapshot: what the screens showed last, so that the next start shows it before the replicas are
 * read and folded. A cache, never authority: each answer is shown only until the fold's own is there, and all are
 * thrown away with every new build, person, or loss of access. Contact details never pass through read models, so
 * none are in it.
 */
export class Snapshot {
  readonly #deps: SnapshotDeps;
  /** From the last start, as long as the fold has not answered the same. */
  readonly #before: Answers;
  #isCatchingUp: boolean;
  /** In the order of their last use. */
  #recent: Answers = new Map();
  #cancelWrite: (() => void) | null = null;
  /** The fold still holds what may not be known any more: nothing it answers or holds is kept. */
  isShut = false;
  #stopped = false;

  static async load(deps: SnapshotDeps): Promise<Snapshot> {
    return new Snapshot(deps, answersFrom(await deps.store.read('snapshot', KEY), deps));
  }

  private constructor(deps: SnapshotDeps, before: Answers) {
    this.#deps = deps;
    this.#before = before;
    this.#isCatchingUp = deps.hasReplicas;
  }

  /** What the last start answered; `undefined` once it is answered anew, or when it is not known. */
  before<Q extends ModelQuery>(query: Q): AnswerOf<Q> | undefined {
    return this.#before.get(JSON.stringify(query)) as AnswerOf<Q> | undefined;
  }

  /** A start that goes on from an earlier one: the fold does not hold all of it yet. */
  isCatchingUp(): boolean {
    return this.#isCatchingUp;
  }

  /** The fold holds everything this device does: from now on it answers, as fast as it can. */
  caughtUp(): void {
    this.#isCatchingUp = false;
  }

  remember(query: ModelQuery, answer: unknown): void {
    if (this.#stopped || this.isShut || this.#isCatchingUp || !isKept(query)) return;
    const key = JSON.stringify(query);
    this.#before.delete(key);
    this.#recent.delete(key);
    this.#recent = new Map(lastOf([...this.#recent, [key, answer]]));
    this.#writeSoon();
  }

  /** Access was lost: nothing from before may be shown again, and until the fold is {@link renewed} nothing is kept. */
  async forget(): Promise<void> {
    this.isShut = true;
    this.#before.clear();
    this.#recent.clear();
    await this.#commit(undefined);
  }

  /** The fold holds exactly what may be known. What a full disk refused to delete is deleted now. */
  async renewed(): Promise<void> {
    this.isShut = false;
    await this.#commit(undefined);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelWrite?.();
  }

  /** What waits for its own answer still stays: this start may end before it comes. */
  #toKeep(): Stored['answers'] {
    return lastOf([...this.#before, ...this.#recent]);
  }

  #writeSoon(): void {
    this.#cancelWrite ??= this.#deps.timers.after(WRITE_MS, () => {
      this.#cancelWrite = null;
      if (this.isShut) return;
      if (this.#deps.isSaving()) this.#writeSoon();
      else void this.#commit({ build: this.#deps.build, member: this.#deps.member, answers: this.#toKeep() });
    });
  }

  /** Written beside the journal: a full disk that refuses a cache must not refuse the saves that wait with it. */
  async #commit(value: Stored | undefined): Promise<void> {
    try {
      await this.#deps.store.commit(this.#deps.generation, [{ store: 'snapshot', key: KEY, value }]);
    } catch (error) {
      if (!(error instanceof StorageRefused || error instanceof StaleGeneration)) throw error;
    }
  }
}
