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

/** Whether a document holds everything up to these clocks. */
export const isIn = (doc: Y.Doc, clocks: ReadonlyMap<number, number>): boolean => {
  const there = Y.decodeStateVector(Y.encodeStateVector(doc));
  return [...clocks].every(([client, clock]) => (there.get(client) ?? 0) >= clock);
};

/** Where each client's log ends in a room, as it is kept: the clock, and the log he writes if it is one alone. */
export type RoomEnds = readonly (readonly [client: number, clock: number, log: string | null])[];

/**
 * Where the logs of a room end: enough to take in what goes on there without the room's document, because nobody
 * writes anywhere but at the end of his own log.
 */
export class LogEnds {
  #ends: ReadonlyMap<number, LogEnd>;

  constructor(ends: RoomEnds) {
    this.#ends = new Map(ends.map(([client, clock, log]) => [client, { clock, log }]));
  }

  /** Those of the document of a room. */
  static of(doc: Y.Doc): LogEnds {
    const logs = new Map<number, Set<string>>();
    for (const [name, log] of doc.share) {
      for (let item = log._start; item !== null; item = item.right) {
        logs.set(item.id.client, (logs.get(item.id.client) ?? new Set()).add(name));
      }
    }
    const clocks = Y.decodeStateVector(Y.encodeStateVector(doc));
    return new LogEnds(
      [...clocks].map(([client, clock]) => {
        const [log = null, ...others] = logs.get(client) ?? [];
        return [client, clock, others.length === 0 ? log : null];
      }),
    );
  }

  /** What `new LogEnds` makes the same of. */
  plain(): RoomEnds {
    return [...this.#ends].map(([client, { clock, log }]) => [client, clock, log]);
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
