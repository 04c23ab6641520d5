import { expect, it } from 'vitest';
import { DAY_MS, type MemberId, makeFold } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { PoolChip, Query } from '../../../client/data/contract.ts';
import type { ReadModels } from '../../../client/data/worker/read-models.ts';
import { makePrng } from '../../support/prng.ts';
import { START_MS } from '../../support/rules-stage.ts';
import { RulesWorld } from '../../support/rules-world.ts';

const CHIPS: readonly PoolChip[] = ['mine', 'all', 'nearlyOverdue', 'green', 'yellow', 'red', 'unowned'];
const query = (chip: PoolChip): Extract<Query, { kind: 'pool' }> => ({
  kind: 'pool',
  filter: { chip },
  search: '',
  offset: 0,
  limit: 100,
});
const lists = (models: ReadModels) => CHIPS.map((chip) => models.answer(query(chip)));

it('[AN-6] rows that changed find the places a sort of everybody gives them', () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const world = new RulesWorld(seed, 120);
    const prng = makePrng(seed);
    const fold = makeFold();
    let nowMs = START_MS;
    const modelsOf = () =>
      makeReadModels({
        fold: () => fold,
        member: () => 'rae' as MemberId,
        now: () => nowMs,
        unsynced: () => [],
        readsRecordsOf: (territory) => territory !== 'north',
        uploads: () => ({}),
      });
    const kept = modelsOf();
    for (let rows = world.rows(); rows.length > 0; ) {
      const size = 1 + prng.int(4);
      kept.changed(fold.apply(rows.slice(0, size), prng.chance(0.1) ? world.facts : []));
      rows = rows.slice(size);
      if (prng.chance(0.6)) expect(lists(kept)).toEqual(lists(modelsOf()));
    }
    expect(lists(kept)).toEqual(lists(modelsOf()));
    nowMs += 40 * DAY_MS;
    expect(lists(kept)).toEqual(lists(modelsOf()));
    expect(lists(kept)[1]?.rows.length).toBeGreaterThan(1);
  }
});
