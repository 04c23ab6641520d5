import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  DEFAULT_PROCESS,
  type MemberId,
  MetricIndex,
  type MetricItem,
  metricConcern,
  metricDefinition,
  metricReading,
  metricTerms,
  weekOf,
} from '#rules';
import { START_MS } from '../../support/rules-stage.ts';

const WEEK = weekOf(START_MS);
const SCOPE = {
  territory: null,
  facet: null,
  people: null,
  sellers: new Map([['rae' as MemberId, { isActive: true }]]),
};
const NOON_MS = DAY_MS / 2;
/** At noon of a day of the running week, 0 = Monday; the week before with −7 … −1. */
const noon = (day: number): number => WEEK.fromMs + day * DAY_MS + NOON_MS;
const indexOf = (metric: 'visits' | 'complaints', days: readonly number[]): MetricIndex => {
  const index = new MetricIndex();
  index.set(
    'c1',
    days.map(
      (day): MetricItem => ({
        ...{ metric, atMs: noon(day), member: 'rae' as MemberId, facet: '' },
        territory: 'east' as MetricItem['territory'],
        ...{ numerator: 1, denominator: metric === 'visits' ? 0 : 1 },
      }),
    ),
  );
  return index;
};
const readingOn = (metric: 'visits' | 'complaints', days: readonly number[], nowMs: number) => {
  const terms = { ...metricTerms(DEFAULT_PROCESS.metrics, metric), benchmark: 3 };
  return metricReading(indexOf(metric, days), metric, SCOPE, WEEK, nowMs, terms);
};
/** Two on each working day of the week before, two on Monday and one on Tuesday of this one. */
const VISITS = [-7, -7, -6, -6, -5, -5, -4, -4, -3, -3, 0, 0, 1];

describe('a week that runs', () => {
  it('[MX-32][R47][A18] compares the days that are over with the same days of the week before, and with no whole week', () => {
    const onWednesday = readingOn('visits', VISITS, noon(2));
    expect(onWednesday).toMatchObject({ value: { value: 3 }, change: { kind: 'percent', by: -0.25 } });
    expect(onWednesday.isUnfinished).toBe(true);
    // what came today already counts in the number, and in no comparison before its day is over
    const today = readingOn('visits', [...VISITS, 2], noon(2) + 1);
    expect(today).toMatchObject({ value: { value: 4 }, change: { by: -0.25 } });
    expect(readingOn('visits', VISITS, noon(0)).change).toEqual({ kind: 'none' });
    const over = readingOn('visits', VISITS, WEEK.toMs);
    expect(over).toMatchObject({ isUnfinished: false, change: { kind: 'percent', by: -0.7 } });
  });

  it('[MX-32][R63] is judged only where nothing still to come can turn it', () => {
    expect(readingOn('visits', [0, 0], noon(1)).isBelow).toBeNull();
    expect(readingOn('visits', [0, 0, 0, 0], noon(1)).isBelow).toBe(false);
    expect(readingOn('visits', [0, 0], WEEK.toMs).isBelow).toBe(true);
    // fewer is better: too many is too many already, few so far is not few yet
    expect(readingOn('complaints', [0, 0, 0, 0], noon(1)).isBelow).toBe(true);
    expect(readingOn('complaints', [0], noon(1)).isBelow).toBeNull();
  });

  it('[MX-32][R65] concerns nobody who may still catch up', () => {
    const value = { kind: 'value', value: 1, median: null, n: 1, fraction: null } as const;
    const [visits, complaints] = [metricDefinition('visits'), metricDefinition('complaints')];
    expect(metricConcern(visits, value, 5, 5, true)).toBeNull();
    expect(metricConcern(visits, value, 5, 5, false)).toBe('belowOwnPast');
    expect(metricConcern(complaints, value, 0, null, true)).toBe('belowOwnPast');
  });
});
