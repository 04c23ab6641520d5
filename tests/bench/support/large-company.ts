import {
  type BoardComponent,
  DAY_MS,
  DEFAULT_PROCESS,
  type Fold,
  type HeatmapContribution,
  type ScopeFacts,
  type StageEntry,
  type TerritoryId,
} from '#rules';
import type { Prng } from '../../support/prng.ts';
import { makeStage } from '../../support/rules-stage.ts';

/** Customers of the largest company a manager's desktop is to bear (issue 4), and of a look whether a row works. */
export const LARGE = 100_000;
export const LARGE_QUICK = 5_000;

const YEARS_MS = 2 * 365 * DAY_MS;
const PEOPLE = 400;
const TERRITORIES = 20;
export const STAGES = DEFAULT_PROCESS.stages.map(({ id }) => id);

export const factsOf = (random: Prng): ScopeFacts => {
  const person = random.int(PEOPLE);
  return {
    territory: `t${person % TERRITORIES}` as TerritoryId,
    person: `m${person}` as ScopeFacts['person'],
    team: `m${person % 40}` as ScopeFacts['team'],
    store: null,
    product: `产品${random.int(12)}`,
    source: `来源${random.int(6)}`,
    tags: random.chance(0.3) ? ['vip'] : [],
  };
};

/** A way through the stages from a day in the two years on; most stop somewhere. */
export const entriesOf = (random: Prng, nowMs: number): readonly StageEntry[] => {
  const entries: StageEntry[] = [];
  let enteredAt = nowMs - Math.floor(random.next() * YEARS_MS);
  for (const stage of STAGES) {
    const leftAt = enteredAt + (1 + random.int(30)) * DAY_MS;
    const isLast = leftAt > nowMs || random.chance(0.15);
    entries.push({ stage, atMs: enteredAt, enteredAt, leftAt: isLast ? null : leftAt });
    if (isLast) break;
    enteredAt = leftAt;
  }
  return entries;
};

/** Three contacts in each stay. */
export const touchesOf = ({ facts, entries }: HeatmapContribution, nowMs: number): HeatmapContribution => ({
  facts,
  entries: entries.flatMap((entry) =>
    [0.2, 0.5, 0.8].map((part) => ({
      ...entry,
      atMs: entry.enteredAt + Math.floor(((entry.leftAt ?? nowMs) - entry.enteredAt) * part),
    })),
  ),
});

/** A company with this board; its customers are counted elsewhere. */
export const companyWith = (components: BoardComponent[]): Fold => {
  const stage = makeStage();
  stage.act('boss', 'processPublished', { part: { kind: 'board', board: { components } } });
  return stage.fold();
};
