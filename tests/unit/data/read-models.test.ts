import { describe, expect, it } from 'vitest';
import type { CustomerId, MemberId, TerritoryId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { PoolChip } from '../../../client/data/contract.ts';
import { creation, makeStage, type RulesStage, red, yellow } from '../../support/rules-stage.ts';

const WEEKS = { weeks: 4 };

/** What `member` sees of a stage while he gets the records of `reads`. */
const view = (stage: RulesStage, member: string, reads: Set<string>) => {
  const fold = stage.fold();
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs,
    unsynced: () => [],
    readsRecordsOf: (territory) => reads.has(territory),
    uploads: () => ({}),
  });
  const pool = (chip: PoolChip, search = '') =>
    models.answer({ kind: 'pool', filter: { chip }, search, offset: 0, limit: 50 });
  const entered = () =>
    models.answer({ kind: 'heatmap', filter: WEEKS }).cells.reduce((sum, value, at) => sum + (at % 4 ? 0 : value), 0);
  return { fold, models, pool, entered };
};

/** c1 of rae and c2 of rob in the east, s1 of nobody here in the south, all three marked. */
const makeCompany = (): RulesStage => {
  const stage = makeStage();
  stage.act('boss', 'territoryDefined', { territory: 'south', name: '华南' });
  stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
  const south = { ...creation('sue'), territory: 'south', profile: { name: '广州木业' } };
  stage.act('boss', 'customerCreated', south, { subject: 's1', doc: 'pool:south' });
  stage.act('rae', 'statusMarked', yellow());
  stage.act('rob', 'statusMarked', red(), { subject: 'c2' });
  stage.act('boss', 'statusMarked', yellow(), { subject: 's1', doc: 'log:south:2026Q4' });
  return stage;
};
const ids = (answer: { readonly rows: readonly { readonly id: string }[] }): string[] =>
  answer.rows.map(({ id }) => id);

describe('answers of one device', () => {
  it('[AN-1][R67] a customer known by basics only is last and counts nowhere', () => {
    const { pool, entered } = view(makeCompany(), 'mia', new Set(['east']));
    expect(pool('all').rows.map(({ id, basicsOnly }) => [id, basicsOnly])).toEqual([
      ['c1', false],
      ['c2', false],
      ['s1', true],
    ]);
    expect(pool('all').counts).toMatchObject({ all: 3, yellow: 1, red: 1, unowned: 0 });
    expect(entered()).toBe(2);
  });

  it('[AN-2][R90] it counts like the others as soon as its records come', () => {
    const reads = new Set(['east']);
    const { models, pool, entered } = view(makeCompany(), 'mia', reads);
    expect([pool('yellow').total, entered()]).toEqual([1, 2]);
    reads.add('south' as TerritoryId);
    models.changed({ org: true, customers: new Set(), desks: new Set(), leads: new Set() });
    expect([pool('yellow').total, entered()]).toEqual([2, 3]);
    expect(pool('all').rows.some(({ basicsOnly }) => basicsOnly)).toBe(false);
  });

  it('[AN-3][R72] a private customer is known in full', () => {
    const stage = makeCompany();
    stage.act('rae', 'customerCreated', creation(), { subject: 'p1', doc: 'private:rae' });
    const { pool, entered } = view(stage, 'rae', new Set());
    expect(pool('all').rows.find(({ id }) => id === 'p1')).toMatchObject({ isPrivate: true, basicsOnly: false });
    expect(entered()).toBe(1);
  });

  it('[AN-4] chips of a salesperson hold his own customers, of a leader everybody’s', () => {
    const company = makeCompany();
    const rae = view(company, 'rae', new Set(['east']));
    expect([ids(rae.pool('mine')), ids(rae.pool('yellow')), ids(rae.pool('red'))]).toEqual([['c1'], ['c1'], []]);
    const boss = view(company, 'boss', new Set(['east', 'south']));
    for (const chip of ['all', 'mine', 'green', 'yellow', 'red', 'unowned', 'nearlyOverdue'] as const) {
      expect([chip, boss.pool(chip).total]).toEqual([chip, boss.pool('all').counts[chip]]);
    }
    expect(ids(boss.pool('yellow')).sort()).toEqual(['c1', 's1']);
  });

  it('[AN-5][R95] a search looks through all, and a changed name is found at once', () => {
    const stage = makeCompany();
    const rae = view(stage, 'rae', new Set(['east']));
    rae.pool('all');
    expect(rae.pool('mine', '木业').rows).toMatchObject([{ id: 's1', matches: [[2, 4]] }]);
    stage.act('rae', 'fieldPatched', { field: 'name', value: '上海花岗岩' });
    const later = view(stage, 'rae', new Set(['east']));
    later.pool('all');
    expect(ids(later.pool('mine', '花岗'))).toEqual(['c1' as CustomerId]);
  });

  it('[AN-10] a customer that is taken back is counted nowhere, though the company changed before anybody looked', () => {
    const stage = makeCompany();
    const id = stage.act('rae', 'customerCreated', creation(), { subject: 'c9', receivedMs: null });
    const pending = stage.rows.splice(-1).map((row) => ({ ...row, isLocal: true }));
    const { fold, models, entered } = view(stage, 'boss', new Set(['east', 'south']));
    const before = entered();
    models.changed(fold.apply(pending, []));
    expect(entered()).toBe(before + 1);
    models.changed({ org: true, customers: new Set(), desks: new Set(), leads: new Set() });
    models.changed(fold.remove([id]));
    expect(fold.customer('c9' as CustomerId)).toBeNull();
    expect(entered()).toBe(before);
  });
});
