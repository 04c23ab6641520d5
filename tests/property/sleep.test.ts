import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventId, type Fold, makeFold } from '#rules';
import { drowsyFold } from '../support/drowsy.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { shuffled } from '../support/shuffled.ts';

const seeds = fc.integer({ min: 0, max: 0x7fffffff });
const RUNS = { numRuns: 60 };

const idsOf = (world: RulesWorld): readonly EventId[] => world.rows().map(({ event }) => event.id);
const placementsOf = (fold: Fold, ids: readonly EventId[]) => ids.map((id) => fold.placement(id));

describe('customers that sleep', () => {
  it('[RF-37] [I1] [S8] in any order, batches and repetition every answer and every change told is the same', () => {
    const total = { packed: 0, unpacked: 0 };
    fc.assert(
      fc.property(seeds, fc.integer(), fc.integer({ min: 0, max: 2 }), (seed, order, awake) => {
        const world = new RulesWorld(seed, 70);
        const plain = makeFold();
        const { fold, settle, times } = drowsyFold(awake);
        for (const { rows, facts } of shuffled(world, order)) {
          const [told, expected] = [fold.apply(rows, facts), plain.apply(rows, facts)];
          expect({ ...told }).toEqual({ ...expected });
          settle(10);
          for (const id of expected.customers) {
            expect(fold.customer(id)).toEqual(plain.customer(id));
            expect(fold.contacts(id)).toEqual(plain.contacts(id));
          }
          expect([...fold.customerIds()]).toEqual([...plain.customerIds()]);
        }
        expect(placementsOf(fold, idsOf(world))).toEqual(placementsOf(plain, idsOf(world)));
        expect(fold.digest()).toBe(plain.digest());
        total.packed += times.packed;
        total.unpacked += times.unpacked;
      }),
      RUNS,
    );
    expect(total.packed).toBeGreaterThan(RUNS.numRuns * 5);
    expect(total.unpacked).toBeGreaterThan(total.packed);
  });
});
