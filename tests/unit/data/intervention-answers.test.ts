import { describe, expect, it } from 'vitest';
import { DAY_MS, DEFAULT_PROCESS, HOUR_MS, MINUTE_MS } from '#rules';
import { signedOutAnswer } from '../../../client/data/worker/signed-out.ts';
import { modelsOver } from '../../support/models-over.ts';
import { makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const view = (stage: RulesStage, member: string) => {
  const fold = stage.fold();
  return modelsOver(fold, member, stage);
};
const interventions = (stage: RulesStage, member: string) => view(stage, member).answer({ kind: 'interventions' });
const none = { kind: 'checkDate' as const, atMs: START_MS + 400 * DAY_MS, reason: '等招标' };
const visits = (stage: RulesStage, member: string, times: number): void => {
  for (let at = 0; at < times; at++) {
    stage.act(member, 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs, next: none }), { subject: 'c1' });
  }
};
const send = (stage: RulesStage, author: string, member: string, metric = 'visits', playbook = 'digRealNeeds') =>
  stage.act(
    author,
    'playbookSent',
    {
      playbook,
      version: 'template',
      act: `${metric}-${stage.nowMs}`,
      metric,
      tasks: [{ title: '一', dueMs: stage.nowMs + DAY_MS }],
      effectAfterDays: 14,
    },
    { subject: member },
  );

describe('interventions', () => {
  it('[AN-67][R65] one act is one intervention: its people, until when it can be taken back, its effect once due', () => {
    const stage = makeStage();
    stage.nowMs = START_MS + 30 * DAY_MS;
    visits(stage, 'rae', 1);
    stage.pass(DAY_MS);
    const toRae = send(stage, 'mia', 'rae');
    const sentAtMs = stage.nowMs;
    const toRob = send(stage, 'mia', 'rob');
    send(stage, 'boss', 'rae', 'visits', 'firstVisit');
    const { list } = interventions(stage, 'mia');
    expect(list.map(({ rows, isOwn }) => [isOwn, rows.map(({ member }) => member)])).toEqual(
      expect.arrayContaining([
        [true, ['rae', 'rob']],
        [false, ['rae']],
      ]),
    );
    const own = () => interventions(stage, 'mia').list.find(({ isOwn }) => isOwn);
    expect(own()).toMatchObject({
      metric: 'visits',
      playbookName: '有效需求挖掘SOP',
      authorName: 'mia',
      effect: null,
    });
    expect(own()?.withdrawUntilMs).toBe(sentAtMs + DEFAULT_PROCESS.metrics.withdrawMinutes * MINUTE_MS);
    stage.act('mia', 'playbookWithdrawn', { sent: toRob }, { subject: 'rob', cites: [toRob] });
    expect(own()?.rows.map(({ id }) => id)).toEqual([toRae]);
    stage.pass(2 * DAY_MS);
    visits(stage, 'rae', 6);
    stage.pass(14 * DAY_MS);
    expect(own()?.effect).toMatchObject({ before: { value: 7 / 3 }, after: { value: 3 }, isBetter: true });
    // whoever does not lead these people sees nothing of it
    expect(interventions(stage, 'rob').list).toEqual([]);
    expect(signedOutAnswer({ kind: 'interventions' })).toEqual({ list: [], visitQuality: null });
  });

  it('[AN-67][R64] a number is offered its playbooks in the version in force, retired ones no more', () => {
    const stage = makeStage();
    const offers = () =>
      view(stage, 'mia').answer({ kind: 'metric', metric: 'validatedNeedRate', filter: {}, back: 0 })?.playbooks;
    expect(offers()).toMatchObject([{ id: 'digRealNeeds', version: 'template' }]);
    const playbook = { ...DEFAULT_PROCESS.playbooks.find(({ id }) => id === 'digRealNeeds'), name: '问三句' };
    const event = stage.act('boss', 'processPublished', { part: { kind: 'playbook', playbook } } as never);
    expect(offers()).toMatchObject([{ version: event, playbook: { name: '问三句' } }]);
    stage.act('boss', 'processPublished', {
      part: { kind: 'playbook', playbook: { ...playbook, isRetired: true } },
    } as never);
    expect(offers()).toEqual([]);
  });

  it('[AN-68][R62] 拜访质量失控 of the last completed week calls until a playbook against it was sent', () => {
    const stage = makeStage();
    const items = [
      { metric: 'visits', target: 2000 },
      { metric: 'validatedNeedRate', benchmark: 350 },
    ];
    stage.act('boss', 'processPublished', {
      part: { kind: 'metrics', metrics: { ...DEFAULT_PROCESS.metrics, items } },
    });
    stage.nowMs = START_MS + 29 * DAY_MS;
    visits(stage, 'rae', 6);
    expect(interventions(stage, 'mia').visitQuality).toBeNull();
    stage.pass(7 * DAY_MS);
    expect(interventions(stage, 'mia').visitQuality).toMatchObject({ week: expect.any(String) });
    expect(interventions(stage, 'rob').visitQuality).toBeNull();
    const sent = send(stage, 'mia', 'rae', 'validatedNeedRate');
    expect(interventions(stage, 'mia').visitQuality).toBeNull();
    stage.act('mia', 'playbookWithdrawn', { sent }, { subject: 'rae', cites: [sent] });
    expect(interventions(stage, 'mia').visitQuality).not.toBeNull();
    stage.pass(7 * DAY_MS + HOUR_MS);
    expect(interventions(stage, 'mia').visitQuality).toBeNull();
  });
});
