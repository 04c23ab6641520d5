import { describe, expect, it } from 'vitest';
import { modelsOver } from '../../support/models-over.ts';
import { makeStage, type RulesStage } from '../../support/rules-stage.ts';

const signsTo = (stage: RulesStage, member: string, back = 0) =>
  modelsOver(stage.fold(), member, stage).answer({ kind: 'review', back }).signs;

describe('signs of work past the system', () => {
  it('[AN-34][R81] signs of work past the system are told to the person and those who lead him, to nobody else', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', amountFen: 100, dateMs: stage.nowMs });
    const signs = (member: string, back = 0) => signsTo(stage, member, back);
    expect(signs('mia')).toMatchObject([{ kind: 'wonWithoutVisit', member: 'rae', customerName: '上海石板' }]);
    expect(signs('rae')).toHaveLength(1);
    expect(signs('rob')).toEqual([]);
    expect(signs('mia', 1)).toEqual([]);
    // They stay his, whoever has the customer now.
    stage.act('mia', 'customerHandedOver', { to: 'rob', reason: '换片区' });
    expect(stage.customer().owner).toBe('rob');
    expect(signs('rob')).toEqual([]);
    expect(signs('rae')).toHaveLength(1);
  });

  it('[AN-34][R81] nobody is told of signs about who leads him, though the customer is one he leads', () => {
    const stage = makeStage();
    stage.act('boss', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', amountFen: 100, dateMs: stage.nowMs });
    const signs = (member: string) => signsTo(stage, member);
    expect(signs('boss')).toMatchObject([{ member: 'boss' }]);
    expect([signs('mia'), signs('rae')]).toEqual([[], []]);
  });
});
