import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MetricId, type MetricItem, shanghaiDay, startOfDayMs } from '#rules';
import { itemsOf, keptItems } from '../../client/data/answers/metrics/kept-items.ts';
import { packItems, unpackItems } from '../../rules/metrics/packed-items.ts';
import { SeriesBook } from '../../rules/metrics/series-book.ts';

const RUNS = 500;
const MOST = 2 ** 51 - 1;

const whole = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer(),
  // plus 0, for −0 does not come back as such
  fc.maxSafeInteger().map((n) => (n % MOST) + 0),
);
const item = fc
  .record({
    metric: fc.constantFrom<MetricId>('visits', 'salesCycleDays'),
    // by day of a few years, and anywhere
    atMs: fc.oneof(fc.integer({ min: 1_600_000_000_000, max: 1_800_000_000_000 }), whole),
    member: fc.constantFrom(null, 'rae', 'rob'),
    facet: fc.constantFrom('', 'quote'),
    numerator: whole,
    denominator: whole,
  })
  .map((made) => ({ ...made, territory: 'east' }) as MetricItem);
const odd = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 51);

/** Of every day the time. */
const EXACT = Number.NEGATIVE_INFINITY;
const exactFrom = fc.oneof(fc.constant(EXACT), fc.integer({ min: 18_500, max: 20_800 }));

test('[MX-33] items of a subject come back as they were, in their order, those of older days with their day', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), exactFrom, (items, exactFromDay) => {
      const book = new SeriesBook();
      const packed = packItems(items, (one) => book.of(one), exactFromDay);
      const again = unpackItems(packed, (number) => book.at(number), exactFromDay);
      expect(again).toEqual(
        items.map((one) => {
          const series = book.of(one);
          const { numerator } = one;
          const day = shanghaiDay(one.atMs);
          const atMs = day < exactFromDay ? startOfDayMs(day) : one.atMs;
          const denominator = series.values === null ? one.denominator : 1;
          return { series, day, atMs, numerator, denominator };
        }),
      );
    }),
    { numRuns: RUNS },
  );
});

test('[MX-33][I22] what is no whole number is left out, and takes nothing else with it', () => {
  fc.assert(
    fc.property(item, item, odd, fc.constantFrom('atMs', 'numerator', 'denominator'), (one, other, wrong, field) => {
      const book = new SeriesBook();
      const packed = packItems([one, { ...one, [field]: wrong }, other], (each) => book.of(each), EXACT);
      expect(packed).toEqual(packItems([one, other], (each) => book.of(each), EXACT));
    }),
    { numRuns: RUNS },
  );
});

test('[DW-23][I22] items in a text count as they would have without it, odd ones among them for nothing', () => {
  const field = fc.constantFrom('atMs', 'numerator', 'denominator');
  const oddItem = fc.tuple(item, field, odd).map(([one, name, wrong]) => ({ ...one, [name]: wrong }) as MetricItem);
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: item }, oddItem), { maxLength: 40 }), (items) => {
      const book = new SeriesBook();
      const restored = itemsOf(JSON.parse(JSON.stringify(keptItems(items))));
      expect(packItems(restored, (one) => book.of(one), EXACT)).toEqual(packItems(items, (one) => book.of(one), EXACT));
      expect(restored).toEqual(items.filter((one) => packItems([one], (each) => book.of(each), EXACT).length > 0));
    }),
    { numRuns: RUNS },
  );
});
