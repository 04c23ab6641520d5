import { describe, expect, it } from 'vitest';
import { type DeviceId, encodeRow, type FoldFact, type FoldRow, makeFold, makeSleepers, type RelayFact } from '#rules';
import { IdIndex } from '../../../rules/fold/id-index.ts';
import { awakeSeals } from '../../../rules/fold/resting-seals.ts';
import type { StoreParts } from '../../../rules/fold/sleep-contract.ts';
import { drowsyFold } from '../../support/drowsy.ts';
import { CUSTOMER, creation, documentOfType, LOG_DOC, makeStage, note, yellow } from '../../support/rules-stage.ts';

const DOC = documentOfType('visitNoteRecorded', CUSTOMER);
type Late = (given: ReturnType<typeof written>) => { readonly rows?: FoldRow[]; readonly facts?: FoldFact[] };

/** A customer with a creation, two notes and a mark, all of them sealed. */
const written = () => {
  const stage = makeStage();
  const first = stage.write('rae', 'visitNoteRecorded', note());
  stage.pass(60_000);
  const second = stage.write('rae', 'visitNoteRecorded', note());
  stage.act('rae', 'statusMarked', yellow());
  return { stage, first, second };
};

const fact = (one: RelayFact, doc = LOG_DOC): FoldFact => ({ fact: one, doc });

/** What may still be said about rows that lie packed: whatever it is, it counts as if they had been awake. */
const LATE: Readonly<Record<string, Late>> = {
  'a lower seal': ({ first }) => ({
    facts: [fact({ kind: 'seal', tick: first.at - 3, ranges: [[first.device, first.n, first.n, 1]] }, DOC)],
  }),
  'a seal over rows of the log, some of which are awake': ({ stage, first }) => {
    const row = { event: stage.write('rae', 'visitNoteRecorded', note(), { sealed: false }), doc: DOC, received: null };
    return {
      rows: [row],
      facts: [fact({ kind: 'seal', tick: first.at + 5, ranges: [[first.device, 0, row.event.n, 4]] }, DOC)],
    };
  },
  'an earlier receipt': ({ second }) => ({
    facts: [fact({ kind: 'received', tick: second.at + 90_000, id: second.id, time: second.at - 30_000 })],
  }),
  'a witness of its clock': ({ first }) => ({
    facts: [
      fact({
        kind: 'clockWitnessed',
        tick: first.at + 9,
        id: first.id,
        device: first.device,
        boot: 'boot',
        mono: 1,
        syncedAt: first.at,
      } as never),
    ],
  }),
  'the row itself in a second document': ({ first }) => ({
    rows: [{ event: first, doc: 'log:west:2026Q4', received: null }],
    facts: [
      fact({ kind: 'seal', tick: first.at + 2, ranges: [[first.device, first.n, first.n, 2]] }, 'log:west:2026Q4'),
    ],
  }),
  'the event under another place': ({ first }) => ({
    rows: [{ event: { ...first, device: 'aa-phone' as DeviceId, n: 0 }, doc: DOC, received: first.at + 40 }],
  }),
  'a copy of the row in a shared history': ({ stage, first }) => {
    const share = { row: encodeRow(first), received: first.at + 1, mac: 'm' };
    const event = stage.write('rob', 'historyShared', share);
    return { rows: [{ event, doc: DOC, received: event.at }] };
  },
  'a creation by somebody else, dated before': ({ stage, first }) => {
    stage.write('rob', 'customerCreated', creation('rob'), { atMs: first.at - 600_000 });
    return {
      rows: stage.rows.slice(-1),
      facts: stage.facts.slice(-1),
    };
  },
};

describe('customers that sleep', () => {
  for (const [what, late] of Object.entries(LATE)) {
    it(`[RF-37] [I1] [S8] ${what} counts for one that sleeps`, () => {
      const given = written();
      const [rows, facts] = [[...given.stage.rows], [...given.stage.facts]];
      const plain = makeFold();
      const { fold, settle, times } = drowsyFold(0);
      for (const one of [plain, fold]) one.apply(rows, facts);
      settle(10);
      const packed = times.packed;
      expect(packed).toBeGreaterThan(0);
      const more = late(given);
      const [told, expected] = [fold, plain].map((one) => one.apply(more.rows ?? [], more.facts ?? []));
      expect({ ...told }).toEqual({ ...expected });
      expect(expected?.customers.size).toBe(1);
      expect(fold.digest()).toBe(plain.digest());
      for (const { event } of rows) expect(fold.placement(event.id)).toEqual(plain.placement(event.id));
      settle(10);
      expect(fold.digest()).toBe(plain.digest());
    });
  }

  const lower = (event: { device: DeviceId; n: number }, tick: number, doc: string): FoldFact =>
    fact({ kind: 'seal', tick, ranges: [[event.device, event.n, event.n, 0]] }, doc);

  /** Takes all of it in, lets sleep, and then takes in a seal that reaches back. */
  const sealedLate = (rows: readonly FoldRow[], facts: readonly FoldFact[], seal: FoldFact): void => {
    const plain = makeFold();
    const { fold, settle } = drowsyFold(0);
    for (const step of [facts, [seal]]) {
      for (const one of [plain, fold]) one.apply(step === facts ? rows : [], step);
      settle(10);
      expect(fold.digest()).toBe(plain.digest());
      for (const { event } of rows) expect(fold.placement(event.id)).toEqual(plain.placement(event.id));
    }
  };

  it('[RF-37] [S10] a row that stands in two documents stands in both when it wakes', () => {
    const { stage, first } = written();
    const elsewhere = { event: first, doc: 'log:west:2026Q4', received: null };
    sealedLate([...stage.rows, elsewhere], stage.facts, lower(first, first.at - 3, elsewhere.doc));
  });

  it('[RF-37] [RF-18] a row in a shared history goes on being sealed with its copy', () => {
    const { stage, second } = written();
    const share = { row: encodeRow(second), received: second.at + 1, mac: 'm' };
    const copy = stage.write('rob', 'historyShared', share);
    sealedLate(stage.rows, stage.facts, lower(copy, second.at - 7, DOC));
  });

  it('[RF-37] a seal that is told of again wakes nobody', () => {
    const { stage } = written();
    const { fold, settle, times } = drowsyFold(0);
    fold.apply(stage.rows, stage.facts);
    settle(10);
    const packed = times.packed;
    fold.apply([], stage.facts);
    settle(10);
    expect(times.packed).toBe(packed);
  });

  it('[RF-37] [S4] [S5] an own event is bounded by a later one that sleeps', () => {
    const stage = makeStage();
    const own = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
    const row = stage.rows.at(-1);
    stage.write('rae', 'visitNoteRecorded', note(), { atMs: stage.nowMs - 50_000, receivedMs: stage.nowMs - 20_000 });
    const rows = stage.rows.filter((one) => one !== row);
    const plain = makeFold();
    const { fold, settle, times } = drowsyFold(0);
    for (const one of [plain, fold]) one.apply(rows, stage.facts);
    settle(10);
    expect(times.packed).toBe(1);
    for (const one of [plain, fold]) one.apply([{ event: own, doc: DOC, received: null, isLocal: true }], []);
    expect(plain.placement(own.id)?.t).toBeLessThan(own.at);
    expect(fold.placement(own.id)).toEqual(plain.placement(own.id));
  });

  it('[RF-37] [S4] [S5] an own event is bounded by a later one whichever of several that sleep wakes first', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note());
    const own = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
    const late = { atMs: stage.nowMs - 50_000, receivedMs: stage.nowMs - 20_000, subject: 'c2' };
    stage.write('rae', 'visitNoteRecorded', note(), late);
    // the later one falls asleep first, and so wakes before those with lower numbers
    const rows = stage.rows.filter(({ event }) => event !== own).toReversed();
    const plain = makeFold();
    const { fold, settle, times } = drowsyFold(0);
    for (const one of [plain, fold]) one.apply(rows, stage.facts);
    settle(10);
    expect(times.packed).toBe(2);
    for (const one of [plain, fold]) one.apply([{ event: own, doc: DOC, received: null, isLocal: true }], []);
    expect(plain.placement(own.id)?.t).toBeLessThan(own.at);
    expect(fold.placement(own.id)).toEqual(plain.placement(own.id));
  });

  it('[RF-37] [RF-24] rows that came since are packed in parts, taken back alone, and joined when there are many', () => {
    const stage = makeStage();
    const plain = makeFold();
    const { fold, settle, times } = drowsyFold(0);
    for (const one of [plain, fold]) one.apply(stage.rows, stage.facts);
    settle(10);
    for (let times = 0; times < 8; times += 1) {
      const [rows, facts] = [stage.rows.length, stage.facts.length];
      stage.pass(1_000);
      stage.act('rae', 'visitNoteRecorded', note());
      for (const one of [plain, fold]) one.apply(stage.rows.slice(rows), stage.facts.slice(facts));
      settle(10);
    }
    expect(times.packed).toBe(9);
    const unpacked = times.unpacked;
    const event = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
    for (const one of [plain, fold]) one.apply([{ event, doc: DOC, received: null, isLocal: true }], []);
    expect(fold.customer(CUSTOMER)).toEqual(plain.customer(CUSTOMER));
    expect(times.unpacked - unpacked).toBeLessThan(9);
    for (const one of [plain, fold]) one.remove([event.id]);
    expect(fold.customer(CUSTOMER)?.notes).toHaveLength(8);
    expect(fold.digest()).toBe(plain.digest());
  });

  it('[RF-37] [SL-4] what is joined with others, or wakes, is not needed where it lay', () => {
    const stage = makeStage();
    const often = drowsyFold(0);
    often.fold.apply(stage.rows, stage.facts);
    often.settle(10);
    const first = stage.write('rae', 'visitNoteRecorded', note());
    for (let parts = 1; parts < 5; parts += 1) {
      const [rows, facts] = [stage.rows.length, stage.facts.length];
      stage.act('rae', 'visitNoteRecorded', note());
      often.fold.apply(
        stage.rows.slice(parts === 1 ? rows - 1 : rows),
        stage.facts.slice(parts === 1 ? facts - 1 : facts),
      );
      often.settle(10);
    }
    expect(often.times.packed).toBe(5);
    const once = drowsyFold(0);
    once.fold.apply(stage.rows, stage.facts);
    once.settle(10);
    expect(often.needed()).toBe(once.needed());
    for (const { fold } of [often, once]) fold.apply([], [lower(first, first.at - 3, DOC)]);
    expect([often.needed(), once.needed()]).toEqual([0, 0]);
  });

  it('[RF-37] whoever may not sleep yet stays awake, and those behind him do not wait for him', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note(), { sealed: false });
    stage.act('rae', 'customerCreated', creation(), { subject: 'c2' });
    const { fold, settle, times } = drowsyFold(0);
    fold.apply(stage.rows, stage.facts);
    expect(settle(10)).toBe(true);
    expect(times.packed).toBe(1);
    expect([...fold.customerIds()].sort()).toEqual(['c1', 'c2']);
  });

  it('[RF-37] seals come to rest with those they are about, once they are many', () => {
    const stage = makeStage();
    const fold = makeFold();
    let logs: StoreParts['logs'] = new Map();
    const sleepers = makeSleepers({ pack: (text) => ({ text: () => text, forget: () => undefined }), seed: 7 });
    const { settle } = fold.letSleep((parts) => {
      ({ logs } = parts.store);
      return sleepers(parts);
    }, 0);
    /** Seals of one log that do not rest: when as many notes came, and when everybody sleeps again. */
    const awakeAfter = (notes: number): readonly number[] => {
      const most = (): number => Math.max(...Array.from(logs.get(DOC)?.values() ?? [], awakeSeals));
      const [row, fact] = [stage.rows.length, stage.facts.length];
      for (let i = 0; i < notes; i += 1) {
        stage.pass(1_000);
        stage.act('rae', 'visitNoteRecorded', note());
      }
      fold.apply(stage.rows.slice(row), stage.facts.slice(fact));
      const came = most();
      settle(10, 0);
      return [came, most()];
    };
    fold.apply(stage.rows, stage.facts);
    expect(awakeAfter(100)).toEqual([100, 0]);
    expect(awakeAfter(40)).toEqual([40, 40]);
    expect(awakeAfter(40)).toEqual([80, 0]);
    expect(fold.digest()).toBe(stage.fold().digest());
  });

  it('[RF-37] an index of ids leaves nobody out, however many there are', () => {
    const index = new IdIndex(9);
    for (let i = 0; i < 5_000; i += 1) index.add(`event-${i}`, i % 700);
    for (let i = 0; i < 5_000; i += 1) expect([...index.holdersOf(`event-${i}`)]).toContain(i % 700);
    const wrong = Array.from({ length: 5_000 }, (_, i) => [...index.holdersOf(`other-${i}`)]).flat();
    expect(wrong.length).toBeLessThan(5);
  });
});
