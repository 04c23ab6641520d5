import { describe, expect, it } from 'vitest';
import { type Envelope, type FoldFact, HOUR_MS, makeFold, type RelayFact } from '#rules';
import { checkRules } from '../../support/rule-oracle/check-rules.ts';
import { keptCopy } from '../../support/rule-oracle/ledger.ts';
import { RulesWorld } from '../../support/rules-world.ts';

/** Worlds in which what is wrong must show at least once. */
const SEEDS = [1, 2, 3, 4, 5, 6];
const PATIENCE_MS = 120_000;

type Fired = Extract<RelayFact, { kind: 'fired' }>;
type Tamper = (fact: Fired) => readonly Fired[];

/** Ids of the invariants that are broken when the relay had said this instead of what it said. */
const broken = (tamper: Tamper): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const seed of SEEDS) {
    const world = new RulesWorld(seed, 110);
    const facts = world.facts.flatMap(({ doc, fact }): FoldFact[] =>
      fact.kind === 'fired' ? tamper(fact).map((one) => ({ doc, fact: one })) : [{ doc, fact }],
    );
    const fold = makeFold();
    fold.apply(world.rows(), facts);
    checkRules(fold, world.rows(), facts, world.truth(), (id) => found.add(id));
  }
  return found;
};

describe('the oracle of rules', () => {
  it('[SM-6] [S9] orders an event that stands in two places by the lesser one, whichever came first', () => {
    const at = (device: string, n: number) => ({ device, n }) as Envelope;
    const places = [at('K', 2), at('v', 0), at('K', 10)];
    for (const order of [places, [...places].reverse()]) {
      expect(order.reduce<Envelope | undefined>(keptCopy, undefined)).toBe(places[2]);
    }
  });

  it(
    '[SM-6] finds nothing where the relay did as it should',
    () => {
      expect([...broken((fact) => [fact])]).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    '[SM-6] [I18] [I25] finds what acted by another deadline, and before it',
    () => {
      expect(broken((fact) => [{ ...fact, dueAt: fact.dueAt - HOUR_MS }])).toContain('I18');
      expect(broken((fact) => [{ ...fact, dueAt: fact.tick + 1 }])).toContain('I25');
    },
    PATIENCE_MS,
  );

  it(
    '[SM-6] [I20] finds what was fired twice',
    () => {
      expect(broken((fact) => [fact, { ...fact, tick: fact.tick + 1 }])).toContain('I20');
    },
    PATIENCE_MS,
  );

  it(
    '[SM-6] [I4] finds two reds that never led anywhere',
    () => {
      expect(broken((fact) => (fact.rule === 'statusCard.redTwice' ? [] : [fact]))).toContain('I4');
    },
    PATIENCE_MS,
  );
});
