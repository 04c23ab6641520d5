import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  type CustomField,
  DEFAULT_PROCESS,
  type MemberId,
  type ProcessPart,
  partVersions,
  type Rule,
} from '#rules';
import type { DryRunAnswer } from '../../../client/data/contract.ts';
import { DryRuns } from '../../../client/data/worker/dry-runs.ts';
import { withTag } from '../../../client/views/field-values.ts';
import { fireDue } from '../../support/fire-due.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { modelsOver } from '../../support/models-over.ts';
import { templateRule } from '../../support/process-parts.ts';
import { creation, makeStage, type RulesStage } from '../../support/rules-stage.ts';

const DAY = 86_400_000;
const view = (stage: RulesStage, member: string) => {
  const fold = stage.fold();
  return modelsOver(fold, member, stage);
};
const renamed = (name: string): ProcessPart => ({
  kind: 'stages',
  stages: DEFAULT_PROCESS.stages.map((stage, at) => (at === 0 ? { ...stage, name } : stage)),
});
const GRADE: CustomField = {
  id: 'x_grade',
  name: '客户等级',
  of: 'customer',
  type: 'choice',
  options: [{ id: 'a', name: 'A 级', requires: [] }],
  isRetired: false,
};

describe('the process as its designer gets it', () => {
  it('[AN-7][R10] every version with its author by name, and who stands in which stage', () => {
    const stage = makeStage();
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
    stage.act('boss', 'processPublished', { part: renamed('接触'), note: '短一点' });
    stage.act('boss', 'processPublished', { part: renamed('初访') }, { sealed: false });
    const answer = view(stage, 'boss').answer({ kind: 'process' });
    expect(answer.process.stages[0]?.name).toBe('接触');
    expect(answer.changes.map(({ authorName, note, sinceTick }) => [authorName, note, sinceTick === null])).toEqual([
      ['老板', '短一点', false],
      ['老板', null, true],
    ]);
    expect(answer.standing).toEqual({ initialContact: 2 });
    expect(answer.mayEdit).toBe(true);
  });

  it('[AN-7][R67] who may not publish may only look', () => {
    expect(view(makeStage(), 'mia').answer({ kind: 'process' }).mayEdit).toBe(false);
    expect(view(makeStage(), 'rae').answer({ kind: 'process' }).mayEdit).toBe(false);
  });

  it('[AN-7][S19] a new version rests on the last one known, sealed or not', () => {
    const stage = makeStage();
    stage.act('boss', 'processPublished', { part: renamed('接触') });
    const waiting = stage.act('boss', 'processPublished', { part: renamed('初访') }, { sealed: false });
    const { calendar } = DEFAULT_PROCESS;
    const other = stage.act('boss', 'processPublished', { part: { kind: 'calendar', calendar } });
    expect(partVersions(stage.fold().processChanges())).toEqual({ stages: waiting, calendar: other });
  });

  it('[AN-7][R80] how often each rule acted, and how often a person stopped it', () => {
    const stage = makeStage();
    for (const subject of ['c2', 'c3']) stage.act('rob', 'customerCreated', creation('rob'), { subject });
    stage.pass(16 * DAY);
    for (const id of ['c1', 'c2', 'c3']) fireDue(stage, id as CustomerId);
    const effect = stage.customer('c2' as CustomerId).effects.find(({ rule }) => rule === 'stage.overdue');
    if (effect === undefined) throw new Error('nothing was overdue after 16 days');
    stage.act('mia', 'effectClosed', { effect: effect.id, reason: '谈着' }, { subject: 'c2' });
    const { effects } = view(stage, 'boss').answer({ kind: 'process' });
    expect(effects['stage.overdue']).toEqual({ acted: 3, stopped: 1, lastWeek: 3 });
    stage.pass(100 * DAY);
    expect(view(stage, 'boss').answer({ kind: 'process' }).effects['stage.overdue']).toBeUndefined();
  });

  it('[AN-8][R15] of tags each that is asked for must be there', () => {
    const stage = makeStage();
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
    const tag = (subject: string, add: string[]) =>
      stage.act('rob', 'fieldPatched', { field: 'x_tags', value: { add, remove: [] } }, { subject });
    tag('c1', ['key']);
    tag('c2', ['key', 'referred']);
    const found = (tags: readonly string[]) =>
      view(stage, 'boss')
        .answer({
          ...{ kind: 'pool', search: '', offset: 0, limit: 9 },
          filter: { chip: 'all', fields: { x_tags: tags.reduce(withTag, '') } },
        })
        .rows.map(({ id }) => id)
        .sort();
    expect([found(['key']), found(['referred', 'key']), found(['publicTender'])]).toEqual([['c1', 'c2'], ['c2'], []]);
  });

  it('[AN-8][R15] the list is narrowed by what fields hold: an option exactly, a text by a part of it', () => {
    const stage = makeStage();
    stage.act('boss', 'processPublished', { part: { kind: 'fields', fields: [GRADE] } });
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
    stage.act('rob', 'fieldPatched', { field: 'x_grade', value: 'a' }, { subject: 'c2' });
    stage.act('rae', 'fieldPatched', { field: 'city', value: '杭州' });
    const models = view(stage, 'boss');
    const ids = (fields: Readonly<Record<string, string>>) =>
      models
        .answer({ kind: 'pool', filter: { chip: 'all', fields }, search: '', offset: 0, limit: 9 })
        .rows.map(({ id }) => id);
    expect(ids({ x_grade: 'a' })).toEqual(['c2']);
    expect(ids({ city: '杭' })).toEqual(['c1']);
    expect(ids({ x_grade: 'a', city: '杭' })).toEqual([]);
    expect(ids({ city: '' })).toHaveLength(2);
    expect(ids({ segment: 'proj' })).toEqual([]);
  });

  it('[AN-8][R53] the title of who decides is found on the opportunity, and on a customer that has it of its own', () => {
    const stage = makeStage();
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
    stage.act('rae', 'fieldPatched', { opportunity: 'o1', field: 'decisionMakerTitle', value: '采购总监' });
    stage.act('rob', 'fieldPatched', { field: 'decisionMakerTitle', value: '总经理' }, { subject: 'c2' });
    const models = view(stage, 'boss');
    const ids = (decisionMakerTitle: string) =>
      models
        .answer({
          kind: 'pool',
          filter: { chip: 'all', fields: { decisionMakerTitle } },
          search: '',
          offset: 0,
          limit: 9,
        })
        .rows.map(({ id }) => id);
    expect(ids('总监')).toEqual(['c1']);
    expect(ids('总经理')).toEqual(['c2']);
  });
});

describe('a dry run on the device', () => {
  const silent: Rule = templateRule('statusCard.noHistory');
  const crowd = (count: number): RulesStage => {
    const stage = makeStage();
    for (let at = 0; at < count; at++) stage.act('rob', 'customerCreated', creation('rob'), { subject: `c${at + 2}` });
    stage.pass(20 * DAY);
    return stage;
  };
  const runs = (stage: RulesStage, member = 'boss') => {
    const timers = makeManualTimers();
    let fold = stage.fold();
    let moved = 0;
    const dry = new DryRuns(
      { fold: () => fold, member: () => member as MemberId, clock: { now: () => stage.nowMs } as never },
      timers,
      () => {
        moved += 1;
      },
    );
    const foldAnew = (): void => {
      fold = stage.fold();
    };
    return { dry, timers, moved: () => moved, foldAnew };
  };
  const ask = (dry: DryRuns, rule = silent): DryRunAnswer => dry.answer({ kind: 'dryRun', rule, days: 90 });

  it('[AN-9][R10] a short one is there at once: how often, on whom, the latest first', () => {
    const { dry, timers } = runs(crowd(2));
    const { done, total, result } = ask(dry);
    expect([done, total, timers.pending()]).toEqual([3, 3, 0]);
    expect(result).toMatchObject({ hits: 3, customers: 3, running: 3 });
    expect(result?.actions).toContainEqual({ kind: 'mark', colour: 'red', count: 3 });
    expect(result?.rows[0]).toMatchObject({ name: '上海石板', ownerName: 'rob' });
    const times = result?.rows.map(({ atMs }) => atMs) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('[AN-9] a long one tells how far it is, gives way in between, and is not begun twice', () => {
    const { dry, timers, moved } = runs(crowd(2_100));
    expect(ask(dry)).toMatchObject({ done: 2_000, total: 2_101, result: null });
    expect(ask(dry).result).toBeNull();
    expect(timers.pending()).toBe(1);
    timers.advance(0);
    expect(moved()).toBe(1);
    expect(ask(dry).result).toMatchObject({ customers: 2_101, matchesEverybody: true });
    expect(ask(dry).result?.rows).toHaveLength(100);
    expect(timers.pending()).toBe(0);
  });

  it('[AN-9][SL-6] one whose fold is not used any more is begun anew', () => {
    const stage = crowd(2_100);
    const { dry, timers, moved, foldAnew } = runs(stage);
    expect(ask(dry)).toMatchObject({ done: 2_000, total: 2_101, result: null });
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'one-more' });
    foldAnew();
    timers.advance(0);
    expect(moved()).toBe(1);
    expect(ask(dry)).toMatchObject({ done: 2_000, total: 2_102, result: null });
    timers.advance(0);
    expect(ask(dry)).toMatchObject({ done: 2_102, total: 2_102 });
    expect(timers.pending()).toBe(0);
  });

  it('[AN-9] old runs are left off, and none goes on after the end', () => {
    const { dry, timers } = runs(crowd(2_100));
    for (let at = 0; at < 6; at++) ask(dry, { ...silent, name: `第 ${at} 版` });
    expect(timers.pending()).toBe(4);
    dry.stop();
    expect(timers.pending()).toBe(0);
  });

  it('[AN-9][R67] salespeople get none: it names customers of others', () => {
    const { dry } = runs(crowd(1), 'rae');
    expect(ask(dry)).toEqual({ done: 0, total: 0, result: null });
  });
});
