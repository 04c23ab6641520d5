import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventId, type Fold, makeFold } from '#rules';
import { drowsyFold } from '../support/drowsy.ts';
import { type FickleScratch, makeFickleScratch } from '../support/fickle-scratch.ts';
import { makePrng, type Prng } from '../support/prng.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { shuffled } from '../support/shuffled.ts';

const seeds = fc.integer({ min: 0, max: 0x7fffffff });
const RUNS = { numRuns: 60 };
/** A customer or two. */
const FILE_BYTES = 1_500;
const RETRY_MS = 600_000;

const idsOf = (world: RulesWorld): readonly EventId[] => world.rows().map(({ event }) => event.id);
const placementsOf = (fold: Fold, ids: readonly EventId[]) => ids.map((id) => fold.placement(id));

/** Writes end sooner or later, well or not, some of them in the middle of what follows. */
const endSome = async (scratch: FickleScratch, random: Prng): Promise<void> => {
  while (scratch.waiting() > 0 && random.chance(0.7)) {
    scratch.end(random.chance(0.35));
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('customers that sleep', () => {
  it('[RF-37] [SL-3] [SL-4] [I1] [S8] in any order, batches and repetition every answer and every change told is the same', async () => {
    const total = { packed: 0, unpacked: 0, written: 0, refused: 0, reads: 0 };
    const property = async (seed: number, order: number, awake: number): Promise<void> => {
      const world = new RulesWorld(seed, 70);
      const plain = makeFold();
      const random = makePrng(order);
      const scratch = makeFickleScratch(FILE_BYTES);
      const { fold, settle, times, timers, needed } = drowsyFold(awake, scratch);
      for (const { rows, facts } of shuffled(world, order)) {
        const [told, expected] = [fold.apply(rows, facts), plain.apply(rows, facts)];
        expect({ ...told }).toEqual({ ...expected });
        settle(10);
        await endSome(scratch, random);
        if (random.chance(0.6)) timers.advance(RETRY_MS);
        for (const id of expected.customers) {
          expect(fold.customer(id)).toEqual(plain.customer(id));
          expect(fold.contacts(id)).toEqual(plain.contacts(id));
        }
        expect([...fold.customerIds()]).toEqual([...plain.customerIds()]);
        expect(scratch.bytes()).toBeLessThanOrEqual(2 * needed());
      }
      expect(placementsOf(fold, idsOf(world))).toEqual(placementsOf(plain, idsOf(world)));
      expect(fold.digest()).toBe(plain.digest());
      for (const count of ['written', 'refused', 'reads'] as const) total[count] += scratch.counts[count];
      total.packed += times.packed;
      total.unpacked += times.unpacked;
    };
    await fc.assert(fc.asyncProperty(seeds, fc.integer(), fc.integer({ min: 0, max: 2 }), property), RUNS);
    expect(total.packed).toBeGreaterThan(RUNS.numRuns * 5);
    expect(total.unpacked).toBeGreaterThan(total.packed);
    expect(Math.min(total.written, total.reads)).toBeGreaterThan(RUNS.numRuns);
    expect(total.refused).toBeGreaterThan(RUNS.numRuns / 4);
  });
});
