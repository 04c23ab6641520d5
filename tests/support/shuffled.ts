import type { FoldFact, FoldRow } from '#rules';
import { makePrng } from './prng.ts';
import type { RulesWorld } from './rules-world.ts';

export interface Step {
  readonly rows: FoldRow[];
  readonly facts: FoldFact[];
}

/** The same rows and facts in another order, in batches, some twice. */
export const shuffled = (world: Pick<RulesWorld, 'rows' | 'facts'>, seed: number): readonly Step[] => {
  const random = makePrng(seed);
  const items = [
    ...world.rows().map((row): Step => ({ rows: [row], facts: [] })),
    ...world.facts.map((fact): Step => ({ rows: [], facts: [fact] })),
  ];
  const doubled = [...items, ...items.filter(() => random.chance(0.2))];
  for (let i = doubled.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const [a, b] = [doubled[i], doubled[j]];
    if (a !== undefined && b !== undefined) [doubled[i], doubled[j]] = [b, a];
  }
  const steps: Step[] = [{ rows: [], facts: [] }];
  for (const { rows, facts } of doubled) {
    if (random.chance(0.3)) steps.push({ rows: [], facts: [] });
    steps.at(-1)?.rows.push(...rows);
    steps.at(-1)?.facts.push(...facts);
  }
  return steps;
};
