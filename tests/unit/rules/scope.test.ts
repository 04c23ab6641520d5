import { describe, expect, it } from 'vitest';
import { FactsTable, type MemberId, type Scope, type ScopeFacts, scopeFacts, type TerritoryId, UNSET } from '#rules';
import { type CUSTOMER, creation, makeStage } from '../../support/rules-stage.ts';

const FACTS: ScopeFacts = {
  territory: 'east' as TerritoryId,
  person: 'rae' as MemberId,
  team: 'mia' as MemberId,
  store: 's1',
  product: '岩板',
  source: '展会',
  tags: ['vip', 'key'],
};

const isInScope = (facts: ScopeFacts, scope: Scope): boolean => {
  const table = new FactsTable();
  table.number({ ...FACTS, person: 'somebody' as MemberId, product: '别的' });
  const number = table.number(facts);
  return table.matches(scope)[number] === 1;
};

describe('scope', () => {
  it('[BD-1] [R41] [R39] each facet narrows by itself, all of them together, and none at all is everything', () => {
    const mine: Required<Scope> = {
      territory: 'east',
      team: 'mia',
      store: 's1',
      person: 'rae',
      product: '岩板',
      source: '展会',
      tag: 'key',
    };
    expect(isInScope(FACTS, {})).toBe(true);
    expect(isInScope(FACTS, mine)).toBe(true);
    for (const facet of Object.keys(mine)) {
      expect(isInScope(FACTS, { [facet]: null }), facet).toBe(true);
      expect(isInScope(FACTS, { ...mine, [facet]: 'another' }), facet).toBe(false);
    }
  });

  it('[BD-2] [R41] a team is the leader himself and those he leads directly', () => {
    const ofTeam = (person: string | null, team: string | null): boolean =>
      isInScope({ ...FACTS, person: person as MemberId, team: team as MemberId }, { team: 'mia' });
    expect([ofTeam('rae', 'mia'), ofTeam('mia', 'boss'), ofTeam('tim', 'rae'), ofTeam(null, null)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('[BD-3] [R41] what is not filled in can be asked for', () => {
    const bare: ScopeFacts = { ...FACTS, person: null, team: null, store: null, product: null, source: null, tags: [] };
    for (const facet of ['person', 'team', 'store', 'product', 'source', 'tag']) {
      expect(isInScope(bare, { [facet]: UNSET }), facet).toBe(true);
      expect(isInScope(FACTS, { [facet]: UNSET }), facet).toBe(false);
    }
  });

  it('[BD-3] [R41] the product of the running opportunity goes before the one in the profile', () => {
    const stage = makeStage();
    stage.act('rae', 'fieldPatched', { field: 'product', value: ' 瓷砖 ' });
    stage.act('rae', 'fieldPatched', { field: 'source', value: UNSET });
    const facts = (): ScopeFacts => scopeFacts(stage.customer(), stage.fold().org());
    expect(facts()).toMatchObject({ territory: 'east', person: 'rae', product: '瓷砖', source: null, tags: [] });
    stage.act('rae', 'fieldPatched', { field: 'product', value: '岩板', opportunity: 'o1' });
    expect(facts().product).toBe('岩板');
    stage.act('boss', 'customerCreated', { ...creation('rae'), owner: undefined }, { subject: 'c9' });
    expect(scopeFacts(stage.customer('c9' as typeof CUSTOMER), stage.fold().org())).toMatchObject({
      person: null,
      team: null,
    });
  });
});
