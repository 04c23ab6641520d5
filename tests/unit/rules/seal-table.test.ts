import fc from 'fast-check';
import { expect, it } from 'vitest';
import { letRest, restingSeals } from '../../../rules/fold/resting-seals.ts';
import { type Seal, SealTable } from '../../../rules/fold/seal-table.ts';
import { CUSTOMER, documentOfType, makeStage, note } from '../../support/rules-stage.ts';

const small = fc.nat(12);
const seals = fc.array(fc.record({ from: small, to: small, received: small, tick: small }), { maxLength: 12 });

it('[RF-28] [S8] a table of seals holds each in order, however they came, the last told again once, and says how far they reach', () => {
  fc.assert(
    fc.property(fc.array(seals, { maxLength: 6 }), (batches) => {
      const table = new SealTable();
      for (const batch of batches) table.add(batch);
      const held = Array.from({ length: table.length }, (_, i) => table.at(i));
      const given = new Set(batches.flat().map((seal) => JSON.stringify(seal)));
      expect(new Set(held.map((seal) => JSON.stringify(seal)))).toEqual(given);
      expect(held.map(({ from }) => from)).toEqual(held.map(({ from }) => from).sort((a, b) => a - b));
      for (const [i] of held.entries()) {
        expect(table.reach(i)).toBe(Math.max(...held.slice(0, i + 1).map(({ to }) => to)));
      }
      expect(table.lowerBound(5)).toBe(held.filter(({ from }) => from < 5).length);
    }),
  );
});

/** All of it as whoever looks sees it, from places of its own choosing on. */
const seen = (table: SealTable) => ({
  length: table.length,
  seals: Array.from({ length: table.length }, (_, i) => table.at(i)),
  reaches: Array.from({ length: table.length }, (_, i) => table.reach(i)),
  froms: Array.from({ length: table.length }, (_, i) => table.from(i)),
});

it('[RF-28] [RF-38] a table that rests takes less room, and is what it was for whoever looks at it or adds to it', () => {
  fc.assert(
    fc.property(fc.array(seals, { maxLength: 5 }), fc.array(small, { maxLength: 4 }), (batches, asked) => {
      const [table, other] = [new SealTable(), new SealTable()];
      for (const batch of batches) {
        table.add(batch);
        other.add(batch);
        const bytes = letRest(table);
        expect(bytes?.length).toBeLessThanOrEqual(other.length * 8);
        expect(table.awake).toBe(0);
        expect(letRest(table)).toEqual(bytes);
        const begun = new SealTable();
        begun.rest(restingSeals(bytes ?? new Uint8Array()));
        // looked at in front, behind and at the last place, each from rest
        expect(begun.length).toBe(other.length);
        if (other.length > 0) expect(begun.reach(begun.length - 1)).toBe(other.reach(other.length - 1));
        for (const from of asked) expect(begun.lowerBound(from)).toBe(other.lowerBound(from));
        expect(seen(begun)).toEqual(seen(other));
      }
      for (const from of asked) expect(table.lowerBound(from)).toBe(other.lowerBound(from));
      expect(seen(table)).toEqual(seen(other));
    }),
  );
});

it('[RF-28] [RF-38] seals that come behind those at rest wake none of them, nor does who looks behind them', () => {
  const table = new SealTable();
  const sealAt = (n: number): Seal => ({ from: n, to: n, received: n, tick: n });
  table.add(Array.from({ length: 100 }, (_, at) => sealAt(at)));
  letRest(table);
  table.add([sealAt(99)]);
  expect(table.awake).toBe(0);
  table.add([sealAt(100)]);
  expect([table.lowerBound(100), table.reach(99), table.at(100)]).toEqual([100, 99, sealAt(100)]);
  expect([table.awake, table.length]).toEqual([1, 101]);
  letRest(table);
  expect(table.at(3)).toEqual(sealAt(3));
  expect([table.awake, table.length]).toEqual([101, 101]);
});

it('[RF-38] a table with a number that is not whole, or larger than any date, does not rest and is as it was', () => {
  for (const received of [1.5, 2 ** 52, -(2 ** 60)]) {
    const table = new SealTable();
    table.add([{ from: 1, to: 2, received, tick: 9 }]);
    expect(letRest(table)).toBeNull();
    expect(table.at(0)).toEqual({ from: 1, to: 2, received, tick: 9 });
  }
});

it('[RF-28] a seal told again and again takes its place once', () => {
  const table = new SealTable();
  const seal = { from: 3, to: 5, received: 7, tick: 8 };
  for (let times = 0; times < 5; times += 1) table.add([seal]);
  expect(table.length).toBe(1);
  table.add([{ ...seal, from: 1 }, seal]);
  expect(table.length).toBe(2);
});

it('[RF-28] [S8] a row that comes late is covered by a wide seal behind which narrow ones stand', () => {
  const stage = makeStage();
  const first = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
  const narrow = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
  const last = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
  const doc = documentOfType('visitNoteRecorded', CUSTOMER);
  const seal = (from: Seal['from'], to: Seal['to'], tick: number) =>
    ({ fact: { kind: 'seal', tick, ranges: [[first.device, from, to, 1]] }, doc }) as const;
  const fold = stage.fold();
  fold.apply([], [seal(first.n, last.n, last.at + 10), seal(narrow.n, narrow.n, last.at + 20)]);
  fold.apply([{ event: last, doc, received: null }], []);
  expect(fold.placement(last.id)?.tick).toBe(last.at + 10);
});
