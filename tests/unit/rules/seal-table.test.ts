import fc from 'fast-check';
import { expect, it } from 'vitest';
import { awakeSeals, letRest, restAs } from '../../../rules/fold/resting-seals.ts';
import { type Seal, type Seals, SealTable } from '../../../rules/fold/seal-table.ts';
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
const logWith = (seals: Seals = new SealTable()) => ({ seals });
const seen = (table: Seals) => ({
  length: table.length,
  seals: Array.from({ length: table.length }, (_, i) => table.at(i)),
  reaches: Array.from({ length: table.length }, (_, i) => table.reach(i)),
  froms: Array.from({ length: table.length }, (_, i) => table.from(i)),
});

it('[RF-28] [RF-38] a table that rests takes less room, and is what it was for whoever looks at it or adds to it', () => {
  fc.assert(
    fc.property(fc.array(seals, { maxLength: 5 }), fc.array(small, { maxLength: 4 }), (batches, asked) => {
      const [log, other] = [logWith(), new SealTable()];
      for (const batch of batches) {
        log.seals.add(batch);
        other.add(batch);
        // from behind: those at rest wake as late as can be
        for (let i = other.length - 1; i >= 0; i -= 1) {
          expect([log.seals.reach(i), log.seals.at(i), log.seals.from(i)]).toEqual([
            other.reach(i),
            other.at(i),
            other.from(i),
          ]);
        }
        const bytes = letRest(log);
        expect(bytes?.length).toBeLessThanOrEqual(other.length * 8);
        expect(awakeSeals(log)).toBe(0);
        expect(letRest(log)).toEqual(bytes);
        const begun = logWith();
        restAs(begun, bytes ?? new Uint8Array());
        // looked at in front, behind and at the last place, each from rest
        expect(begun.seals.length).toBe(other.length);
        if (other.length > 0) expect(begun.seals.reach(other.length - 1)).toBe(other.reach(other.length - 1));
        for (const from of asked) expect(begun.seals.lowerBound(from)).toBe(other.lowerBound(from));
        expect(begun.seals.all()).toEqual(other.all());
        expect(seen(begun.seals)).toEqual(seen(other));
      }
      for (const from of asked) expect(log.seals.lowerBound(from)).toBe(other.lowerBound(from));
      expect(seen(log.seals)).toEqual(seen(other));
    }),
  );
});

it('[RF-28] [RF-38] seals that come behind those at rest wake none of them, nor does who looks behind them', () => {
  const log = logWith();
  const sealAt = (n: number): Seal => ({ from: n, to: n, received: n, tick: n });
  log.seals.add(Array.from({ length: 100 }, (_, at) => sealAt(at)));
  letRest(log);
  const { seals: table } = log;
  table.add([sealAt(99), sealAt(99)]);
  expect(awakeSeals(log)).toBe(0);
  table.add([sealAt(100)]);
  expect([table.lowerBound(100), table.reach(99), table.at(100)]).toEqual([100, 99, sealAt(100)]);
  expect([awakeSeals(log), table.length]).toEqual([1, 101]);
  letRest(log);
  expect(table.at(3)).toEqual(sealAt(3));
  expect([awakeSeals(log), table.length]).toEqual([101, 101]);
});

it('[RF-38] a table with a number that is not whole, or larger than any date, does not rest and is as it was', () => {
  for (const received of [1.5, 2 ** 52, -(2 ** 60)]) {
    const log = logWith();
    const [whole, odd] = [
      { from: 1, to: 2, received: 3, tick: 9 },
      { from: 2, to: 2, received, tick: 9 },
    ];
    log.seals.add([odd]);
    expect(letRest(log)).toBeNull();
    expect(log.seals.at(0)).toEqual(odd);
    const rested = logWith();
    rested.seals.add([whole]);
    letRest(rested);
    rested.seals.add([odd]);
    expect(letRest(rested)).toBeNull();
    expect(rested.seals.all()).toEqual([whole, odd]);
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
