import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  decodeRow,
  type EventId,
  type Fold,
  type FoldFact,
  type FoldOpening,
  type FoldRow,
  type MemberId,
} from '#rules';
import { makeReadModels } from '../../client/data/answers/index.ts';
import { everyQuestion, START } from '../support/every-question.ts';
import { type Disk, drowsy, isCovered, kept, makeDisk } from '../support/fold-openings.ts';
import { makePrng } from '../support/prng.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { shuffled } from '../support/shuffled.ts';
import { TextsInMemory } from '../support/texts-in-memory.ts';

const RUNS = { numRuns: 60 };
const seeds = fc.integer({ min: 0, max: 0x7fffffff });

const stateOf = (fold: Fold, world: RulesWorld) => ({
  digest: fold.digest(),
  placements: world.rows().map(({ event }) => fold.placement(event.id as EventId)),
});

type Batch = { readonly rows: readonly FoldRow[]; readonly facts: readonly FoldFact[] };
const only = ({ rows, facts }: Batch, isMeant: (doc: string) => boolean): Batch => ({
  rows: rows.filter(({ doc }) => isMeant(doc)),
  facts: facts.filter(({ doc }) => isMeant(doc)),
});

const applyTo = (fold: Fold, { rows, facts }: Batch): void => {
  fold.apply(rows, facts);
};
const openingOf = ({ sleeping }: ReturnType<typeof drowsy>, disk: Disk): FoldOpening => {
  const opening = sleeping.opening(isCovered, disk.placeOf);
  if (opening === null) throw new Error('nothing can be kept');
  return kept(opening);
};

/** What the owner's screens show, from texts or not. */
const answersOf = (fold: Fold, texts: TextsInMemory | null, nowMs: number) => {
  const models = makeReadModels({
    fold: () => fold,
    member: () => 'boss' as MemberId,
    now: () => nowMs,
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
    checkpoints: () => texts,
  });
  models.expect(START);
  for (const question of START) models.answer(question);
  return everyQuestion('boss').map((question) => [question.kind, models.answer(question)] as const);
};

describe('an opening', () => {
  it('[RF-38] [I1] a fold begun with what another held goes on as that one does, whatever comes late, again, or is not acknowledged yet', () => {
    const total = { slept: 0, rows: 0, woken: 0 };
    const property = (seed: number, order: number, share: number, awake: number): void => {
      const world = new RulesWorld(seed, 70);
      const batches = shuffled(world, order);
      const cut = Math.round((batches.length * share) / 100);
      const [before, after] = [batches.slice(0, cut), batches.slice(cut)];
      const [disk, random] = [makeDisk(), makePrng(order)];
      const device = drowsy(disk, awake);
      const { fold: first, settle } = device;
      for (const { rows, facts } of before) {
        first.apply(rows, facts);
        settle();
      }
      const opening = openingOf(device, disk);
      const { fold, sleeping: next, settle: letSleep } = drowsy(disk, awake);
      const own: FoldRow[] = [];
      for (const batch of before) {
        const { rows, facts } = only(batch, (doc) => !isCovered(doc));
        fold.apply(rows, facts);
        // own rows, as the outbox has them
        own.push(...batch.rows.filter(() => random.chance(0.1)).map((row) => ({ ...row, isLocal: true })));
      }
      fold.apply(own, []);
      const steps = next.begin(opening, disk.partAt);
      expect(steps).not.toBeNull();
      for (const change of steps ?? []) total.woken += change.customers.size;
      fold.apply(own, []);
      expect(stateOf(fold, world)).toEqual(stateOf(first, world));
      for (const { rows, facts } of [...after, ...batches.slice(0, 3)]) {
        const [told, expected] = [fold.apply(rows, facts), first.apply(rows, facts)];
        expect({ ...told }).toEqual({ ...expected });
        letSleep();
        settle();
      }
      expect(stateOf(fold, world)).toEqual(stateOf(first, world));
      total.slept += opening.customers.length;
      total.rows += opening.rows.length;
    };
    const shares = fc.integer({ min: 30, max: 100 });
    fc.assert(fc.property(seeds, fc.integer(), shares, fc.integer({ min: 0, max: 2 }), property), RUNS);
    expect(Math.min(total.slept, total.rows, total.woken)).toBeGreaterThan(RUNS.numRuns / 4);
  });

  it('[RF-38] names nobody who sleeps as he slept, though rules acted on him', () => {
    let acted = 0;
    const property = (seed: number, order: number): void => {
      const batches = shuffled(new RulesWorld(seed, 70), order);
      const disk = makeDisk();
      const first = drowsy(disk, 0);
      for (const batch of batches) applyTo(first.fold, batch);
      first.settle();
      const opening = openingOf(first, disk);
      const next = drowsy(disk, 0);
      for (const batch of batches)
        applyTo(
          next.fold,
          only(batch, (doc) => !isCovered(doc)),
        );
      const awake = new Set(opening.rows.map(([text]) => decodeRow(text)?.subject));
      const elsewhere = new Set(next.fold.customerIds());
      const named = [...(next.sleeping.begin(opening, disk.partAt) ?? [])].flatMap(({ customers }) => [...customers]);
      expect(named.filter((id) => !elsewhere.has(id) && !awake.has(id))).toEqual([]);
      acted += opening.facts.filter(({ fact }) => fact.kind === 'fired' && !named.includes(fact.subject)).length;
    };
    fc.assert(fc.property(seeds, fc.integer(), property), RUNS);
    expect(acted).toBeGreaterThan(RUNS.numRuns);
  });

  it('[RF-38] [DW-20] names whoever was folded under another company, so that no text outlives it', () => {
    let dropped = 0;
    const property = (seed: number, order: number, share: number): void => {
      const world = new RulesWorld(seed, 70);
      const batches = shuffled(world, order);
      const ofCompany = batches.flatMap(({ rows }) => rows.filter(({ doc }) => doc === 'org'));
      const late = new Set(ofCompany.slice(Math.floor((ofCompany.length * share) / 100)));
      const nowMs = Math.max(...world.rows().map(({ event }) => event.at)) + 3 * DAY_MS;
      const disk = makeDisk();
      const first = drowsy(disk, 0);
      for (const { rows, facts } of batches) applyTo(first.fold, { rows: rows.filter((row) => !late.has(row)), facts });
      first.settle();
      const texts = new TextsInMemory();
      answersOf(first.fold, texts, nowMs);
      const written = texts.texts.size;
      const opening = openingOf(first, disk);
      const next = drowsy(disk, 0);
      for (const batch of batches)
        applyTo(
          next.fold,
          only(batch, (doc) => doc === 'org'),
        );
      for (const { customers } of next.sleeping.begin(opening, disk.partAt) ?? []) {
        for (const id of customers) texts.set(id, null);
      }
      dropped += texts.texts.size < written ? 1 : 0;
      expect(answersOf(next.fold, texts, nowMs)).toEqual(answersOf(next.fold, null, nowMs));
    };
    fc.assert(fc.property(seeds, fc.integer(), fc.integer({ min: 20, max: 100 }), property), { numRuns: 30 });
    expect(dropped).toBeGreaterThan(5);
  });
});
