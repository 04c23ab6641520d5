import { describe, expect, it } from 'vitest';
import { DAY_MS, type EventId, effectId, type MemberId, makeFold } from '#rules';
import { fireDue } from '../../support/fire-due.ts';
import { templateRule } from '../../support/process-parts.ts';
import { CUSTOMER, makeStage, type RulesStage, red, yellow } from '../../support/rules-stage.ts';

const AUDIO = 'b'.repeat(64);
const IMAGE = 'c'.repeat(64);

const pooled = (): RulesStage => {
  const stage = makeStage();
  stage.act('boss', 'processPublished', {
    part: { kind: 'rule', rule: templateRule('stage.overdue', () => ({ isOn: false })) },
  });
  stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '电话', atMs: stage.nowMs });
  stage.pass(31 * DAY_MS);
  const first = stage.act('rae', 'statusMarked', red());
  stage.pass(DAY_MS);
  stage.act('rae', 'statusMarked', red(first));
  fireDue(stage);
  return stage;
};
const appeal = (stage: RulesStage, member = 'rae'): EventId => {
  const file = { name: '文件', size: 10 };
  return stage.act(member, 'appealFiled', {
    effect: stage.customer().pool?.entry ?? '',
    reason: '有需求',
    evidence: [
      { ...file, sha256: AUDIO, documentType: 'callRecording' },
      { ...file, sha256: IMAGE, documentType: 'chatScreenshot' },
    ],
  });
};

describe('people who forge events', () => {
  it('[EN-22] [I22] an event with the form of an effect’s id is none, so that nobody stands for what a rule did', () => {
    const stage = makeStage();
    const honest = stage.write('rae', 'statusMarked', yellow());
    const forged = { ...honest, id: effectId('statusCard.silent', CUSTOMER, 'x') as string as EventId };
    const fold = makeFold();
    fold.apply([...stage.rows.slice(0, -1), { event: forged, doc: 'log:east:2026Q4', received: null }], stage.facts);
    expect(fold.customer(CUSTOMER)?.marks).toEqual([]);
  });

  it('[EN-22] [A22] a rejected appeal is not restored by the same files once more, nor by somebody it is not about', () => {
    const stage = pooled();
    appeal(stage, 'rob');
    stage.attest(AUDIO, 'audio/mp4');
    stage.attest(IMAGE, 'image/png');
    expect(stage.customer().pool?.status).toBe('in');
    const filed = appeal(stage);
    expect(stage.customer().pool?.status).toBe('restored');
    stage.pass(60_000);
    stage.act('mia', 'appealDecided', { appeal: filed, isAccepted: false, reason: '别家客户' });
    stage.pass(60_000);
    const again = appeal(stage);
    expect(stage.customer().pool?.status).toBe('in');
    stage.act('mia', 'appealDecided', { appeal: again, isAccepted: true, reason: '查清了' });
    expect(stage.customer().pool?.status).toBe('restored');
  });

  it('[EN-22] [R80] nobody leads himself: a leader does not release the customer that is his own', () => {
    const stage = pooled();
    const effect = stage.customer().pool?.entry ?? '';
    stage.act('rae', 'poolReleased', { effect, reason: '放' });
    expect(stage.customer().pool?.status).toBe('in');
  });

  it('[EN-22] [R9] what goes up goes to somebody who is still there', () => {
    const stage = makeStage();
    stage.act('boss', 'memberChanged', { member: 'mia', active: false });
    stage.pass(15 * DAY_MS);
    fireDue(stage);
    stage.pass(8 * DAY_MS);
    fireDue(stage);
    const told = stage.customer().effects.find(({ rung }) => rung === 'manager')?.recipients;
    expect(told).toEqual(['boss' as MemberId]);
    expect(stage.customer().owner).toBe('boss');
  });
});
