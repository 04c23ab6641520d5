import type { FoldRow } from '#rules';
import type { Outbox } from '../outbox/outbox.ts';
import type { Replicas } from '../replica/replicas.ts';
import type { Folding } from './folding.ts';

export interface RebuildDeps {
  readonly folding: Folding;
  readonly replicas: Replicas;
  readonly outbox: Outbox;
  /** Own acknowledged rows the replicas may not hold yet. */
  readonly loadOwn: () => Promise<readonly FoldRow[]>;
  /** Nothing derived from what may not be read any more may be kept. */
  readonly forget: () => void;
  readonly isStopped: () => boolean;
}

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
    const { folding, replicas, outbox, loadOwn, forget, isStopped } = this.#deps;
    forget();
    const next = folding.startOver();
    for await (const [room, delta] of replicas.everything()) {
      if (isStopped() || !next.take(room, delta)) break;
    }
    const own = await loadOwn();
    if (isStopped()) return;
    if (!next.finish(own)) return this.#latest;
    outbox.replay();
    // Once more: answers of the fold before may have been kept meanwhile.
    forget();
  }
}
