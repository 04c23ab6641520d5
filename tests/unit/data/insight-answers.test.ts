import { describe, expect, it } from 'vitest';
import { DAY_MS, type MemberId, type TerritoryId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import { causePieces, textOf } from '../../../client/features/funnel/moves/cause-words.ts';
import type { RulesStage } from '../../support/rules-stage.ts';
import { articleHistory, makeStuckCompany, STUCK_IN, writeCustomer } from '../../support/stuck-history.ts';

const WEEK = '2026-W11';
const view = (stage: RulesStage, member: string, days = 30, reads: (territory: string) => boolean = () => true) => {
  const fold = stage.fold();
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs + days * DAY_MS,
    unsynced: () => [],
    readsRecordsOf: (territory) => reads(territory),
    uploads: () => ({}),
  });
  const causes = (filter: object = {}) => models.answer({ kind: 'causes', filter, stage: STUCK_IN, week: WEEK });
  return { models, fold, causes };
};

describe('what moved and why', () => {
  it('[CF-9] [R53] the article’s case, word for word', () => {
    const { causes, fold } = view(articleHistory(), 'boss');
    const answer = causes();
    expect(answer.finding).toMatchObject({ kind: 'compared', entered: 25, decided: 25, stuck: 18 });
    const [first] = answer.finding.causes;
    expect(first).toMatchObject({ stuck: 16, left: 0 });
    expect(first && textOf(causePieces(first, answer, fold.org()))).toBe(
      '华东区 3月第2周：72%（18/25）卡在内部立项，其中 89%（16/18）决策人为部门总监，同期无总监级以上拜访',
    );
  });

  it('[AN-50] [R44] the cohort is the one its cell counts, narrowed as the cell is', () => {
    const { causes, models } = view(articleHistory(), 'boss');
    for (const filter of [{}, { person: 'rae' }, { team: 'mia' }, { product: '岩板' }, { territory: 'west' }]) {
      const cell = models.answer({ kind: 'cell', filter: { ...filter, weeks: 8 }, column: STUCK_IN, row: WEEK });
      const { finding } = causes(filter);
      expect([finding.entered, finding.stuck]).toEqual([
        cell.rows.length,
        cell.rows.filter(({ overdueDays }) => overdueDays > 0).length,
      ]);
    }
    expect(causes({ territory: 'west' })).toMatchObject({ finding: { kind: 'tooFew', entered: 0 }, week: null });
  });

  it('[AN-80] [R54] the stuck ones are named where no cause is told, and only there, with what was given them', () => {
    const { causes } = view(articleHistory(), 'boss');
    expect(causes().unexplained).toEqual([]);
    const stage = makeStuckCompany(articleHistory().nowMs);
    for (let at = 0; at < 6; at++) {
      writeCustomer(stage, at, { territory: 'east', owner: 'rob', fields: {}, visitors: [], isStuck: at < 4 });
    }
    const few = () => view(stage, 'boss').causes();
    expect([few().finding.kind, few().unexplained.length, Object.keys(few().customers).length]).toEqual([
      'tooFew',
      4,
      4,
    ]);
    const [id = ''] = few().unexplained;
    const origin = { kind: 'cause', cause: `${STUCK_IN}/${WEEK}/-` } as const;
    const payload = { title: '弄清卡在哪', to: 'rob', dueMs: stage.nowMs + 60 * DAY_MS, origin };
    stage.act('boss', 'taskAssigned', payload, { subject: id });
    expect(few()).toMatchObject({
      given: [{ cause: '-', tasks: 1, done: 0, customers: [id] }],
      reached: [id],
      busy: [id],
    });
    // Also by a cause that is not told here; whoever has nothing yet comes first.
    const [, , other = ''] = few().unexplained;
    const elsewhere = { kind: 'cause', cause: `${STUCK_IN}/${WEEK}/noMatchingVisit` } as const;
    const task = stage.act('boss', 'taskAssigned', { ...payload, origin: elsewhere }, { subject: other });
    stage.act('rob', 'taskCompleted', { task, remark: '问了' }, { subject: other, cites: [task] });
    expect([...few().reached].sort()).toEqual([id, other].sort());
    expect(few().busy).toEqual([id]);
    expect(few().unexplained.slice(2).sort()).toEqual([id, other].sort());
  });

  it('[AN-50] [AN-1] customers whose records do not come here count for nothing', () => {
    const stage = articleHistory();
    for (let at = 30; at < 36; at++) {
      writeCustomer(stage, at, { territory: 'west', owner: 'ray', fields: {}, visitors: [], isStuck: true });
    }
    expect(view(stage, 'boss').causes()).toMatchObject({ finding: { entered: 31 }, territory: null });
    const east = view(stage, 'boss', 30, (territory) => territory === 'east');
    expect(east.causes()).toMatchObject({ finding: { entered: 25 }, territory: '华东区' });
    const moves = east.models.answer({ kind: 'moves', filter: {} });
    expect(JSON.stringify(moves)).not.toContain('west');
  });

  it('[CF-8] [MV-9] [R88] persons and teams are named to whom leads them, and to themselves', () => {
    const stage = makeStuckCompany(articleHistory().nowMs);
    for (let at = 0; at < 32; at++) {
      const owner = (['rob', 'rae', 'rob', 'ron'] as const)[at % 4] ?? 'rob';
      writeCustomer(stage, at, { territory: 'east', owner, fields: {}, visitors: [], isStuck: owner === 'rob' });
    }
    const first = (member: string) => view(stage, member).causes().finding.causes[0]?.traits;
    const byRob = [{ kind: 'person', value: 'rob' }];
    expect(['boss', 'dora', 'mia', 'rob'].map(first)).toEqual([byRob, byRob, byRob, byRob]);
    expect(['rae', 'ron'].map(first)).toEqual([undefined, undefined]);
    expect(JSON.stringify(view(stage, 'rae').causes().finding.weaker)).not.toContain('"rob"');
  });

  it('[MV-13] [MV-9] [R88] a change opens to its customers, a person’s only to whoever leads him and to himself', () => {
    const stage = makeStuckCompany(articleHistory().nowMs);
    for (let at = 0; at < 6; at++) {
      writeCustomer(stage, at, { territory: 'east', owner: 'rob', fields: {}, visitors: [], isStuck: true });
    }
    const of = { kind: 'stay', person: 'rob' as MemberId, stage: STUCK_IN } as const;
    const names = (member: string) =>
      view(stage, member)
        .models.answer({ kind: 'moved', filter: {}, of })
        .rows.map(({ customer }) => customer.ownerName);
    expect(names('mia')).toEqual(names('rob'));
    expect(names('mia')).toHaveLength(6);
    expect(names('ron')).toEqual([]);
  });

  it('[BD-29] [R88] a view narrowed to a person, by a filter or a link, is of nobody to whoever does not lead him', () => {
    const stage = makeStuckCompany(articleHistory().nowMs);
    for (let at = 0; at < 6; at++) {
      writeCustomer(stage, at, { territory: 'east', owner: 'rob', fields: {}, visitors: [], isStuck: true });
    }
    const counted = (member: string) => {
      const { models, causes } = view(stage, member);
      const filter = { weeks: 8, person: 'rob' };
      const { cells } = models.answer({ kind: 'heatmap', filter });
      const cell = models.answer({ kind: 'cell', filter, column: STUCK_IN, row: WEEK });
      const moved = models.answer({
        kind: 'moved',
        filter,
        of: { kind: 'inflow', territory: 'east' as TerritoryId },
      });
      return [cells.some((one) => one > 0), cell.rows.length, causes({ person: 'rob' }).finding.entered, moved.entered];
    };
    expect(counted('rob')).toEqual([true, 6, 6, counted('boss')[3]]);
    expect(counted('mia')).toEqual(counted('rob'));
    expect(counted('rae')).toEqual([false, 0, 0, 0]);
    const ofTeam = view(stage, 'rae').models.answer({ kind: 'heatmap', filter: { weeks: 8, team: 'mia' } });
    expect(ofTeam.cells.some((one) => one > 0)).toBe(false);
  });

  it('[AN-52] [R54] a cause comes with what was given for it in this cell and was not taken back', () => {
    const stage = articleHistory();
    stage.pass(30 * DAY_MS);
    const key = 'field:decisionMakerTitle:部门总监+noMatchingVisit';
    const give = (subject: string, to: string, week = WEEK) => {
      const origin = { kind: 'cause', cause: `${STUCK_IN}/${week}/${key}` } as const;
      const payload = { title: '约总监', to, dueMs: stage.nowMs + DAY_MS, origin };
      return stage.act('boss', 'taskAssigned', payload, { subject });
    };
    const given = (member = 'boss') => view(stage, member, 1).causes().given;
    expect(given()).toEqual([]);
    const done = give('k0', 'dora');
    stage.act('dora', 'taskCompleted', { task: done }, { subject: 'k0', cites: [done] });
    stage.pass(DAY_MS / 24);
    const lastMs = stage.nowMs;
    give('k1', 'dora');
    give('k2', 'mia');
    give('k3', 'mia', '2026-W12');
    const gone = give('k4', 'mia');
    stage.act('boss', 'effectClosed', { effect: gone, reason: '不用了' }, { subject: 'k4', cites: [gone] });
    const people = [
      { member: 'dora', tasks: 2 },
      { member: 'mia', tasks: 1 },
    ];
    const told = { cause: key, people, tasks: 3, done: 1, customers: ['k0', 'k1', 'k2'] };
    expect(given()).toMatchObject([told]);
    expect(given()[0]?.lastMs).toBeGreaterThanOrEqual(lastMs);
    expect(given('mia')).toMatchObject([told]);
  });

  it('[AN-51] what changes is answered anew, and only what was asked', () => {
    const stage = articleHistory();
    const fold = stage.fold();
    const models = makeReadModels({
      fold: () => fold,
      member: () => 'boss' as MemberId,
      now: () => stage.nowMs + 30 * DAY_MS,
      unsynced: () => [],
      readsRecordsOf: () => true,
      uploads: () => ({}),
    });
    const asked = { kind: 'causes', filter: {}, stage: STUCK_IN, week: WEEK } as const;
    expect(models.answer(asked).finding.entered).toBe(25);
    const rows = stage.rows.length;
    writeCustomer(stage, 40, { territory: 'east', owner: 'rae', fields: {}, visitors: [], isStuck: true });
    models.changed(fold.apply(stage.rows.slice(rows), stage.facts));
    expect(models.answer(asked).finding.entered).toBe(26);
    expect(models.answer({ kind: 'moves', filter: {} }).kind).toBe('tooEarly');
  });
});
