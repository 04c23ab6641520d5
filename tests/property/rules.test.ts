import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fold, type FoldFact, type FoldRow, makeFold } from '#rules';
import { checkRules } from '../support/rule-oracle/check-rules.ts';
import { RulesWorld } from '../support/rules-world.ts';

const worlds = fc.integer({ min: 0, max: 0x7fffffff }).map((seed) => ({ seed, world: new RulesWorld(seed, 110) }));

const folded = (rows: readonly FoldRow[], facts: readonly FoldFact[]): Fold => {
  const fold = makeFold();
  fold.apply(rows, facts);
  return fold;
};

describe('rules', () => {
  it('[I3] [I4] [I5] [I9] [I13] [I18] [I20] [I25] [I26] [I27] [I28] [S31] hold in any world', () => {
    fc.assert(
      fc.property(worlds, ({ world }) => {
        const violations: string[] = [];
        const fold = folded(world.rows(), world.facts);
        checkRules(fold, world.rows(), world.facts, world.truth(), (id, text) => violations.push(`[${id}] ${text}`));
        expect(violations).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
