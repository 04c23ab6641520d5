import { describe, expect, it } from 'vitest';
import { type CustomerId, caseSort, DAY_MS, METRIC_IDS, type MemberId, type MetricId, makeFold } from '#rules';
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

/** Twelve more, with all of whom a need was found. */
const makeLargeCompany = (): RulesStage => {
  const stage = makeCompany();
  for (let at = 0; at < 12; at += 1) {
    stage.act('rae', 'customerCreated', creation('rae'), { subject: `n${at}` });
    visit(stage, 'rae', `n${at}`, true);
  }
  return stage;
};

const view = (stage: RulesStage, member: string, pace?: Pace) => {
  const fold = makeFold();
  /** Takes in what came to the company since. */
  const follow = (): void => {
    fold.apply(stage.rows, stage.facts);
  };
  follow();
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs,
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
    ...(pace === undefined ? {} : { pause: pace.pause }),
  });
  const cases = (metric: MetricId, filter: MetricFilter = {}, back = 0) =>
    models.answer({ kind: 'metricCases', metric, filter, back });
  return { models, cases, follow };
};
type View = ReturnType<typeof view>;
type Answer = ReturnType<View['cases']>;
const idsIn = ({ people }: Answer) =>
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
    expect(view(stage, 'mia').cases('visits')).toEqual({ sort: null, total: 0, people: [] });
    expect(signedOutAnswer({ kind: 'metricCases', metric: 'winRate', filter: {}, back: 0 })).toEqual({
      sort: null,
      total: 0,
      people: [],
    });
  });

  it('[AN-78] whoever has another’s now is no longer his to begin with', () => {
    const stage = makeCompany();
    stage.act('mia', 'customerHandedOver', { to: 'rob' as MemberId }, { subject: 'r3' });
    const [rae] = view(stage, 'mia').cases('validatedNeedRate').people;
    expect(rae?.rows.map(({ id, name, hasItNow }) => [id, name, hasItNow])).toEqual([
      ['r3', expect.any(String), false],
      ['r1', expect.any(String), true],
    ]);
    stage.act('mia', 'customerVoided', { reason: '重复' }, { subject: 'r1' });
    const after = view(stage, 'mia').cases('validatedNeedRate').people[0]?.rows;
    expect(after?.some(({ hasItNow }) => hasItNow)).toBe(false);
  });

  /** Every second time it is asked whether to pause it is to; `between` slices something may happen. */
  const cutView = (stage: RulesStage, between: (cut: View, slices: number) => void) => {
    let nowMs = 0;
    const pace = new Pace(() => {
      nowMs += 12;
      return nowMs;
    }, makeManualTimers());
    const cut = view(stage, 'mia', pace);
    let slices = 1;
    let told = pace.slice(() => cut.cases('validatedNeedRate'));
    for (; told === null; slices += 1) {
      between(cut, slices);
      if (slices > 1_000) throw new Error('it is never answered');
      told = pace.slice(() => cut.cases('validatedNeedRate'));
    }
    return { answer: told.result, slices };
  };
  /** `happen` after each slice in turn, in a company of its own. */
  const eachTime = (
    happen: (stage: RulesStage, cut: View) => void,
    check: (stage: RulesStage, answer: Answer) => void,
  ) => {
    const { slices: all } = cutView(makeLargeCompany(), () => undefined);
    expect(all).toBeGreaterThan(15);
    for (let at = 1; at < all; at += 1) {
      const stage = makeLargeCompany();
      const { answer } = cutView(stage, (cut, slices) => {
        if (slices === at) happen(stage, cut);
      });
      check(stage, answer);
    }
  };

  it('[AN-78][DW-9] a look that is cut everywhere finds what one that is not finds, and comes to its end', () => {
    const stage = makeCompany();
    for (let at = 0; at < 30; at += 1) {
      const subject = `m${String(at).padStart(2, '0')}`;
      const member = at % 3 === 0 ? 'rob' : 'rae';
      stage.act(member, 'customerCreated', creation(member), { subject });
      visit(stage, member, subject, false);
    }
    const { answer, slices } = cutView(stage, () => undefined);
    expect(slices).toBeGreaterThan(40);
    expect(answer).toEqual(view(stage, 'mia').cases('validatedNeedRate'));
    expect(answer.people.map(({ member, total, rows }) => [member, total, rows.length])).toEqual([
      ['rae', 22, 20],
      ['rob', 11, 11],
    ]);
    expect(answer.total).toBe(33);
  });

  it('[AN-78][DW-10] what changes between two slices is in the answer until names are looked for, of those looked at already too', () => {
    const weights: unknown[] = [];
    eachTime(
      (stage, { models, follow }) => {
        visit(stage, 'rae', 'r1', false);
        visit(stage, 'rob', 'b1', true);
        follow();
        const customers = new Set(['r1', 'b1'] as unknown as readonly CustomerId[]);
        models.changed({ org: false, customers, leads: new Set(), desks: new Set() });
      },
      (_, answer) => weights.push(idsIn(answer)[0]?.[2]),
    );
    const after = [
      ['r1', 2],
      ['r3', 2],
    ];
    const before = [
      ['r3', 2],
      ['r1', 1],
    ];
    // Three are named, two of them in the slices that are left.
    expect(weights.slice(0, -3)).toEqual(weights.slice(0, -3).map(() => after));
    expect(weights.slice(0, -3).length).toBeGreaterThan(12);
    for (const one of weights.slice(-3)) expect([before, after]).toContainEqual(one);
  });

  it('[AN-78][R90] a look under way when the viewer’s people become others begins anew', () => {
    eachTime(
      (stage, { models, follow }) => {
        stage.act('boss', 'territoryDefined', { territory: 'west', name: '华西' });
        stage.act('boss', 'memberInvited', { member: 'wes', name: '韦', role: 'manager', territories: ['west'] });
        stage.act('boss', 'memberChanged', { member: 'rae', territories: ['west'], manager: 'wes' as MemberId });
        follow();
        models.changed({ org: true, customers: new Set(), leads: new Set(), desks: new Set() });
      },
      (stage, answer) => {
        expect(answer).toEqual(view(stage, 'mia').cases('validatedNeedRate'));
        expect(answer.people.map(({ member }) => member)).toEqual(['rob']);
      },
    );
  });

  it('[AN-78] one that nobody waited for is not gone on with later', () => {
    eachTime(
      (stage) => {
        stage.nowMs += 14 * DAY_MS;
      },
      (_, answer) => expect(answer.people).toEqual([]),
    );
  });

  it('[AN-78][R37] what comes due by itself is there when it is asked again', () => {
    const stage = makeStage();
    stage.act('rae', 'customerCreated', creation('rae'), { subject: 'r1' });
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs, next: none }), { subject: 'r1' });
    const { cases } = view(stage, 'mia');
    expect(cases('fulfilmentRate').people).toEqual([]);
    stage.nowMs += 6 * DAY_MS;
    expect(idsIn(cases('fulfilmentRate'))).toEqual([['rae', 1, [['r1', 1]]]]);
  });

  it('[AN-78][R6] of every number something is said, of a company with hardly anything in it too', () => {
    const stage = makeStage();
    const { models, cases } = view(stage, 'boss');
    for (const id of METRIC_IDS) {
      const { sort, total, people } = cases(id);
      expect(sort).toBe(caseSort(id));
      expect(people.map((one) => one.total)).toEqual(total === 0 ? [] : [total]);
    }
    const asked = { kind: 'metricCases', metric: 'winRate', filter: {}, back: 0 } as const;
    const change = {
      org: false,
      customers: new Set(['c1' as CustomerId]),
      leads: new Set<never>(),
      desks: new Set<never>(),
    };
    expect(models.affectedBy(change, asked)).toBe(false);
    expect(models.affectedBy({ ...change, org: true }, asked)).toBe(true);
  });
});
