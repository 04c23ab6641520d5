import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { LogEnds } from '../../client/data/replica/log-ends.ts';
import { type Delta, makeDeltaReader } from '../../client/data/replica/read-delta.ts';
import { LOGS, odd, push, Room } from '../support/room-acts.ts';

const RUNS = 400;
/** Of several logs nothing says which comes first. */
const inOrder = ({ rows, facts }: Delta): Delta => ({ rows: rows.toSorted(), facts: facts.toSorted() });

/** A document that takes updates in and says what each brought. */
const reader = (start: Uint8Array) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, start);
  const read = makeDeltaReader(doc);
  let told: Delta = { rows: [], facts: [] };
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    told = read(transaction);
  });
  return {
    doc,
    take: (update: Uint8Array): Delta => {
      told = { rows: [], facts: [] };
      Y.applyUpdate(doc, update);
      return told;
    },
  };
};

test('[RQ-14][RQ-16][I1] what is taken in without the document is what the document would tell, to the same state; all else is left to it', () => {
  let taken = 0;
  /** Mostly the next ones; sometimes some are left out, or come again. */
  const skip = fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: -3, max: 2 }) },
  );
  const order = fc.array(fc.tuple(skip, fc.integer({ min: 1, max: 3 })), { maxLength: 24 });
  const acts = fc.array(fc.oneof({ weight: 9, arbitrary: push }, { weight: 1, arbitrary: odd }), { maxLength: 20 });
  fc.assert(
    fc.property(acts, fc.nat({ max: 20 }), order, (all, known, picks) => {
      const room = new Room();
      for (const one of all.slice(0, known)) room.act(one);
      const start = Y.encodeStateAsUpdate(room.whole);
      const { doc, take } = reader(start);
      let ends = LogEnds.of(doc);
      for (const one of all.slice(known)) room.act(one);
      // One by one, or some as one.
      let next = known;
      for (const [skipped, count] of picks) {
        const from = Math.max(0, next + skipped);
        const some = room.updates.slice(from, from + count);
        if (some.length === 0) continue;
        next = from + some.length;
        const update = Y.mergeUpdates(some);
        // kept with an opening, and begun with at the next start
        ends = new LogEnds(JSON.parse(JSON.stringify(ends.plain())));
        const before = ends.vector().join();
        const delta = ends.append(update);
        if (delta === null) {
          expect(ends.vector().join()).toBe(before);
          continue;
        }
        taken += delta.rows.length + delta.facts.length;
        expect(inOrder(delta)).toEqual(inOrder(take(update)));
        expect(ends.vector().join()).toBe(Y.encodeStateVector(doc).join());
      }
    }),
    { numRuns: RUNS },
  );
  // the property is about what is taken in
  expect(taken).toBeGreaterThan(RUNS / 4);
});

test('[RQ-14] what goes on where every log ends is never left to the document, a log nobody knew included', () => {
  fc.assert(
    fc.property(fc.array(push, { maxLength: 20 }), fc.nat({ max: 20 }), fc.boolean(), (all, known, asOne) => {
      const room = new Room();
      // asked for from a state before the one that is known: some of it comes again
      let vector = Y.encodeStateVector(room.whole);
      for (const [at, one] of all.slice(0, known).entries()) {
        if (at === 4) vector = Y.encodeStateVector(room.whole);
        room.act(one);
      }
      const ends = LogEnds.of(room.whole);
      for (const one of all.slice(known)) room.act(one);
      const later = asOne
        ? [Y.encodeStateAsUpdate(room.whole, vector)]
        : room.updates.slice(Math.min(known, all.length));
      const deltas = later.map((update) => ends.append(update));
      expect(deltas).not.toContain(null);
      expect(ends.vector().join()).toBe(Y.encodeStateVector(room.whole).join());
    }),
    { numRuns: RUNS },
  );
});

describe('what takes the document to know', () => {
  const [ONE, OTHER] = LOGS;
  /** Somebody who knows the room so far, and what each of his acts is as an update. */
  const somebody = (room: Y.Doc, clientID: number) => {
    const doc = new Y.Doc();
    doc.clientID = clientID;
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(room));
    return (act: (doc: Y.Doc) => void): Uint8Array => {
      const before = Y.encodeStateVector(doc);
      act(doc);
      const update = Y.encodeStateAsUpdate(doc, before);
      Y.applyUpdate(room, update);
      return update;
    };
  };
  const pushing =
    (text: unknown, log = ONE) =>
    (doc: Y.Doc): void =>
      doc.getArray(log).push([text]);
  const begun = () => {
    const room = new Y.Doc();
    const first = somebody(room, 1);
    first(pushing('一'));
    first(pushing('二'));
    return { room, first, ends: LogEnds.of(room) };
  };

  test('[RQ-14] what is put behind, or before, something that is not here', () => {
    const behind = begun();
    behind.first(pushing('三'));
    expect(behind.ends.append(somebody(behind.room, 2)(pushing('四')))).toBeNull();
    const before = begun();
    before.first(pushing('三'));
    expect(before.ends.append(somebody(before.room, 2)((doc) => doc.getArray(ONE).insert(2, ['间'])))).toBeNull();
  });

  test('[RQ-14] what is taken out, is no text, or goes into a second log', () => {
    for (const act of [(doc: Y.Doc) => doc.getArray(ONE).delete(1), pushing(7), pushing('别', OTHER)]) {
      const { first, ends } = begun();
      const vector = ends.vector().join();
      expect([ends.append(first(act)), ends.vector().join()]).toEqual([null, vector]);
    }
    const { room, first } = begun();
    first(pushing('别', OTHER));
    expect(LogEnds.of(room).append(first(pushing('三')))).toBeNull();
  });
});

test('[RQ-14][I22] bytes that are no update change nothing and throw nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const room = new Room();
      room.act({ kind: 'push', log: 0, count: 3 });
      const ends = LogEnds.of(room.whole);
      const before = ends.vector().join();
      if (ends.append(bytes) === null) expect(ends.vector().join()).toBe(before);
    }),
    { numRuns: RUNS },
  );
});

test('[RQ-14][I1] a log of more rows than a call takes arguments is told of whole, with the document and without it', () => {
  const rows = Array.from({ length: 200_000 }, (_, at) => `r${at}`);
  const whole = new Y.Doc();
  whole.getArray<string>(LOGS[0]).push(rows);
  const update = Y.encodeStateAsUpdate(whole);
  expect(reader(Y.encodeStateAsUpdate(new Y.Doc())).take(update).rows).toEqual(rows);
  expect(LogEnds.of(new Y.Doc()).append(update)?.rows).toEqual(rows);
});
