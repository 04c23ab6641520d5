import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventId, Fold, FoldFact, FoldRow } from '#rules';
import { drowsy, isCovered, kept, makeDisk } from '../support/fold-openings.ts';
import { makePrng } from '../support/prng.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { shuffled } from '../support/shuffled.ts';

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

describe('an opening', () => {
  it('[RF-38] [I1] a fold begun with what another held goes on as that one does, whatever comes late, again, or is not acknowledged yet', () => {
    const total = { slept: 0, rows: 0, woken: 0 };
    const property = (seed: number, order: number, share: number, awake: number): void => {
      const world = new RulesWorld(seed, 70);
      const batches = shuffled(world, order);
      const cut = Math.round((batches.length * share) / 100);
      const [before, after] = [batches.slice(0, cut), batches.slice(cut)];
      const [disk, random] = [makeDisk(), makePrng(order)];
      const { fold: first, sleeping, settle } = drowsy(disk, awake);
      for (const { rows, facts } of before) {
        first.apply(rows, facts);
        settle();
      }
      const opening = sleeping.opening(isCovered, disk.placeOf);
      if (opening === null) throw new Error('nothing can be kept');
      const { fold, sleeping: next, settle: letSleep } = drowsy(disk, awake);
      const own: FoldRow[] = [];
      for (const batch of before) {
        const { rows, facts } = only(batch, (doc) => !isCovered(doc));
        fold.apply(rows, facts);
        // own rows, as the outbox has them
        own.push(...batch.rows.filter(() => random.chance(0.1)).map((row) => ({ ...row, isLocal: true })));
      }
      fold.apply(own, []);
      const steps = next.begin(kept(opening), disk.partAt);
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
    expect(Math.min(total.slept, total.rows, total.woken)).toBeGreaterThan(RUNS.numRuns);
  });
});
