import { describe, expect, it } from 'vitest';
import { ask, faults, firstDraft, refusalsOf } from '../../support/decide-desk.ts';
import { green, makeStage, PDF_HASH, type RulesStage, red, yellow } from '../../support/rules-stage.ts';

const mark = (payload: object, stage: RulesStage = makeStage(), actor = 'rae') => {
  const { basis: _, ...asked } = payload as { basis?: unknown };
  return ask(stage, actor, 'statusMarked', asked);
};
const { evidence: _, ...bare } = green();

describe('status card', () => {
  it('[RD-13] [R16] [R20] green needs three checks and a confirmation, both named at once', () => {
    expect(faults(mark(green()))).toEqual([]);
    const refusals = refusalsOf(mark({ colour: 'green' }));
    expect(refusals).toMatchObject([
      { code: 'greenChecksMissing', params: { missing: ['needVerified', 'budgetDefinite', 'keyPersonAgrees'] } },
      { code: 'confirmationMissing', field: 'evidence' },
    ]);
    const checks = { needVerified: true, budgetDefinite: false, keyPersonAgrees: true };
    expect(refusalsOf(mark({ ...green(), checks }))[0]?.params).toEqual({ missing: ['budgetDefinite'] });
    const contract = [{ sha256: PDF_HASH, name: '合同.pdf', size: 10, documentType: 'contract' }];
    expect(faults(mark({ ...green(), evidence: contract }))).toEqual(['confirmationMissing evidence']);
  });

  it('[RD-14] [R20] a confirmation on file serves a later green, an attested one before others', () => {
    const stage = makeStage();
    stage.act('rae', 'statusMarked', green(null, 'b'.repeat(64)));
    stage.act('rae', 'statusMarked', green());
    stage.attest();
    const draft = firstDraft(mark(bare, stage));
    expect(draft.payload).toMatchObject({ evidence: [{ sha256: PDF_HASH }] });
  });

  it('[RD-14] [R20] the file of a retracted mark serves no more', () => {
    const stage = makeStage();
    const id = stage.act('rae', 'statusMarked', green());
    stage.act('rae', 'retracted', { event: id });
    expect(faults(mark(bare, stage))).toEqual(['confirmationMissing evidence']);
  });

  it('[RD-15] [R17] yellow needs the need in words and an open item', () => {
    expect(faults(mark(yellow()))).toEqual([]);
    expect(faults(mark({ colour: 'yellow' }))).toEqual(['yellowNeedsNeed need', 'yellowNeedsOpenItem openItems']);
    expect(faults(mark({ colour: 'yellow', need: ' ', openItems: ['decisionChain'] }))).toEqual([
      'yellowNeedsNeed need',
    ]);
  });

  it('[RD-16] [R18] red needs one of the three grounds', () => {
    expect(faults(mark({ colour: 'red' }))).toEqual(['redNeedsGround redGround']);
    for (const redGround of ['sourceDoubtful', 'noInteraction', 'noHistory']) {
      expect(faults(mark({ colour: 'red', redGround }))).toEqual([]);
    }
    expect(faults(mark({ colour: 'blue' }))).toEqual(['invalid colour']);
  });

  it('[RD-17] [S12] owner and leaders mark, other colleagues do not', () => {
    expect(faults(mark(red(), makeStage(), 'mia'))).toEqual([]);
    expect(faults(mark(red(), makeStage(), 'boss'))).toEqual([]);
    expect(faults(mark(red(), makeStage(), 'rob'))).toEqual(['ownerOnly']);
    expect(faults(mark(red(), makeStage(), 'pia'))).toEqual(['notEntitled']);
  });

  it('[RD-17] [S13] a mark rests on the one shown and settles those made apart', () => {
    const stage = makeStage();
    const first = stage.act('rae', 'statusMarked', yellow());
    const one = stage.act('rae', 'statusMarked', red(first));
    const two = stage.act('mia', 'statusMarked', yellow(first));
    const draft = firstDraft(mark(red(), stage));
    expect(draft.payload).toMatchObject({ basis: two });
    expect([...draft.cites].sort()).toEqual([one, two].sort());
  });

  it('[RD-17] [R102] a customer whose opportunity ended is still marked', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'shelved' });
    expect(faults(mark(yellow(), stage))).toEqual([]);
  });

  it('[RD-35] [R13] a refusal names its rule and the version in force', () => {
    expect(refusalsOf(mark({ colour: 'red' }))).toMatchObject([{ rule: 'statusCard.red', version: 'template' }]);
  });
});
