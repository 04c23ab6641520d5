import { describe, expect, it } from 'vitest';
import {
  caseSort,
  caseWeight,
  changeOf,
  DAY_MS,
  DEFAULT_PROCESS,
  HOUR_MS,
  isBelow,
  METRIC_IDS,
  type MemberId,
  type MetricId,
  MetricIndex,
  type MetricItem,
  type MetricScope,
  metricDefinition,
  metricTerms,
  visitQuality,
  weekOf,
} from '#rules';
import { START_MS } from '../../support/rules-stage.ts';

const SELLERS = new Map([
  ['rae' as MemberId, { isActive: true }],
  ['rob' as MemberId, { isActive: true }],
  ['lea' as MemberId, { isActive: false }],
]);
const ALL: MetricScope = { territory: null, people: null, facet: null, sellers: SELLERS };
const item = (metric: MetricId, atMs: number, more: Partial<Record<keyof MetricItem, unknown>> = {}): MetricItem =>
  ({ metric, atMs, member: 'rae', territory: 'east', facet: '', numerator: 1, denominator: 1, ...more }) as never;
const times = (count: number, made: MetricItem): MetricItem[] => Array.from({ length: count }, () => made);
const indexOf = (...items: readonly MetricItem[]): MetricIndex => {
  const index = new MetricIndex();
  index.set('c1', items);
  return index;
};
const week = (atMs: number) => {
  const { firstDay: from, lastDay: to } = weekOf(atMs);
  return { from, to };
};
const SORTS: Readonly<Partial<Record<MetricId, string>>> = {
  leadToFirstVisitDays: 'longest',
  reportCompleteness: 'missed',
  greenFollowUpDays: 'longest',
  interactionSpacingDays: 'longest',
  presalesOnTime: 'missed',
  profileCompleteness: 'missed',
  fulfilmentRate: 'missed',
  complaints: 'counted',
  validatedNeedRate: 'missed',
  leadConversion: 'missed',
  winRate: 'missed',
  salesCycleDays: 'longest',
  longStayShare: 'counted',
  sharedRate: 'missed',
  churnRate: 'counted',
  repeatVisits: 'counted',
};
const NOW = START_MS + 60 * DAY_MS;
const thisWeek = (index: MetricIndex, metric: MetricId, scope: MetricScope = ALL) =>
  index.value(metric, scope, week(START_MS), NOW);

describe('what stands behind a number', () => {
  const casesOf = (index: MetricIndex, metric: MetricId, nowMs = NOW) =>
    [...index.subjects()].flatMap((id) => {
      const found = index.casesOf(id, { metric, scope: ALL, period: week(START_MS), nowMs });
      return found.size === 0 ? [] : [[id, ...found] as const];
    });

  it('[MX-34][R63] a number is made of customers where one can say with whom it was not done, or who is in it', () => {
    expect(METRIC_IDS.map((id) => [id, caseSort(id)])).toEqual(METRIC_IDS.map((id) => [id, SORTS[id] ?? null]));
    expect(caseWeight('missed', { numerator: 2, denominator: 5 })).toBe(3);
    expect(caseWeight('counted', { numerator: 2, denominator: 5 })).toBe(2);
    expect(caseWeight('longest', { numerator: 6 * DAY_MS, denominator: 2 })).toBe(3);
    expect(caseWeight('longest', { numerator: 0, denominator: 2 })).toBe(0);
    for (const sort of ['longest', 'missed', 'counted'] as const)
      expect(caseWeight(sort, { numerator: 0, denominator: 0 })).toBeNull();
  });

  it('[MX-34] of a stock all that came before counts, of a flow its week, and nothing of what is still to come', () => {
    const index = new MetricIndex();
    index.set('c1', [item('churnRate', START_MS - 30 * DAY_MS), item('churnRate', START_MS, { numerator: -1 })]);
    index.set('c2', [item('winRate', START_MS - 8 * DAY_MS), item('winRate', START_MS, { numerator: 0 })]);
    index.set('c3', [item('winRate', START_MS + HOUR_MS, { member: 'rob' })]);
    expect(casesOf(index, 'churnRate')).toEqual([['c1', ['rae', { numerator: 0, denominator: 2 }]]]);
    expect(casesOf(index, 'winRate')).toEqual([
      ['c2', ['rae', { numerator: 0, denominator: 1 }]],
      ['c3', ['rob', { numerator: 1, denominator: 1 }]],
    ]);
    expect(casesOf(index, 'winRate', START_MS + 1)).toEqual([['c2', ['rae', { numerator: 0, denominator: 1 }]]]);
  });

  it('[MX-34] who is told of may be gone on with while subjects are replaced', () => {
    const index = new MetricIndex();
    for (const id of ['c1', 'c2', 'c3']) index.set(id, [item('winRate', START_MS)]);
    const told = index.subjects()[Symbol.iterator]();
    expect(told.next().value).toBe('c1');
    index.set('c1', times(2, item('winRate', START_MS)));
    index.set('c2', null);
    index.set('c4', [item('winRate', START_MS)]);
    expect([...{ [Symbol.iterator]: () => told }]).toEqual(['c3', 'c4']);
  });
});

describe('definitions', () => {
  it('[MX-1][R6] every number has a definition, and the article’s figures are where the article has them', () => {
    const targets = METRIC_IDS.flatMap((id) => {
      const { articleTarget } = metricDefinition(id);
      return articleTarget === null ? [] : [[id, articleTarget]];
    });
    expect(targets).toEqual([
      ['effectiveTouchpoints', 14.7],
      ['leadToFirstVisitDays', 1.8],
      ['attributionAccuracy', 0.87],
      ['reportCompleteness', 0.93],
      ['greenFollowUpDays', 3.2],
      ['presalesOnTime', 0.91],
      ['profileCompleteness', 0.89],
      ['fulfilmentRate', 0.79],
      ['sharedRate', 0.68],
      ['firstOrderDays', 41],
    ]);
    const lower = METRIC_IDS.filter((id) => metricDefinition(id).better === 'lower');
    expect(lower).toEqual([
      'leadToFirstVisitDays',
      'greenFollowUpDays',
      'interactionSpacingDays',
      'complaints',
      'salesCycleDays',
      'longStayShare',
      'churnRate',
      'repeatVisits',
      'firstOrderDays',
    ]);
  });

  it('[MX-25][R6][A18] what the company set holds, everything else is unset', () => {
    const { metrics } = DEFAULT_PROCESS;
    const unset = { benchmark: null, source: null, date: null, target: null, owner: null };
    expect(metricTerms(metrics, 'winRate')).toEqual(unset);
    const items = [{ metric: 'winRate', benchmark: 300, source: '协会年报', date: '2026-01-01' }];
    expect(metricTerms({ ...metrics, items }, 'winRate')).toEqual({
      ...unset,
      benchmark: 0.3,
      source: '协会年报',
      date: '2026-01-01',
    });
  });
});

describe('the index', () => {
  it('[MX-2] nothing to divide by and too few cases are said as such', () => {
    const index = indexOf(...times(4, item('winRate', START_MS)), item('salesCycleDays', START_MS));
    expect(thisWeek(index, 'fulfilmentRate')).toEqual({ kind: 'noDenominator' });
    expect(thisWeek(index, 'winRate')).toEqual({ kind: 'tooFew', n: 4 });
    expect(thisWeek(index, 'salesCycleDays')).toEqual({ kind: 'tooFew', n: 1 });
    expect(thisWeek(index, 'leadToFirstVisitDays')).toEqual({ kind: 'noDenominator' });
    expect(thisWeek(index, 'visits')).toEqual({ kind: 'noDenominator' });
    const every = METRIC_IDS.map((id) => thisWeek(new MetricIndex(), id).kind);
    expect(new Set(every)).toEqual(new Set(['noDenominator', 'value']));
  });

  it('[MX-3][R82] weeks of salespeople: from the first piece on, until the last of who left, nobody else’s', () => {
    const visit = (member: string, weeks: number) => item('visits', START_MS + weeks * 7 * DAY_MS, { member });
    const index = indexOf(
      ...times(6, visit('rae', 0)),
      visit('rob', 1),
      visit('lea', 0),
      visit('lea', 1),
      visit('mia', 0),
    );
    const over = (weeks: number) => {
      const { from } = week(START_MS);
      return index.value('visits', ALL, { from, to: from + 7 * weeks - 1 }, NOW);
    };
    expect(over(1)).toMatchObject({ value: 7 / 2, n: 7, fraction: { denominator: 2 } });
    expect(over(2)).toMatchObject({ value: 9 / 5 });
    // lea left after the second week: only rae and rob go on
    expect(over(3)).toMatchObject({ value: 9 / 7 });
    expect(thisWeek(index, 'visits', { ...ALL, people: new Set(['mia' as MemberId]) })).toEqual({
      kind: 'noDenominator',
    });
    const running = index.value('visits', ALL, week(START_MS), START_MS + HOUR_MS);
    expect(running).toMatchObject({ fraction: { denominator: 2 } });
  });

  it('[MX-4][R83] mean beside the median', () => {
    const days = [1, 2, 3, 4, 20].map((count) => item('leadToFirstVisitDays', START_MS, { numerator: count * DAY_MS }));
    expect(thisWeek(indexOf(...days), 'leadToFirstVisitDays')).toMatchObject({ value: 6, median: 3, n: 5 });
    const six = [...days, item('leadToFirstVisitDays', START_MS, { numerator: 0 })];
    expect(thisWeek(indexOf(...six), 'leadToFirstVisitDays')).toMatchObject({ value: 5, median: 2.5, n: 6 });
    const months = [30, 60, 90, 120, 400].map((count) =>
      item('leadToFirstVisitDays', START_MS, { numerator: count * DAY_MS }),
    );
    expect(thisWeek(indexOf(...months), 'leadToFirstVisitDays')).toMatchObject({ value: 140, median: 90, n: 5 });
  });

  it('[MX-14][R54] conversion is over what stood there and what came', () => {
    const at = (days: number) => START_MS + days * DAY_MS;
    const stay = (days: number) => [
      item('longStayShare', at(days), { numerator: 0, facet: 's' }),
      item('stageConversion', at(days), { numerator: 0, facet: 's' }),
    ];
    const leave = (days: number, hasLedOn: boolean) => [
      item('longStayShare', at(days), { numerator: 0, denominator: -1, facet: 's' }),
      ...(hasLedOn ? [item('stageConversion', at(days), { denominator: 0, facet: 's' })] : []),
    ];
    const index = indexOf(
      ...[-9, -8, -7, -7, 1, 2].flatMap(stay),
      ...leave(-6, true),
      ...[leave(1, true), leave(2, false)].flat(),
    );
    // four stood there at the beginning less the one that had left, two came
    expect(thisWeek(index, 'stageConversion', { ...ALL, facet: 's' })).toMatchObject({
      fraction: { numerator: 1, denominator: 5 },
    });
  });

  it('[MX-19][MX-21][R92] nothing of later counts, to the minute; late records count where they happened', () => {
    const noon = START_MS + 3 * HOUR_MS;
    const index = indexOf(
      ...times(5, item('winRate', START_MS)),
      ...times(2, item('winRate', noon, { numerator: 0 })),
      item('winRate', START_MS + 400 * 365 * DAY_MS),
      ...[1, 2, 3, 4, 5].map((days) => item('salesCycleDays', START_MS, { numerator: days * DAY_MS })),
      item('salesCycleDays', noon, { numerator: 100 * DAY_MS }),
    );
    const at = (nowMs: number) => index.value('winRate', ALL, week(START_MS), nowMs);
    expect(at(noon - 1)).toMatchObject({ fraction: { numerator: 5, denominator: 5 } });
    expect(at(noon)).toMatchObject({ fraction: { numerator: 5, denominator: 7 } });
    expect(index.value('salesCycleDays', ALL, week(START_MS), noon - 1)).toMatchObject({ value: 3, n: 5 });
    const everything = { from: 0, to: Number.POSITIVE_INFINITY };
    expect(index.value('winRate', ALL, everything, NOW)).toMatchObject({ n: 7 });
    index.set('late', times(3, item('winRate', START_MS)));
    expect(at(noon)).toMatchObject({ fraction: { numerator: 8, denominator: 10 } });
  });

  it('[MX-2][R39] territory, people and facet narrow a number', () => {
    const index = indexOf(
      ...times(5, item('winRate', START_MS, { facet: 'A' })),
      ...times(5, item('winRate', START_MS, { member: 'rob', territory: 'west', numerator: 0 })),
      ...times(5, item('winRate', START_MS, { member: null, numerator: 0 })),
    );
    const rate = (more: Partial<MetricScope>) => thisWeek(index, 'winRate', { ...ALL, ...more });
    expect(rate({})).toMatchObject({ n: 15 });
    expect(rate({ territory: 'east' })).toMatchObject({ fraction: { numerator: 5, denominator: 10 } });
    expect(rate({ people: new Set(['rob' as MemberId]) })).toMatchObject({ value: 0, n: 5 });
    expect(rate({ facet: 'A' })).toMatchObject({ value: 1, n: 5 });
  });

  it('[MX-11][R62] visits at target and too few verified needs are out of control together only', () => {
    const value = (number: number) => ({ kind: 'value', value: number, median: null, n: 25, fraction: null }) as const;
    expect(visitQuality(value(10), 10, value(0.12), 0.3)).toBe('outOfControl');
    expect(visitQuality(value(9), 10, value(0.12), 0.3)).toBe('inControl');
    expect(visitQuality(value(10), 10, value(0.3), 0.3)).toBe('inControl');
    expect(visitQuality(value(10), null, value(0.12), 0.3)).toBe('unknown');
    expect(visitQuality(value(10), 10, { kind: 'tooFew', n: 4 }, 0.3)).toBe('unknown');
  });

  it('[MX-23] a change without a ground is none, and exactly at the benchmark is not below it', () => {
    const zero = { kind: 'value', value: 0, median: null, n: 0, fraction: null } as const;
    const visits = metricDefinition('visits');
    expect(changeOf(visits, zero, { ...zero, value: 2 })).toEqual({ kind: 'none' });
    expect(changeOf(visits, { kind: 'noDenominator' }, zero)).toEqual({ kind: 'none' });
    expect(isBelow(visits, 8, 8)).toBe(false);
    expect([isBelow(visits, 7, 8), isBelow(metricDefinition('churnRate'), 0.4, 0.3)]).toEqual([true, true]);
  });

  it('[MX-31] what is shown as the same number as the benchmark is not below it', () => {
    const [visits, churn] = [metricDefinition('visits'), metricDefinition('churnRate')];
    expect([isBelow(visits, 7.96, 8.04), isBelow(visits, 7.94, 8.04)]).toEqual([false, true]);
    expect([isBelow(churn, 0.30049, 0.29951), isBelow(churn, 0.3006, 0.3)]).toEqual([false, true]);
  });
});
