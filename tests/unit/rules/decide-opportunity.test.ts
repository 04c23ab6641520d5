import { describe, expect, it } from 'vitest';
import { ask, faults, firstDraft, refusalsOf } from '../../support/decide-desk.ts';
import { makeStage, type RulesStage } from '../../support/rules-stage.ts';

const enter = (stage: RulesStage, target: string, more: object = {}, actor = 'rae') =>
  ask(stage, actor, 'stageEntered', { opportunity: 'o1', stage: target, ...more });
const fill = (stage: RulesStage, field: string, value: string | number | null, opportunity?: string) =>
  stage.act('rae', 'fieldPatched', {
    field: field as 'need',
    value,
    ...(opportunity === undefined ? {} : { opportunity }),
  });
const end = (stage: RulesStage, outcome: string, more: object = {}, actor = 'rae') =>
  ask(stage, actor, 'opportunityEnded', { opportunity: 'o1', outcome, ...more });

describe('stages', () => {
  it('[RD-18] [R9] a required field that is empty is named, and filled it lets pass', () => {
    const stage = makeStage();
    expect(refusalsOf(enter(stage, 'needConfirmed'))).toMatchObject([
      { code: 'stageFieldsMissing', params: { stage: '需求确认', missing: ['need'] } },
    ]);
    fill(stage, 'need', '石板 300 方');
    expect(firstDraft(enter(stage, 'needConfirmed')).payload).toMatchObject({ from: 'initialContact', basis: null });
  });

  it('[RD-18] [R102] a field is looked up in the opportunity first, in the customer else', () => {
    const stage = makeStage();
    fill(stage, 'need', '石板 300 方', 'o1');
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'initialContact' });
    expect(faults(enter(stage, 'needConfirmed'))).toEqual([]);
    expect(faults(enter(stage, 'needConfirmed', { opportunity: 'o2' }))).toEqual(['stageFieldsMissing stage']);
  });

  it('[RD-19] [R11] jumping over a stage names it and asks why; fields and reason are asked at once', () => {
    const stage = makeStage();
    expect(refusalsOf(enter(stage, 'internalApproval'))).toMatchObject([
      { code: 'stageFieldsMissing', params: { missing: ['decisionChain'] } },
      { code: 'skipNeedsReason', field: 'skippedReason', params: { skipped: ['needConfirmed'] } },
    ]);
    fill(stage, 'decisionChain', '总监拍板');
    expect(faults(enter(stage, 'internalApproval', { skippedReason: ' ' }))).toEqual(['skipNeedsReason skippedReason']);
    const draft = firstDraft(enter(stage, 'internalApproval', { skippedReason: '老客户' }));
    stage.act('rae', 'stageEntered', draft.payload as never, { cites: draft.cites });
    expect(stage.customer().notices).toMatchObject([{ kind: 'stageSkipped', recipients: ['rae', 'mia'] }]);
  });

  it('[RD-19] [R9] going back asks for no reason', () => {
    const stage = makeStage();
    stage.act('rae', 'stageEntered', {
      opportunity: 'o1',
      stage: 'proposalQuote',
      from: 'initialContact',
      basis: null,
    });
    expect(faults(enter(stage, 'initialContact'))).toEqual([]);
  });

  it('[RD-20] [R102] same, unknown, foreign and ended are refused', () => {
    const stage = makeStage();
    expect(faults(enter(stage, 'initialContact'))).toEqual(['stageSame stage']);
    expect(faults(enter(stage, 'nowhere'))).toEqual(['stageUnknown stage']);
    expect(faults(enter(stage, 'needConfirmed', { opportunity: 'o9' }))).toEqual(['unknownSubject opportunity']);
    expect(faults(enter(stage, 'needConfirmed', {}, 'rob'))).toEqual(['ownerOnly']);
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'shelved' });
    fill(stage, 'need', '石板');
    expect(faults(enter(stage, 'needConfirmed'))).toEqual(['opportunityEnded']);
  });

  it('[RD-20] [S13] entries made apart are settled by entering the one shown again', () => {
    const stage = makeStage();
    const entry = { opportunity: 'o1', from: 'initialContact', basis: null };
    fill(stage, 'need', '石板');
    const one = stage.act('rae', 'stageEntered', { ...entry, stage: 'internalApproval', skippedReason: '急' });
    const two = stage.act('mia', 'stageEntered', { ...entry, stage: 'needConfirmed' });
    const draft = firstDraft(enter(stage, 'needConfirmed'));
    expect([...draft.cites].sort()).toEqual([one, two].sort());
  });
});

describe('ends', () => {
  it('[RD-21] [R101] 成单 asks for amount and date, 丢单 for a reason, 搁置 for nothing', () => {
    const stage = makeStage();
    expect(faults(end(stage, 'won'))).toEqual(['required amountFen', 'required dateMs']);
    expect(faults(end(stage, 'won', { amountFen: 0, dateMs: 1 }))).toEqual([]);
    expect(faults(end(stage, 'lost'))).toEqual(['lossNeedsReason reason']);
    expect(faults(end(stage, 'lost', { reason: '价格' }))).toEqual([]);
    expect(faults(end(stage, 'shelved'))).toEqual([]);
    expect(faults(end(stage, 'won', { amountFen: 1.5, dateMs: 1 }))).toEqual(['invalid amountFen']);
    expect(faults(end(stage, 'shelved', {}, 'rob'))).toEqual(['ownerOnly']);
  });

  it('[RD-21] [RD-22] [R101] an opportunity ends once and is reopened with a reason', () => {
    const stage = makeStage();
    const reopen = (reason: string) => ask(stage, 'rae', 'opportunityReopened', { opportunity: 'o1', reason });
    expect(faults(reopen('客户回来了'))).toEqual(['unknownSubject']);
    const id = stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'shelved' });
    expect(faults(end(stage, 'shelved'))).toEqual(['opportunityEnded']);
    expect(faults(reopen(''))).toEqual(['required reason']);
    expect(firstDraft(reopen('客户回来了')).cites).toEqual([id]);
  });

  it('[RD-23] [R102] another opportunity beside the first; 询价 and 报价 only while it runs', () => {
    const stage = makeStage();
    const add = (opportunity: string, at: string) =>
      faults(ask(stage, 'rob', 'opportunityAdded', { opportunity, name: '二期', stage: at }));
    expect(add('o2', 'initialContact')).toEqual([]);
    expect(add('o1', 'initialContact')).toEqual(['alreadyDone']);
    expect(add('o2', 'nowhere')).toEqual(['stageUnknown stage']);
    const trade = (type: 'inquiryReceived' | 'quoteSent', opportunity = 'o1') =>
      faults(ask(stage, 'rae', type, { opportunity, summary: '石板 300 方', atMs: 1 }));
    expect([trade('inquiryReceived'), trade('quoteSent')]).toEqual([[], []]);
    expect(trade('quoteSent', 'o9')).toEqual(['unknownSubject opportunity']);
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'shelved' });
    expect(trade('inquiryReceived')).toEqual(['opportunityEnded']);
  });
});
