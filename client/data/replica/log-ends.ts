import * as Y from 'yjs';
import { addTo, type Delta, isFactLog, textsOf } from './read-delta.ts';

interface LogEnd {
  readonly clock: number;
  /** The log this client writes; null where it is not one log alone. */
  readonly log: string | null;
}

const structsOf = (update: Uint8Array): readonly unknown[] | null => {
  try {
    const { structs, ds } = Y.decodeUpdate(update);
    return ds.clients.size === 0 ? structs : null;
  } catch {
    return null;
  }
};

/**
 * Where the logs of a room end: enough to take in what goes on there without the room's document, because nobody
 * writes anywhere but at the end of his own log.
 */
export class LogEnds {
  #ends = new Map<number, LogEnd>();

  constructor(doc: Y.Doc) {
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) {
      this.#ends.set(client, { clock, log: null });
    }
    const logs = new Map<number, Set<string>>();
    for (const [name, log] of doc.share) {
      for (let item = log._start; item !== null; item = item.right) {
        logs.set(item.id.client, (logs.get(item.id.client) ?? new Set()).add(name));
      }
    }
    for (const [client, [log, ...others]] of logs) {
      const clock = this.#ends.get(client)?.clock ?? 0;
      if (log !== undefined && others.length === 0) this.#ends.set(client, { clock, log });
    }
  }

  /** A clock for each client, up to which everything was taken in. */
  clocks(): Map<number, number> {
    return new Map([...this.#ends].map(([client, { clock }]) => [client, clock]));
  }
  /** The same as a state vector. */
  vector(): Uint8Array {
    return Y.encodeStateVector(this.clocks());
  }

  /** What an update adds to the logs; null, and nothing is changed, when that takes the document to know. */
  append(update: Uint8Array): Delta | null {
    const structs = structsOf(update);
    if (structs === null) return null;
    const ends = new Map(this.#ends);
    const rows: string[] = [];
    const facts: string[] = [];
    for (const struct of structs) {
      if (!(struct instanceof Y.Item && struct.content instanceof Y.ContentAny)) return null;
      const { client, clock } = struct.id;
      const before = ends.get(client) ?? { clock: 0, log: logOf(struct, ends) };
      const { log } = before;
      if (log === null || log !== logOf(struct, ends)) return null;
      const end = clock + struct.length;
      const texts = textsOf(struct, before.clock);
      // Fewer: something begins behind a gap, or is no text.
      if (texts.length !== Math.max(0, end - before.clock)) return null;
      addTo(isFactLog(log) ? facts : rows, texts);
      ends.set(client, { clock: Math.max(end, before.clock), log });
    }
    this.#ends = ends;
    return { rows, facts };
  }
}

/** The log an item is put at the end of; null when it is put elsewhere, or behind what is not here. */
const logOf = (
  { origin, rightOrigin, parent, parentSub }: Y.Item,
  ends: ReadonlyMap<number, LogEnd>,
): string | null => {
  if (rightOrigin !== null || parentSub !== null) return null;
  // Only what has nothing before it says its log by name.
  if (origin === null) return typeof parent === 'string' ? parent : null;
  const before = ends.get(origin.client);
  return before !== undefined && origin.clock < before.clock ? before.log : null;
};
