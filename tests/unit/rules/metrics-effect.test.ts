import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  DEFAULT_PROCESS,
  effectDueMs,
  type MemberId,
  MetricIndex,
  type MetricItem,
  type MetricSettings,
  metricConcern,
  metricDefinition,
  partFaults,
  playbookEffect,
} from '#rules';
import { START_MS } from '../../support/rules-stage.ts';

const scopeOf = (...members: readonly string[]) => ({
  territory: null,
  facet: null,
  people: new Set(members as readonly MemberId[]),
  sellers: new Map(members.map((id) => [id as MemberId, { isActive: true }])),
});
/** A judged lead of somebody, so many days after the playbook was sent. */
const lead = (member: string, day: number, isConverted: boolean): MetricItem => ({
  metric: 'leadConversion',
  atMs: START_MS + day * DAY_MS,
  member: member as MemberId,
  territory: 'east' as MetricItem['territory'],
  facet: '',
  numerator: isConverted ? 1 : 0,
  denominator: 1,
});
const leads = (member: string, days: readonly number[], converted: number) =>
  days.map((day, at) => lead(member, day, at < converted));
const SENT = { atMs: START_MS, days: 14 };

describe('effect of a playbook', () => {
  it('[MX-30][R65] as many days from its sending on against as many before, over these people, once they are over', () => {
    const index = new MetricIndex();
    index.set('c1', [
      ...leads('rae', [-14, -5, -4, -3, -1], 1),
      ...leads('rae', [0, 1, 2, 3, 13], 4),
      ...leads('rae', [-15, 14, 15], 3),
      ...leads('rob', [-2, 2], 2),
    ]);
    const due = effectDueMs(SENT.atMs, SENT.days);
    const effect = (nowMs: number, ...members: string[]) =>
      playbookEffect(index, 'leadConversion', scopeOf(...members), SENT, nowMs);
    expect(effect(due - 1, 'rae')).toBeNull();
    expect(effect(due, 'rae')).toMatchObject({
      before: { fraction: { numerator: 1, denominator: 5 } },
      after: { fraction: { numerator: 4, denominator: 5 } },
      change: { kind: 'points' },
      isBetter: true,
    });
    expect(effect(due, 'rae', 'rob')).toMatchObject({ before: { n: 6 }, after: { n: 6 } });
    // told later it says the same: what came after its days is no effect of it
    expect(effect(due + 60 * DAY_MS, 'rae')).toEqual(effect(due, 'rae'));
    expect(effect(due, 'rob')).toMatchObject({
      before: { kind: 'tooFew', n: 1 },
      change: { kind: 'none' },
      isBetter: null,
    });
  });

  it('[MX-31][R65] worse than the own past comes before worse than the benchmark; at it, or too few, is no concern', () => {
    const value = (number: number) => ({ kind: 'value', value: number, median: null, n: 9, fraction: null }) as const;
    const conversion = metricDefinition('leadConversion');
    const days = metricDefinition('leadToFirstVisitDays');
    expect(metricConcern(conversion, value(0.1), 0.2, 0.3, false)).toBe('belowOwnPast');
    expect(metricConcern(conversion, value(0.2), 0.2, 0.3, false)).toBe('belowBenchmark');
    expect(metricConcern(conversion, value(0.3), 0.2, 0.3, false)).toBeNull();
    expect(metricConcern(conversion, value(0.3), null, null, false)).toBeNull();
    expect(metricConcern(days, value(3), 2, null, false)).toBe('belowOwnPast');
    expect(metricConcern(days, value(1), 2, 2, false)).toBeNull();
    expect(metricConcern(conversion, { kind: 'tooFew', n: 3 }, 0.2, 0.3, false)).toBeNull();
    expect(metricConcern(conversion, { kind: 'noDenominator' }, 0.2, 0.3, false)).toBeNull();
  });

  it('[RU-27][A18] no share above a whole is published as benchmark or target', () => {
    const faults = (items: MetricSettings['items']) =>
      partFaults({ kind: 'metrics', metrics: { ...DEFAULT_PROCESS.metrics, items } }, DEFAULT_PROCESS);
    expect(faults([{ metric: 'winRate', benchmark: 1000, target: 1000 }])).toEqual([]);
    expect(faults([{ metric: 'visits', benchmark: 6000 }])).toEqual([]);
    expect(faults([{ metric: 'visits' }, { metric: 'winRate', benchmark: 1001, target: 2000 }])).toMatchObject([
      { field: 'metrics.items.1.benchmark', why: 'aboveWhole' },
      { field: 'metrics.items.1.target', why: 'aboveWhole' },
    ]);
  });
});
