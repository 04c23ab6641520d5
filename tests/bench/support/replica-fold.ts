import * as Y from 'yjs';
import { decodeRelayFact, decodeRow, type Fold, type FoldFact, type FoldRow, makeFold, parseRoom } from '#rules';
import { makeDeltaReader } from '../../../client/data/replica/read-delta.ts';
import type { WireRoom } from './stored.ts';

/** Rows and facts of one room, as the client's fold takes them. */
export interface Decoded {
  readonly rows: FoldRow[];
  readonly facts: FoldFact[];
}

/**
 * Brings updates into a Yjs replica with the client's own reader and decodes what they brought; `doc` may hold
 * something already.
 */
export const decodeInto = (doc: Y.Doc, { room, updates }: WireRoom): Decoded => {
  const read = makeDeltaReader(doc);
  const name = parseRoom(room)?.doc ?? room;
  const decoded: Decoded = { rows: [], facts: [] };
  const take = (transaction: Y.Transaction): void => {
    const delta = read(transaction);
    for (const text of delta.rows) {
      const event = decodeRow(text);
      if (event !== null) decoded.rows.push({ event, doc: name, received: null });
    }
    for (const text of delta.facts) {
      const fact = decodeRelayFact(text);
      if (fact !== null) decoded.facts.push({ fact: fact.fact, doc: name });
    }
  };
  doc.on('afterTransaction', take);
  for (const update of updates) Y.applyUpdate(doc, update);
  doc.off('afterTransaction', take);
  return decoded;
};

export const decodeRooms = (rooms: readonly WireRoom[]): readonly Decoded[] =>
  rooms.map((room) => decodeInto(new Y.Doc(), room));

/** Folds everything and derives every customer's state. */
export const foldAll = (parts: readonly Decoded[]): Fold => {
  const fold = makeFold();
  for (const { rows, facts } of parts) fold.apply(rows, facts);
  for (const id of fold.customerIds()) fold.customer(id);
  return fold;
};
