import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  DEFAULT_PROCESS,
  type MemberId,
  MetricIndex,
  type MetricItem,
  type MetricScope,
  makeFold,
  metricReading,
  metricTerms,
  ownPast,
  playbookEffect,
  shanghaiDay,
  validationTable,
  weekOf,
} from '#rules';
import { START_MS } from '../../support/rules-stage.ts';

/** A Wednesday. */
const LIVE_MS = Date.UTC(2026, 2, 4, 1);
const LIVE_DAY = shanghaiDay(LIVE_MS);
const RAE = 'rae' as MemberId;
const scopeOf = (isActive = true): MetricScope => ({
  territory: null,
  facet: null,
  people: null,
  sellers: new Map([[RAE, { isActive }]]),
});
const ALL = scopeOf();
const item = (metric: MetricItem['metric'], day: number): MetricItem => ({
  ...{ metric, atMs: LIVE_MS + day * DAY_MS, member: RAE, facet: '' },
  territory: 'east' as MetricItem['territory'],
  ...{ numerator: 1, denominator: 1 },
});
const indexOf = (metric: MetricItem['metric'], days: readonly number[]): MetricIndex => {
  const index = new MetricIndex();
  index.set(
    'c1',
    days.map((day) => item(metric, day)),
  );
  return index;
};
/** Two contacts on each working day: ten in every natural week. */
const TEN_A_WEEK = Array.from({ length: 160 }, (_, at) => at - 80)
  .filter((day) => (((day + 2) % 7) + 7) % 7 < 5)
  .flatMap((day) => [day, day]);

describe('a period that is not of whole weeks', () => {
  it('[MX-35][R82][R86] where nothing changed the table says so, on whatever weekday the company went live', () => {
    const index = indexOf('effectiveTouchpoints', TEN_A_WEEK);
    const org = { ...makeFold().org(), wentLiveAt: LIVE_MS };
    const [row] = validationTable(index, ALL, org, LIVE_MS + 61 * DAY_MS).rows;
    expect(row).toMatchObject({
      baseline: { from: 'history', value: { value: 10, fraction: { numerator: 80, denominator: 8 } } },
      snapshots: [{ value: { value: 10 } }, { value: { value: 10 } }],
      now: { value: 10 },
      change: { kind: 'percent', by: 0 },
      isBetter: null,
    });
  });

  it('[MX-35][R65] a playbook that changed nothing has no effect, on whatever weekday it was sent', () => {
    const index = indexOf('effectiveTouchpoints', TEN_A_WEEK);
    for (const weekday of [0, 1, 2, 3, 4, 5, 6]) {
      const sent = { atMs: LIVE_MS + weekday * DAY_MS, days: 14 };
      expect(playbookEffect(index, 'effectiveTouchpoints', ALL, sent, sent.atMs + 14 * DAY_MS)).toMatchObject({
        before: { value: 10 },
        after: { value: 10 },
        isBetter: null,
      });
    }
    const odd = playbookEffect(index, 'effectiveTouchpoints', ALL, { atMs: LIVE_MS, days: 10 }, LIVE_MS + 90 * DAY_MS);
    expect(odd?.after).toMatchObject({ fraction: { numerator: 16, denominator: 10 / 7 } });
  });

  it('[MX-35][MX-3][R82] a person’s days are those from the week of his first piece on, and to the last of who left', () => {
    const index = indexOf('visits', [-4, 9]);
    const over = (from: number, to: number, scope = ALL) =>
      index.value('visits', scope, { from: LIVE_DAY + from, to: LIVE_DAY + to }, LIVE_MS + 90 * DAY_MS);
    expect(over(-14, 13)).toMatchObject({ fraction: { numerator: 2, denominator: 23 / 7 } });
    expect(over(-14, 13, scopeOf(false))).toMatchObject({ fraction: { numerator: 2, denominator: 3 } });
    // one piece just before is no seven a week
    expect(over(-10, -4)).toMatchObject({ value: 7 / 6 });
    expect(over(-28, -5)).toEqual({ kind: 'noDenominator' });
    expect(over(10, 13)).toMatchObject({ value: 0 });
    expect(over(10, 13, scopeOf(false))).toEqual({ kind: 'noDenominator' });
    // the same in whole weeks, Monday to Sunday
    expect(over(-16, 11)).toMatchObject({ fraction: { numerator: 2, denominator: 3 } });
  });

  it('[MX-3][R47] a natural week that runs counts as one, asked for as a whole', () => {
    const index = indexOf('visits', [-2, 0]);
    const { firstDay: from, lastDay: to } = weekOf(LIVE_MS);
    expect(index.value('visits', ALL, { from, to }, LIVE_MS)).toMatchObject({ fraction: { denominator: 1 } });
    expect(index.value('visits', ALL, { from, to: to - 1 }, LIVE_MS)).toMatchObject({
      fraction: { denominator: 3 / 7 },
    });
  });
});

describe('the own past of what is counted by pieces', () => {
  const WEEK = weekOf(START_MS);
  const at = (metric: 'complaints' | 'visits', day: number) => ({
    ...item(metric, 0),
    atMs: WEEK.fromMs + day * DAY_MS,
  });
  /** At work since a day, with complaints on others. */
  const since = (day: number | null, ...days: readonly number[]): MetricIndex => {
    const index = new MetricIndex();
    index.set('c1', [...days.map((one) => at('complaints', one)), ...(day === null ? [] : [at('visits', day)])]);
    return index;
  };
  const past = (day: number | null, ...days: readonly number[]) =>
    ownPast(since(day, ...days), 'complaints', ALL, WEEK, WEEK.toMs);

  it('[MX-36][R6][A18] is taken over the weeks somebody has been at work, eight at most', () => {
    expect(past(-3, -1)).toBe(1);
    expect(past(-14, -8, -3)).toBe(2 / 2);
    expect(past(-15, -8, -3)).toBe(2 / 3);
    expect(past(-300, -3)).toBe(1 / 8);
    expect(past(-300)).toBe(0);
    expect(past(null, -10, -3)).toBe(2 / 2);
  });

  it('[MX-36][R6] the first complaint of years is worse than none; whoever begins has nothing to be held against', () => {
    expect([past(null), past(0), past(2, 3)]).toEqual([null, null, null]);
    const terms = metricTerms(DEFAULT_PROCESS.metrics, 'complaints');
    const reading = metricReading(since(-300, 2), 'complaints', ALL, WEEK, WEEK.toMs, terms);
    expect(reading).toMatchObject({ value: { value: 1 }, benchmark: { value: 0 }, isBelow: true });
  });
});
