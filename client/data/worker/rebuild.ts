import type { FoldRow } from '#rules';
import type { Outbox } from '../outbox/outbox.ts';
import type { Timers } from '../platform.ts';
import type { Replicas } from '../replica/replicas.ts';
import type { Folding, NewFold } from './folding.ts';

export interface RebuildDeps {
  readonly folding: Folding;
  readonly replicas: Replicas;
  readonly outbox: Outbox;
  /** Own acknowledged rows the replicas may not hold yet. */
  readonly loadOwn: () => Promise<readonly FoldRow[]>;
  /** From now on until `onEnd` nothing that the fold answers may be kept: it holds what may not be read any more. */
  readonly onBegin: () => void;
  readonly onEnd: () => void;
  readonly timers: Timers;
  readonly isStopped: () => boolean;
}

/** How long after a disk that did not answer it is tried again, ms. */
const RETRY_MS = 1_000;

/** Folds everything anew: after access was lost, after a restore, and when something proved to be no record. */
export class Rebuild {
  readonly #deps: RebuildDeps;
  #latest: Promise<void> = Promise.resolve();
  #isDue = false;

  constructor(deps: RebuildDeps) {
    this.#deps = deps;
  }

  /** The replicas are fetched anew: to be done when they are complete. */
  afterFetch(): void {
    this.#isDue = true;
  }
  /** The replicas are complete. */
  fetched(): void {
    if (this.#isDue) void this.run();
    this.#isDue = false;
  }

  /** Resolves once the fold is new; where another rebuild begins meanwhile, that one's. */
  run(): Promise<void> {
    this.#latest = this.#run();
    return this.#latest;
  }

  async #run(): Promise<void> {
    const { folding, outbox, timers, onBegin, onEnd, isStopped } = this.#deps;
    onBegin();
    const next = folding.startOver();
    try {
      const own = await this.#read(next);
      if (isStopped()) return;
      if (!next.finish(own)) return this.#latest;
    } catch {
      // The disk did not answer: the fold before goes on alone, and all of it is tried again.
      if (!next.drop()) return this.#latest;
      await new Promise<void>((resolve) => timers.after(RETRY_MS, resolve));
      return isStopped() ? undefined : this.run();
    }
    outbox.replay();
    onEnd();
  }

  /** @throws whatever the disk says */
  async #read(next: NewFold): Promise<readonly FoldRow[]> {
    const { replicas, loadOwn, isStopped } = this.#deps;
    for await (const [room, delta] of replicas.everything()) {
      if (isStopped() || !next.take(room, delta)) break;
    }
    return loadOwn();
  }
}
