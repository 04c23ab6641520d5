import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  dueEffects,
  type EventId,
  type Fold,
  type FoldFact,
  type FoldRow,
  makeFold,
  type Rule,
  ruleSchema,
} from '#rules';
import { rules } from '../support/rule-arbitraries.ts';
import { checkRules } from '../support/rule-oracle/check-rules.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { shuffled } from '../support/shuffled.ts';

/** A world by its seed, which is all that a counterexample has to name. */
const seeds = fc.integer({ min: 0, max: 0x7fffffff });

const folded = (rows: readonly FoldRow[], facts: readonly FoldFact[]): Fold => {
  const fold = makeFold();
  fold.apply(rows, facts);
  return fold;
};

/** Worlds are slow where many tests share a core. */
const PATIENCE_MS = 180_000;
/** Effects fired one after the other in a world; more is a loop that publishing refuses. */
const MOST_TURNS = 25;

/** The world with these rules published by its founder, sealed at the end. */
const withRules = (world: RulesWorld, published: readonly Rule[]): { rows: FoldRow[]; facts: FoldFact[] } => {
  const { nowMs } = world.truth();
  const [first] = world.rows();
  if (first === undefined) throw new Error('an empty world');
  const rows = published.map((rule, n): FoldRow => {
    const payload = { part: { kind: 'rule', rule } };
    const id = `published-${n}` as EventId;
    const event = { ...first.event, id, type: 'processPublished', subject: 'org', device: 'dz' as never, n, at: nowMs };
    return { event: { ...event, seen: nowMs - 1, cites: [], prev: null, payload }, doc: 'org', received: nowMs };
  });
  const seal: FoldFact = {
    doc: 'org',
    fact: { kind: 'seal', tick: nowMs, ranges: [['dz' as never, 0, published.length, 0]] },
  };
  return { rows: [...world.rows(), ...rows], facts: [...world.facts, seal] };
};

describe('rules', () => {
  it(
    '[I22] [I1] [I20] any rules that fit the schema act or not, without a throw, the same in any order',
    () => {
      let fired = 0;
      fc.assert(
        fc.property(
          fc.array(rules, { minLength: 1, maxLength: 6 }),
          fc.nat(1000),
          fc.integer(),
          (given, seed, order) => {
            const world = new RulesWorld(seed, 40);
            const published = given.map((rule) => ruleSchema.parse(rule));
            const { rows, facts } = withRules(world, published);
            const fold = folded(rows, facts);
            const later: FoldFact[] = [];
            const tick = (): number => world.truth().nowMs + later.length;
            for (let turn = 0; turn < MOST_TURNS; turn += 1) {
              const due = dueEffects(fold, fold.customerIds(), tick() + 90 * DAY_MS);
              expect(new Set(due.map(({ fact }) => fact.effect)).size).toBe(due.length);
              const [next] = due;
              if (next === undefined) break;
              const fact = { doc: next.doc, fact: { ...next.fact, tick: tick() + 90 * DAY_MS } };
              later.push(fact);
              fold.apply([], [fact]);
            }
            fired += later.length;
            expect(dueEffects(fold, fold.customerIds(), 0)).toEqual([]);
            const again = makeFold();
            for (const part of shuffled({ rows: () => rows, facts: [...facts, ...later] }, order))
              again.apply(part.rows, part.facts);
            expect(again.digest()).toBe(fold.digest());
          },
        ),
        { numRuns: 40 },
      );
      expect(fired).toBeGreaterThan(100);
    },
    PATIENCE_MS,
  );

  it(
    '[I3] [I4] [I5] [I9] [I13] [I18] [I20] [I25] [I26] [I27] [I28] [S31] hold in any world',
    () => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const world = new RulesWorld(seed, 110);
          const violations: string[] = [];
          const fold = folded(world.rows(), world.facts);
          checkRules(fold, world.rows(), world.facts, world.truth(), (id, text) => violations.push(`[${id}] ${text}`));
          expect(violations).toEqual([]);
        }),
        { numRuns: 80 },
      );
    },
    PATIENCE_MS,
  );
});
