import { describe, expect, it } from 'vitest';
import { type CustomerId, DAY_MS, METRIC_IDS, type MemberId, type MetricId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { MetricFilter } from '../../../client/data/metric-contract.ts';
import { Pace } from '../../../client/data/worker/pace.ts';
import { signedOutAnswer } from '../../../client/data/worker/signed-out.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { creation, makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const none = { kind: 'checkDate' as const, atMs: START_MS + 400 * DAY_MS, reason: '等招标' };
const need = { kind: 'verified', need: '换泵' } as const;
const visit = (stage: RulesStage, member: string, subject: string, isFound: boolean) => {
  const verifiedNeed = isFound ? need : ({ kind: 'none' } as const);
  stage.act(member, 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs, next: none, verifiedNeed }), { subject });
};

/** rae visits three of hers, one of them twice, and finds a need with the second; rob finds none with his one. */
const makeCompany = (): RulesStage => {
  const stage = makeStage();
  for (const id of ['r1', 'r2', 'r3']) stage.act('rae', 'customerCreated', creation('rae'), { subject: id });
  stage.act('rob', 'customerCreated', creation('rob'), { subject: 'b1' });
  stage.nowMs = START_MS + 15 * DAY_MS;
  visit(stage, 'rae', 'r1', false);
  visit(stage, 'rae', 'r2', true);
  visit(stage, 'rae', 'r3', false);
  visit(stage, 'rae', 'r3', false);
  visit(stage, 'rob', 'b1', false);
  return stage;
};

const view = (stage: RulesStage, member: string, pace?: Pace) => {
  const models = makeReadModels({
    fold: () => stage.fold(),
    member: () => member as MemberId,
    now: () => stage.nowMs,
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
    ...(pace === undefined ? {} : { pause: pace.pause }),
  });
  const cases = (metric: MetricId, filter: MetricFilter = {}, back = 0) =>
    models.answer({ kind: 'metricCases', metric, filter, back });
  return { models, cases };
};
const idsIn = ({ people }: ReturnType<ReturnType<typeof view>['cases']>) =>
  people.map(({ member, total, rows }) => [member, total, rows.map(({ id, weight }) => [id, weight])]);

describe('the customers behind a number', () => {
  it('[AN-78][R63] stand by person, those with most cases first, and only of whom the viewer leads', () => {
    const stage = makeCompany();
    const rae = [
      'rae',
      2,
      [
        ['r3', 2],
        ['r1', 1],
      ],
    ];
    expect(view(stage, 'mia').cases('validatedNeedRate').sort).toBe('missed');
    expect(idsIn(view(stage, 'mia').cases('validatedNeedRate'))).toEqual([rae, ['rob', 1, [['b1', 1]]]]);
    expect(idsIn(view(stage, 'mia').cases('validatedNeedRate', { person: 'rae' }))).toEqual([rae]);
    expect(idsIn(view(stage, 'rae').cases('validatedNeedRate'))).toEqual([rae]);
    expect(idsIn(view(stage, 'mia').cases('validatedNeedRate', {}, 1))).toEqual([]);
    expect(view(stage, 'mia').cases('visits')).toEqual({ sort: null, people: [] });
    expect(signedOutAnswer({ kind: 'metricCases', metric: 'winRate', filter: {}, back: 0 })).toEqual({
      sort: null,
      people: [],
    });
  });

  it('[AN-78] whoever has another’s now is no longer his to begin with', () => {
    const stage = makeCompany();
    stage.act('mia', 'customerHandedOver', { to: 'rob' as MemberId }, { subject: 'r3' });
    const [rae] = view(stage, 'mia').cases('validatedNeedRate').people;
    expect(rae?.rows.map(({ id, name, isOwn }) => [id, name, isOwn])).toEqual([
      ['r3', expect.any(String), false],
      ['r1', expect.any(String), true],
    ]);
  });

  it('[AN-78][DW-9] a look that is cut finds what one that is not finds, also of what changed meanwhile', () => {
    const stage = makeCompany();
    let nowMs = 0;
    const pace = new Pace(() => {
      nowMs += 5;
      return nowMs;
    }, makeManualTimers());
    const cut = view(stage, 'mia', pace);
    const asked = () => pace.slice(() => cut.cases('validatedNeedRate'));
    let slices = 0;
    let found = asked();
    for (; found === null; found = asked()) slices += 1;
    expect(slices).toBeGreaterThan(1);
    expect(found.result).toEqual(view(stage, 'mia').cases('validatedNeedRate'));

    visit(stage, 'rob', 'b1', false);
    cut.models.changed({ org: false, customers: new Set(['b1' as CustomerId]), leads: new Set(), desks: new Set() });
    for (found = asked(); found === null; found = asked()) slices += 1;
    expect(found.result).toEqual(view(stage, 'mia').cases('validatedNeedRate'));
    expect(idsIn(found.result).at(-1)).toEqual(['rob', 1, [['b1', 2]]]);
  });

  it('[AN-78][R6] of every number something is said, of a company with nothing in it too', () => {
    const stage = makeStage();
    for (const id of METRIC_IDS)
      expect(
        view(stage, 'boss')
          .cases(id)
          .people.flatMap(({ rows }) => rows),
      ).toSatisfy(Array.isArray);
  });
});
