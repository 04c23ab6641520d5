import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  caseSort,
  countOf,
  DAY_MS,
  type Fold,
  METRIC_IDS,
  type MemberId,
  type MetricId,
  MetricIndex,
  type MetricScope,
  type MetricValue,
  makeFold,
  meanOf,
  metricDefinition,
  metricItems,
  shareOf,
  weekOf,
} from '#rules';
import type { Series } from '../../rules/metrics/series.ts';
import { makePrng } from '../support/prng.ts';
import { START_MS } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { shuffled } from '../support/shuffled.ts';

const SELLERS = new Map(['rae', 'rob'].map((id) => [id as MemberId, { isActive: id === 'rae' }]));
const ALL: MetricScope = { territory: null, people: null, facet: null, sellers: SELLERS };
const RAE: MetricScope = { ...ALL, people: new Set(['rae' as MemberId]) };
const CUSTOMERS = ['c1', 'c2', 'c3'] as unknown as readonly CustomerId[];

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
/** What a series holds of a day: its sums, and the values of a mean. */
const onDay = ({ sums, values }: Series, day: number): readonly unknown[] => {
  const range = { from: day, to: day };
  const sum = { numerator: 0, denominator: 0 };
  sums.addTo(sum, range);
  if (values === null) return [day, sum];
  const spans = new Float64Array(sum.denominator);
  values.writeTo(spans, 0, range);
  return [day, sum, spans.toSorted()];
};
/** All an index holds, to the bit: every series that has anything, day by day. */
const whole = (index: MetricIndex): ReadonlyMap<string, unknown> => {
  // What is told of as keys are the series themselves.
  const series = METRIC_IDS.flatMap((id) => [...index.keys(id)] as Series[]);
  return new Map(
    series.flatMap((one) => {
      const span = one.sums.span();
      if (span === null) return [];
      const days = Array.from({ length: span.to - span.from + 1 }, (_, at) => onDay(one, span.from + at));
      return [[`${one.metric} ${one.member} ${one.territory} ${one.facet}`, days] as const];
    }),
  );
};
const fresh = (fold: Fold, exactFromDay = 0): MetricIndex => {
  const index = new MetricIndex(exactFromDay);
  for (const id of CUSTOMERS) contribute(index, fold, id);
  return index;
};
/** The number of these sums, without a median. */
const numberOf = (
  id: MetricId,
  { numerator, denominator }: { numerator: number; denominator: number },
): MetricValue => {
  const { aggregate } = metricDefinition(id);
  if (aggregate === 'count') return countOf(numerator);
  return aggregate === 'mean' ? meanOf(numerator, denominator, null) : shareOf(numerator, denominator);
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

  it('[MX-34][R63] what subjects count for adds up to the number, of whatever week, people and moment', () => {
    let named = 0;
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 60 * DAY_MS }), (seed, passed) => {
        const world = new RulesWorld(seed, 70);
        const fold = makeFold();
        fold.apply(world.rows(), world.facts);
        const index = fresh(fold);
        const nowMs = START_MS + passed;
        for (const id of METRIC_IDS.filter((one) => caseSort(one) !== null)) {
          for (const [back, scope] of [0, 1, 3].flatMap((one) => [ALL, RAE].map((some) => [one, some] as const))) {
            const { firstDay: from, lastDay: to } = weekOf(nowMs - back * 7 * DAY_MS);
            const sums = { numerator: 0, denominator: 0 };
            for (const subject of index.subjects()) {
              const found = index.casesOf(subject, { metric: id, scope, period: { from, to }, nowMs });
              for (const [member, { numerator, denominator }] of found) {
                expect(scope.people?.has(member) ?? true).toBe(true);
                sums.numerator += numerator;
                sums.denominator += denominator;
                named += 1;
              }
            }
            expect(numberOf(id, sums)).toEqual(index.value(id, scope, { from, to }, nowMs, false));
          }
        }
      }),
      { numRuns: 12 },
    );
    expect(named).toBeGreaterThan(100);
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
});
