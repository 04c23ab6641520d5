import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  decide,
  goLiveDay,
  improvement,
  type MemberId,
  type MetricId,
  MetricIndex,
  makeFold,
  type OrgState,
  validationTable,
} from '#rules';
import { makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';

/** The article's table, as it prints it. */
const ARTICLE = [
  ['effectiveTouchpoints', 8.2, 14.7, { kind: 'percent', by: 79 }],
  ['leadToFirstVisitDays', 5.3, 1.8, { kind: 'percent', by: -66 }],
  ['attributionAccuracy', 0.31, 0.87, { kind: 'points', by: 56 }],
  ['reportCompleteness', 0.44, 0.93, { kind: 'points', by: 49 }],
] as const;
const SCOPE = {
  territory: null,
  people: null,
  facet: null,
  sellers: new Map([['rae' as MemberId, { isActive: true }]]),
};
const baseline = (metric: MetricId, thousandths: number) => ({ metric, thousandths, source: '8–9 月周报' });
const orgOf = (stage: RulesStage): OrgState => stage.fold().org();
const ask = (stage: RulesStage, actor: string, metric: MetricId, thousandths: number) =>
  decide(
    { type: 'baselineSet', subject: 'org', payload: baseline(metric, thousandths) },
    { org: orgOf(stage), actor: actor as MemberId, customer: null, now: stage.nowMs },
  );

describe('validation table', () => {
  it('[MX-23][R82][R83][R84][R85][R86] the article’s four rows, to the printed figure', () => {
    for (const [metric, before, after, printed] of ARTICLE) {
      const { change, isBetter } = improvement(metric, before, after);
      expect(change.kind === 'none' ? null : { kind: change.kind, by: Math.round(change.by * 100) }).toEqual(printed);
      expect(isBetter).toBe(true);
      expect(improvement(metric, after, before).isBetter).toBe(false);
    }
    expect(improvement('visits', null, 3)).toEqual({ change: { kind: 'none' }, isBetter: null });
    expect(improvement('visits', 3, 3).isBetter).toBeNull();
  });

  it('[MX-23][R86] the day of go-live is day 1; snapshots come when their day is over', () => {
    expect(goLiveDay(START_MS, START_MS)).toBe(1);
    expect(goLiveDay(START_MS, START_MS + 41 * DAY_MS)).toBe(42);
    expect(goLiveDay(START_MS, START_MS - DAY_MS)).toBeNull();
    expect(goLiveDay(null, START_MS)).toBeNull();
    const stage = makeStage();
    stage.act('boss', 'baselineSet', baseline('leadToFirstVisitDays', 5300));
    const index = new MetricIndex();
    const visit = (day: number, days: number) =>
      ({
        metric: 'leadToFirstVisitDays',
        atMs: START_MS + day * DAY_MS,
        member: 'rae',
        territory: 'east',
        facet: '',
        numerator: days * DAY_MS,
        denominator: 1,
      }) as never;
    index.set(
      'c1',
      [-3, -4, -5, -6, -7].map((day) => visit(day, 9)),
    );
    index.set(
      'c2',
      [20, 21, 22, 23, 24].map((day) => visit(day, 2.65)),
    );
    index.set(
      'c3',
      [50, 51, 52, 53, 54].map((day) => visit(day, 1.8)),
    );
    const row = (day: number, org = orgOf(stage)) =>
      validationTable(index, SCOPE, org, START_MS + day * DAY_MS).rows[1];
    expect(row(41)).toMatchObject({
      snapshots: [
        { day: 42, value: null },
        { day: 60, value: null },
      ],
    });
    expect(row(42)).toMatchObject({
      baseline: { from: 'set', value: { value: 5.3 }, source: '8–9 月周报' },
      snapshots: [{ day: 42, value: { value: 2.65 } }, { value: null }],
      change: { kind: 'percent', by: -0.5 },
      isBetter: true,
    });
    expect(row(61)).toMatchObject({ snapshots: [{ value: { value: 2.65 } }, { value: { value: 1.8 } }] });
    expect(row(61)?.change).toMatchObject({ kind: 'percent' });
    // without a set one the baseline is what the history before go-live says
    expect(row(10, { ...orgOf(stage), baselines: {} })?.baseline).toMatchObject({
      from: 'history',
      value: { value: 9 },
    });
    expect(validationTable(index, SCOPE, { ...orgOf(stage), wentLiveAt: null, baselines: {} }, START_MS)).toMatchObject(
      {
        day: null,
        rows: [{ baseline: null }, { baseline: null }, { baseline: null }, { baseline: null }],
      },
    );
  });
});

describe('baseline', () => {
  it('[MX-24][R86] who administers sets it once, and no share above 100 %', () => {
    const stage = makeStage();
    expect(ask(stage, 'mia', 'visits', 8200)).toMatchObject({ refusals: [{ code: 'notEntitled' }] });
    expect(ask(stage, 'boss', 'fulfilmentRate', 1001)).toMatchObject({ refusals: [{ code: 'invalid' }] });
    expect(ask(stage, 'boss', 'fulfilmentRate', 420)).toMatchObject({ kind: 'accepted' });
    stage.act('boss', 'baselineSet', baseline('fulfilmentRate', 420));
    expect(ask(stage, 'boss', 'fulfilmentRate', 430)).toMatchObject({ refusals: [{ code: 'alreadyDone' }] });
    expect(orgOf(stage).baselines).toMatchObject({
      fulfilmentRate: { value: 0.42, author: 'boss', standing: 'sealed' },
    });
  });

  it('[MX-24][R86][R91] of two set apart the first sealed holds, on every device and in any order', () => {
    const stage = makeStage();
    const early = stage.write('boss', 'baselineSet', baseline('visits', 8200), { sealed: false });
    expect(orgOf(stage).baselines.visits).toMatchObject({ value: 8.2, standing: 'received' });
    stage.pass(60_000);
    stage.act('boss', 'baselineSet', baseline('visits', 9000), { device: 'boss-desk' });
    expect(orgOf(stage).baselines.visits).toMatchObject({ value: 9 });
    stage.pass(60_000);
    stage.seal(early, 'org', early.at);
    expect(orgOf(stage).baselines.visits).toMatchObject({ value: 9, standing: 'sealed' });
    const reversed = makeFold();
    reversed.apply([], [...stage.facts].reverse());
    for (const row of [...stage.rows].reverse()) reversed.apply([row], []);
    expect(reversed.org().baselines).toEqual(orgOf(stage).baselines);
  });

  it('[MX-24][R90] one written without the right, or above 100 %, has no effect', () => {
    const stage = makeStage();
    stage.act('mia', 'baselineSet', baseline('visits', 8200));
    stage.act('boss', 'baselineSet', baseline('winRate', 2000));
    expect(orgOf(stage).baselines).toEqual({});
  });
});
