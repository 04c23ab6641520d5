import { describe, expect, it } from 'vitest';
import { DAY_MS, partOf } from '#rules';
import { ask, draftsOf, faults, firstDraft } from '../../support/decide-desk.ts';
import { makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const ORG = { subject: 'org' };
const store = (name: string, more: object = {}) => ({ store: 's1', territory: 'east', name, ...more });
const rae = (stage: RulesStage) => stage.fold().org().members['rae'];

describe('stores and titles', () => {
  it('[FA-7] [R39] a store has a name of its own in one territory for good', () => {
    const stage = makeStage();
    stage.act('boss', 'territoryDefined', { territory: 'west', name: '华西' });
    expect(draftsOf(ask(stage, 'boss', 'storeDefined', store('徐汇店'), ORG))).toMatchObject([{ document: 'org' }]);
    expect(faults(ask(stage, 'mia', 'storeDefined', store('徐汇店'), ORG))).toEqual(['notEntitled']);
    expect(faults(ask(stage, 'boss', 'storeDefined', store(' '), ORG))).toEqual(['required name']);
    expect(faults(ask(stage, 'boss', 'storeDefined', store('徐汇店', { territory: 'north' }), ORG))).toEqual([
      'unknownSubject territory',
    ]);
    stage.act('mia', 'storeDefined', store('冒名'));
    stage.act('boss', 'storeDefined', store('徐汇店'));
    expect(faults(ask(stage, 'boss', 'storeDefined', store('徐汇店', { store: 's2' }), ORG))).toEqual([
      'alreadyDone name',
    ]);
    expect(faults(ask(stage, 'boss', 'storeDefined', store('徐汇店', { territory: 'west' }), ORG))).toEqual([
      'invalid territory',
    ]);
    expect(
      faults(ask(stage, 'boss', 'storeDefined', store('徐汇店', { store: 's2', territory: 'west' }), ORG)),
    ).toEqual([]);
    stage.act('boss', 'storeDefined', store('徐汇旗舰店', { territory: 'west' }));
    expect(stage.fold().org().stores).toEqual([{ id: 's1', territory: 'east', name: '徐汇旗舰店' }]);
  });

  it('[FA-8] [R7] [R53] a member has a title and a store of his territories, and both can be cleared', () => {
    const stage = makeStage();
    stage.act('boss', 'territoryDefined', { territory: 'west', name: '华西' });
    stage.act('boss', 'storeDefined', store('徐汇店'));
    const change = (more: object) => ask(stage, 'boss', 'memberChanged', { member: 'rae', ...more }, ORG);
    expect(faults(change({ store: 's9' }))).toEqual(['unknownSubject store']);
    expect(faults(change({ store: 's1', territories: ['west'] }))).toEqual(['unknownSubject store']);
    expect(faults(change({ title: ' ' }))).toEqual(['required title']);
    expect(firstDraft(change({ store: 's1', title: '区域总监' })).payload).toEqual({
      member: 'rae',
      store: 's1',
      title: '区域总监',
    });
    expect(rae(stage)).toMatchObject({ store: null, title: null });
    stage.act('boss', 'memberChanged', { member: 'rae', store: 's1', title: '区域总监' });
    stage.act('boss', 'memberChanged', { member: 'rae', name: '小芮' });
    expect(rae(stage)).toMatchObject({ name: '小芮', store: 's1', title: '区域总监' });
    stage.act('boss', 'memberChanged', { member: 'rae', store: null, title: null });
    expect(rae(stage)).toMatchObject({ store: null, title: null });
  });

  it('[FA-8] [R71] the day somebody was hired is said, kept and cleared; 1970 is no day', () => {
    const stage = makeStage();
    const change = (hiredAtMs: number | null) => ask(stage, 'boss', 'memberChanged', { member: 'rae', hiredAtMs }, ORG);
    expect(faults(change(0))).toEqual(['invalid hiredAtMs']);
    expect(faults(change(stage.nowMs))).toEqual([]);
    stage.act('boss', 'memberChanged', { member: 'rae', hiredAtMs: START_MS });
    stage.act('boss', 'memberChanged', { member: 'rae', name: '小芮' });
    expect(rae(stage)?.hiredAt).toBe(START_MS);
    stage.act('boss', 'memberChanged', { member: 'rae', hiredAtMs: null });
    expect(rae(stage)?.hiredAt).toBeNull();
  });

  it('[FA-8] whoever invites names them too; a store that does not fit is none', () => {
    const stage = makeStage();
    stage.act('boss', 'territoryDefined', { territory: 'west', name: '华西' });
    stage.act('boss', 'storeDefined', store('徐汇店'));
    stage.act('boss', 'storeDefined', store('成都店', { store: 's2', territory: 'west' }));
    const newcomer = { member: 'x1', name: '小新', role: 'rep' as const, territories: ['east'] };
    expect(faults(ask(stage, 'mia', 'memberInvited', { ...newcomer, store: 's2' }, ORG))).toEqual([
      'unknownSubject store',
    ]);
    expect(faults(ask(stage, 'mia', 'memberInvited', { ...newcomer, store: 's1', title: '店长' }, ORG))).toEqual([]);
    stage.act('mia', 'memberInvited', { ...newcomer, store: 's1', title: '店长' });
    stage.act('mia', 'memberInvited', { ...newcomer, member: 'x2', store: 's2' });
    const { members } = stage.fold().org();
    expect(members['x1']).toMatchObject({ store: 's1', title: '店长' });
    expect(members['x2']).toMatchObject({ store: null, title: null });
    // Moved away by somebody who did not know of the store.
    stage.act('boss', 'memberChanged', { member: 'x1', territories: ['west'] });
    expect(stage.fold().org().members['x1']?.store).toBeNull();
    stage.act('boss', 'memberChanged', { member: 'x1', territories: ['east'] });
    expect(stage.fold().org().members['x1']?.store).toBe('s1');
  });

  it('[FA-9] [R75] a published part says how long its author worked on it', () => {
    const stage = makeStage();
    const part = partOf(stage.fold().org().process, 'breaker');
    if (part === null) throw new Error('no such part');
    const draft = firstDraft(ask(stage, 'boss', 'processPublished', { part, spentMs: 90_000 }, ORG));
    expect(draft.payload).toMatchObject({ spentMs: 90_000 });
    expect(faults(ask(stage, 'boss', 'processPublished', { part, spentMs: DAY_MS + 1 }, ORG))).not.toEqual([]);
    stage.act('boss', 'processPublished', { part, spentMs: 90_000 });
    stage.act('boss', 'processPublished', { part });
    expect(
      stage
        .fold()
        .processChanges()
        .map(({ spentMs }) => spentMs),
    ).toEqual([90_000, null]);
  });
});
