import { describe, expect, it } from 'vitest';
import { DAY_MS, DEFAULT_PROCESS, type MemberId, type MetricId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { MetricFilter, MetricsAnswer } from '../../../client/data/metric-contract.ts';
import { signedOutAnswer } from '../../../client/data/worker/signed-out.ts';
import { creation, makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const view = (stage: RulesStage, member: string, reads: readonly string[] = ['east']) => {
  let fold = stage.fold();
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs,
    unsynced: () => [],
    readsRecordsOf: (territory) => reads.includes(territory),
    uploads: () => ({}),
  });
  const metrics = (filter: MetricFilter = {}, back = 0) => models.answer({ kind: 'metrics', filter, back });
  const metric = (id: MetricId, filter: MetricFilter = {}) =>
    models.answer({ kind: 'metric', metric: id, filter, back: 0 });
  const mirror = (of: string) => models.answer({ kind: 'mirror', member: of as MemberId, back: 0 });
  /** The company has changed. */
  const refold = (): void => {
    fold = stage.fold();
    models.changed({ org: true, customers: new Set(), leads: new Set(), desks: new Set() });
  };
  return { fold, refold, models, metrics, metric, mirror };
};
const rowOf = (answer: MetricsAnswer, id: MetricId) => {
  const row = answer.rows.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no ${id}`);
  return row;
};
const none = { kind: 'checkDate' as const, atMs: START_MS + 400 * DAY_MS, reason: '等招标' };
const visit = (stage: RulesStage, member: string, atMs: number, subject = 'c1', doc?: string) =>
  stage.act(member, 'visitNoteRecorded', note({ visitedAtMs: atMs, next: none }), {
    subject,
    ...(doc === undefined ? {} : { doc }),
  });

/** Eight weeks on: rae has visited five times this week and three times a week before, rob twice, sue in the south once. */
const makeCompany = (): RulesStage => {
  const stage = makeStage();
  stage.act('boss', 'territoryDefined', { territory: 'south', name: '华南' });
  stage.act('boss', 'memberInvited', { member: 'sue', name: '苏', role: 'rep', territories: ['south'] });
  stage.admit('sue');
  const south = { ...creation('sue'), territory: 'south' };
  stage.act('boss', 'customerCreated', south, { subject: 's1', doc: 'pool:south' });
  stage.nowMs = START_MS + 57 * DAY_MS;
  for (let times = 0; times < 3; times++) visit(stage, 'rae', stage.nowMs - 7 * DAY_MS);
  for (let times = 0; times < 5; times++) visit(stage, 'rae', stage.nowMs);
  for (let times = 0; times < 2; times++) visit(stage, 'rob', stage.nowMs);
  visit(stage, 'sue', stage.nowMs, 's1', 'log:south:2026Q4');
  return stage;
};

describe('metrics', () => {
  it('[AN-60][R82][R90] numbers are of the viewer and of those he leads', () => {
    const stage = makeCompany();
    const visits = (member: string, reads: readonly string[], filter: MetricFilter = {}) =>
      rowOf(view(stage, member, reads).metrics(filter), 'visits').value;
    expect(visits('rob', ['east'])).toMatchObject({ value: 2, fraction: { denominator: 1 } });
    expect(visits('rob', ['east'], { person: 'rae' })).toEqual({ kind: 'noDenominator' });
    expect(visits('mia', ['east'])).toMatchObject({ value: 3.5 });
    expect(visits('mia', ['east'], { team: 'mia' })).toMatchObject({ value: 3.5 });
    expect(visits('mia', ['east'], { store: 'shop-1' })).toEqual({ kind: 'noDenominator' });
    expect(visits('mia', ['east'], { person: 'sue' })).toEqual({ kind: 'noDenominator' });
    expect(visits('boss', ['east', 'south'])).toMatchObject({ n: 8, fraction: { denominator: 3 } });
    expect(visits('boss', ['east', 'south'], { territory: 'south' })).toMatchObject({ value: 1 });
    // records that do not come here are not counted, whoever asks
    expect(visits('boss', ['east'])).toMatchObject({ n: 7 });
  });

  it('[AN-61][R37][R46][R54] taken apart by people without an order of value, and by stage', () => {
    const stage = makeCompany();
    const mia = view(stage, 'mia');
    expect(mia.metric('visits')?.people.map(({ member, value }) => [member, value])).toMatchObject([
      ['rae', { value: 5 }],
      ['rob', { value: 2 }],
    ]);
    expect(
      view(stage, 'rob')
        .metric('visits')
        ?.people.map(({ member }) => member),
    ).toEqual(['rob']);
    expect(mia.metric('stageConversion')?.facets.map(({ facet }) => facet)).toEqual(
      DEFAULT_PROCESS.stages.map(({ id }) => id),
    );
    expect(mia.metric('visits')?.facets).toEqual([]);
    stage.act('boss', 'memberChanged', { member: 'rae', active: false });
    const after = view(stage, 'mia');
    expect(after.metric('visits')?.people.map(({ member }) => member)).toEqual(['rob']);
    expect(rowOf(after.metrics(), 'visits').value).toMatchObject({ n: 7 });
  });

  it('[MX-28][R71] a newcomer counts on the day of the first order he has, with the days since he was hired', () => {
    const stage = makeStage();
    const end = (member: string, subject: string) => {
      stage.act(member, 'customerCreated', creation(member), { subject });
      stage.act(member, 'opportunityEnded', { opportunity: 'o1', outcome: 'won', amountFen: 1 }, { subject });
    };
    const hired = (member: string, hiredAtMs: number | null) =>
      stage.act('boss', 'memberChanged', { member, hiredAtMs });
    const value = (asked = view(stage, 'mia')) => rowOf(asked.metrics(), 'firstOrderDays').value;
    const newcomers = ['x1', 'x2', 'x3', 'x4'];
    for (const member of newcomers) {
      const more = { name: member, role: 'rep' as const, territories: ['east'], manager: 'mia', hiredAtMs: START_MS };
      stage.act('boss', 'memberInvited', { member, ...more });
      stage.admit(member);
    }
    hired('rae', START_MS);
    hired('rob', START_MS - DAY_MS);
    stage.nowMs = START_MS + 41 * DAY_MS;
    end('rob', 'r1');
    expect(value()).toEqual({ kind: 'noDenominator' });
    for (const member of newcomers) end(member, `of-${member}`);
    expect(value()).toEqual({ kind: 'tooFew', n: 4 });
    end('rae', 'e1');
    end('rae', 'e2');
    expect(value()).toMatchObject({ value: 41, n: 5 });
    // The same device learns of another date, and that there is none.
    const kept = view(stage, 'mia');
    expect(value(kept)).toMatchObject({ value: 41 });
    hired('rae', START_MS + 5 * DAY_MS);
    kept.refold();
    expect(value(kept)).toMatchObject({ value: 40, n: 5 });
    hired('rae', null);
    kept.refold();
    expect(value(kept)).toEqual({ kind: 'tooFew', n: 4 });
  });

  it('[AN-62][A18] what counts who stands is held against the eight weeks one by one, not against them as one', () => {
    const stage = makeStage();
    const move = { opportunity: 'o1', stage: 'needConfirmed', from: 'initialContact', basis: null };
    for (let nth = 0; nth < 8; nth++) stage.act('rae', 'customerCreated', creation('rae'), { subject: `k${nth}` });
    for (let nth = 0; nth < 8; nth++) {
      stage.nowMs += 7 * DAY_MS;
      if (nth % 2 === 0) stage.act('rae', 'stageEntered', move, { subject: `k${nth}` });
    }
    const { metrics } = view(stage, 'mia');
    const weeks = rowOf(metrics({}, 1), 'stageConversion').trend.flatMap(({ value }) =>
      value.kind === 'value' ? [value.value] : [],
    );
    expect(Math.max(...weeks)).toBeGreaterThan(0);
    const mean = weeks.reduce((sum, value) => sum + value, 0) / weeks.length;
    expect(rowOf(metrics(), 'stageConversion').benchmark?.value).toBeCloseTo(mean, 9);
  });

  it('[AN-62][R6][R47][A18] held against the week before and a benchmark, with eight weeks to look at', () => {
    const stage = makeCompany();
    const onMonday = rowOf(view(stage, 'rae').metrics(), 'visits');
    expect(onMonday).toMatchObject({ value: { value: 5 }, change: { kind: 'none' }, isUnfinished: true });
    stage.nowMs += 7 * DAY_MS;
    const own = rowOf(view(stage, 'rae').metrics({}, 1), 'visits');
    stage.nowMs -= 7 * DAY_MS;
    expect(own).toMatchObject({
      value: { value: 5 },
      change: { kind: 'percent', by: 2 / 3 },
      isBetter: true,
      benchmark: { from: 'ownWeeks', value: 3 },
      isBelow: false,
    });
    expect(own.trend).toHaveLength(8);
    expect(own.trend.slice(-2).map(({ value }) => value)).toMatchObject([{ value: 3 }, { value: 5 }]);
    const items = [{ metric: 'visits', benchmark: 6000, source: '行业协会', date: '2026-01-01', owner: 'mia' }];
    const event = stage.act('boss', 'processPublished', {
      part: { kind: 'metrics', metrics: { ...DEFAULT_PROCESS.metrics, items } },
    });
    const answer = view(stage, 'rae').metrics();
    expect(rowOf(answer, 'visits')).toMatchObject({
      benchmark: { from: 'set', value: 6, source: '行业协会', date: '2026-01-01' },
      // counted up until the week is over
      isBelow: null,
      ownerName: 'mia',
    });
    expect(answer.lastChange).toMatchObject({ authorName: '老板', event });
    expect(view(stage, 'rae').metrics({}, 1).below).toBeGreaterThan(0);
    expect(rowOf(view(stage, 'rae').metrics({}, 1), 'visits')).toMatchObject({ value: { value: 3 }, isBelow: true });
  });

  it('[AN-63][R62] visits at target and too few verified needs', () => {
    const stage = makeCompany();
    expect(view(stage, 'rae').metrics().visitQuality).toBe('unknown');
    const items = [
      { metric: 'visits', target: 5000 },
      { metric: 'validatedNeedRate', benchmark: 300 },
    ];
    const part = { kind: 'metrics' as const, metrics: { ...DEFAULT_PROCESS.metrics, items } };
    stage.act('boss', 'processPublished', { part });
    expect(view(stage, 'rae').metrics().visitQuality).toBe('outOfControl');
    expect(view(stage, 'rae').metrics().lastChange).not.toBeNull();
  });

  it('[AN-64][R88] own numbers, own past and the median of three, for himself and who leads him', () => {
    const stage = makeCompany();
    const visits = (answer: ReturnType<ReturnType<typeof view>['mirror']>) =>
      answer?.rows.find(({ definition }) => definition.id === 'visits');
    expect(visits(view(stage, 'rae').mirror('rae'))).toMatchObject({
      reading: { value: { value: 5 } },
      past: 3,
      teamMedian: null,
    });
    const rex = { member: 'rex', name: '雷', role: 'rep' as const, territories: ['east'], manager: 'mia' };
    stage.act('boss', 'memberInvited', rex);
    stage.admit('rex');
    visit(stage, 'rex', stage.nowMs);
    expect(visits(view(stage, 'rae').mirror('rae'))).toMatchObject({ teamMedian: 2 });
    expect(visits(view(stage, 'mia').mirror('rae'))).toMatchObject({ teamMedian: 2 });
    expect([view(stage, 'rob').mirror('rae'), view(stage, 'rae').mirror('mia')]).toEqual([null, null]);
    expect(view(stage, 'rae').mirror('nobody')).toBeNull();
    expect(JSON.stringify(view(stage, 'rae').mirror('rae'))).not.toMatch(/rob|rex|雷/);
  });

  it('[AN-65][R84] kept up event by event the answers are those computed afresh', () => {
    const stage = makeCompany();
    const { fold, models, metrics } = view(stage, 'mia');
    metrics();
    const known = stage.rows.length;
    const facts = stage.facts.length;
    const swing = { stage: 'internalApproval', week: '2026-W52', scope: 'east' };
    const desk = { subject: 'mia', doc: 'desk:mia' };
    const guess = stage.act('mia', 'causeGuessed', { swing, guess: '级别不够', found: null }, desk);
    visit(stage, 'rob', stage.nowMs);
    stage.pass(29 * DAY_MS);
    stage.act('mia', 'causeJudged', { guess, verdict: 'right' }, desk);
    for (const row of stage.rows.slice(known)) {
      const change = fold.apply([row], []);
      models.changed(change);
      expect(models.affectedBy(change, { kind: 'metrics', filter: {}, back: 0 })).toBe(true);
      metrics();
    }
    models.changed(fold.apply([], stage.facts.slice(facts)));
    const fresh = view(stage, 'mia');
    expect(metrics()).toEqual(fresh.metrics());
    expect(rowOf(metrics(), 'attributionAccuracy').value).toEqual({ kind: 'tooFew', n: 1 });
  });

  it('[AN-66][R86] the validation table of the viewer, and nothing for nobody', () => {
    const stage = makeCompany();
    const { models } = view(stage, 'rob');
    const table = models.answer({ kind: 'validation', filter: {} });
    expect(table).toMatchObject({ day: 58, rows: [{ metric: 'effectiveTouchpoints' }, {}, {}, {}] });
    expect(table.rows[0]?.snapshots.map(({ value }) => value)).toEqual([{ kind: 'noDenominator' }, null]);
    expect(signedOutAnswer({ kind: 'metric', metric: 'visits', filter: {}, back: 0 })).toBeNull();
    expect(signedOutAnswer({ kind: 'metrics', filter: {}, back: 0 })).toMatchObject({ rows: [] });
  });
});
