import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  DAY_MS,
  type Fold,
  METRIC_IDS,
  type MemberId,
  MetricIndex,
  type MetricScope,
  makeFold,
  metricItems,
  weekOf,
} from '#rules';
import { makePrng } from '../support/prng.ts';
import { START_MS } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { shuffled } from '../support/shuffled.ts';

const SELLERS = new Map(['rae', 'rob'].map((id) => [id as MemberId, { isActive: id === 'rae' }]));
const ALL: MetricScope = { territory: null, people: null, facet: null, sellers: SELLERS };
const RAE: MetricScope = { ...ALL, people: new Set(['rae' as MemberId]) };
const CUSTOMERS = ['c1', 'c2', 'c3'] as unknown as readonly CustomerId[];
const QUARTERS = ['2026Q3', '2026Q4', '2027Q1'];
const KEY = { rules: 'test', heads: {} };

const contribute = (index: MetricIndex, fold: Fold, id: CustomerId): void => {
  const customer = fold.customer(id);
  index.set(id, customer && metricItems(customer, fold.org()));
};
const numbers = (index: MetricIndex, nowMs: number): unknown =>
  METRIC_IDS.map((id) =>
    [0, 1, 2, 4].flatMap((back) => {
      const { firstDay: from, lastDay: to } = weekOf(nowMs - back * 7 * DAY_MS);
      return [ALL, RAE].map((scope) => index.value(id, scope, { from, to }, nowMs));
    }),
  );
const whole = (index: MetricIndex): unknown => QUARTERS.map((quarter) => index.checkpoint(quarter, KEY));
const fresh = (fold: Fold, exactFromDay = 0): MetricIndex => {
  const index = new MetricIndex(exactFromDay);
  for (const id of CUSTOMERS) contribute(index, fold, id);
  return index;
};
const seeds = fc.integer({ min: 0, max: 0x7fffffff });

describe('metrics', () => {
  it('[MX-20][R6][I1] in any order, batches and repetitions the index equals one made afresh', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const world = new RulesWorld(seed, 70);
        const random = makePrng(seed);
        const fold = makeFold();
        const kept = new MetricIndex();
        for (const { rows, facts } of shuffled(world, seed)) {
          const { customers, org } = fold.apply(rows, facts);
          for (const id of org ? CUSTOMERS : customers) contribute(kept, fold, id);
          if (random.chance(0.1)) kept.set('c1', null);
          if (random.chance(0.2)) for (const id of CUSTOMERS) contribute(kept, fold, id);
        }
        for (const id of CUSTOMERS) contribute(kept, fold, id);
        const all = makeFold();
        all.apply(world.rows(), world.facts);
        const index = fresh(all);
        expect(whole(kept)).toEqual(whole(index));
        const nowMs = START_MS + random.int(60 * DAY_MS);
        expect(numbers(kept, nowMs)).toEqual(numbers(index, nowMs));
      }),
      { numRuns: 12 },
    );
  });

  it('[MX-21][R6] a number at a time is that of an index that knows nothing later', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 40 * DAY_MS }), (seed, passed) => {
        const world = new RulesWorld(seed, 70);
        const fold = makeFold();
        fold.apply(world.rows(), world.facts);
        const nowMs = START_MS + passed;
        const cut = new MetricIndex();
        for (const id of CUSTOMERS) {
          const customer = fold.customer(id);
          const items = customer === null ? [] : metricItems(customer, fold.org());
          cut.set(
            id,
            items.filter(({ atMs }) => atMs <= nowMs),
          );
        }
        // salespeople count from their first piece, which may be later that day: theirs is compared through the sums
        const perPerson = new Set(['effectiveTouchpoints', 'visits']);
        const of = (index: MetricIndex) =>
          METRIC_IDS.filter((id) => !perPerson.has(id)).map((id) => {
            const { firstDay: from, lastDay: to } = weekOf(nowMs);
            return index.value(id, ALL, { from, to }, nowMs);
          });
        expect(of(fresh(fold))).toEqual(of(cut));
      }),
      { numRuns: 12 },
    );
  });

  it('[MX-22] quarters from checkpoints and the rest from items equal everything from items', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const world = new RulesWorld(seed, 70);
        const fold = makeFold();
        fold.apply(world.rows(), world.facts);
        const index = fresh(fold);
        const opened = new MetricIndex();
        for (const quarter of QUARTERS.slice(0, 2)) {
          opened.adopt(JSON.parse(JSON.stringify(index.checkpoint(quarter, KEY))));
        }
        for (const id of CUSTOMERS) contribute(opened, fold, id);
        const nowMs = START_MS + 100 * DAY_MS;
        expect(numbers(opened, nowMs)).toEqual(numbers(index, nowMs));
        for (const quarter of QUARTERS) opened.open(quarter);
        expect(whole(opened)).toEqual(whole(index));
      }),
      { numRuns: 12 },
    );
  });
});
