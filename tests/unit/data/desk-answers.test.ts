import { describe, expect, it } from 'vitest';
import { type CustomerId, DAY_MS, type PayloadOf } from '#rules';
import type { DeskQuery } from '../../../client/data/desk-contract.ts';
import { modelsOver } from '../../support/models-over.ts';
import { creation, green, makeStage, type RulesStage } from '../../support/rules-stage.ts';

const ask = <Kind extends DeskQuery['kind']>(stage: RulesStage, member: string, kind: Kind) => {
  const fold = stage.fold();
  const models = modelsOver(fold, member, stage);
  return models.answer<{ readonly kind: Kind }>({ kind });
};
const pack = (stage: RulesStage, playbook = 'digRealNeeds'): PayloadOf<'playbookSent'> => ({
  playbook,
  version: 'template',
  tasks: [{ title: '一', dueMs: stage.nowMs + DAY_MS }],
  effectAfterDays: 14,
  customers: ['c1', 'gone'],
});

describe('desk answers', () => {
  it('[AN-40] [R65] a pack reads whole on its desk; what is done, doubled or taken back is not open', () => {
    const stage = makeStage();
    const first = stage.act('mia', 'playbookSent', pack(stage), { subject: 'rae' });
    stage.act('boss', 'playbookSent', pack(stage), { subject: 'rae', seen: 0 });
    const second = stage.act('mia', 'playbookSent', pack(stage, 'firstVisit'), { subject: 'rae' });
    stage.act('mia', 'playbookWithdrawn', { sent: second }, { subject: 'rae', cites: [second] });
    const mine = ask(stage, 'rae', 'packs');
    expect(mine).toMatchObject({
      open: 1,
      mine: [
        {
          id: first,
          memberName: 'rae',
          senderName: 'mia',
          playbook: { name: '有效需求挖掘SOP' },
          customers: [{ id: 'c1', name: '上海石板' }],
        },
      ],
      given: [],
    });
    stage.act('rae', 'playbookTaskDone', { sent: first, task: 0 }, { subject: 'rae', cites: [first] });
    expect(ask(stage, 'rae', 'packs')).toMatchObject({
      open: 0,
      // Done, it is read again with its customers.
      mine: [{ pack: { read: {}, tasks: [{ done: {} }] }, customers: [{ id: 'c1' }] }],
    });
    expect(ask(stage, 'mia', 'packs').given).toHaveLength(3);
    expect(ask(stage, 'rob', 'packs')).toMatchObject({ mine: [], given: [] });
  });

  it('[AN-40] [R65] is answered anew when one of its customers is renamed or comes, and for no other', () => {
    const stage = makeStage();
    stage.act('mia', 'playbookSent', pack(stage), { subject: 'rae' });
    const models = modelsOver(stage.fold(), 'rae', stage);
    models.answer({ kind: 'packs' });
    const isAffected = (id: string): boolean => {
      const change = { ...stage.fold().apply([], []), customers: new Set([id as CustomerId]) };
      return models.affectedBy({ ...change, org: false, desks: new Set() }, { kind: 'packs' });
    };
    expect(['c1', 'gone', 'c2'].map(isAffected)).toEqual([true, true, false]);
  });

  it('[AN-40] [S19] a pack of a version this device does not know says so and keeps its tasks', () => {
    const stage = makeStage();
    stage.act('mia', 'playbookSent', { ...pack(stage), version: 'later' }, { subject: 'rae' });
    expect(ask(stage, 'rae', 'packs').mine).toMatchObject([{ playbook: null, pack: { tasks: [{ title: '一' }] } }]);
  });

  it('[AN-41] [R87] a coaching card is seen by its person and his direct manager, by nobody else', () => {
    const stage = makeStage();
    for (const at of [2, 3, 4, 5, 6]) {
      const subject = `c${at}`;
      const own = { opportunity: `o${at}`, name: '首单', stage: 'initialContact' };
      stage.act('rae', 'customerCreated', { ...creation(), opportunity: own }, { subject });
      stage.act('rae', 'statusMarked', green(), { subject });
      stage.pass(DAY_MS);
    }
    stage.attest();
    expect(ask(stage, 'rae', 'coaching').own).toBeNull();
    stage.pass(61 * DAY_MS);
    const own = ask(stage, 'rae', 'coaching').own;
    expect(own).toMatchObject({ memberName: 'rae', isSeen: false, card: { basis: 'assumed' } });
    expect(own?.customers).toHaveLength(5);
    stage.act('rae', 'coachingSeen', { card: own?.id ?? '' }, { subject: 'rae' });
    expect(ask(stage, 'mia', 'coaching')).toMatchObject({ own: null, team: [{ isSeen: false, isSeenByMember: true }] });
    for (const member of ['rob', 'pia', 'boss']) {
      expect(ask(stage, member, 'coaching')).toEqual({ own: null, team: [] });
    }
  });

  it('[AN-43] [R87] [A16] how long a sale takes is taken over what nobody had marked green too', () => {
    const stage = makeStage();
    const create = (subject: string) => stage.act('rae', 'customerCreated', creation(), { subject });
    for (const subject of ['w1', 'w2', 'w3']) create(subject);
    stage.attest();
    for (const subject of ['c2', 'c3', 'c4', 'c5', 'c6']) {
      create(subject);
      stage.act('rae', 'statusMarked', green(), { subject });
    }
    stage.pass(90 * DAY_MS);
    expect(ask(stage, 'rae', 'coaching').own).toMatchObject({ card: { basis: 'assumed', cycleDays: 60 } });
    for (const subject of ['w1', 'w2', 'w3']) {
      stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', amountFen: 1 }, { subject });
    }
    // ninety days are not over since the greens
    expect(ask(stage, 'rae', 'coaching').own).toBeNull();
    stage.pass(DAY_MS);
    expect(ask(stage, 'rae', 'coaching').own).toMatchObject({
      card: { basis: 'own', cycleDays: expect.closeTo(90, 3) },
    });
  });
});
