import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  DEFAULT_PROCESS,
  type FlowContribution,
  flowContribution,
  type Move,
  type MoveOf,
  type Moves,
  MovesIndex,
  type Process,
  weekOf,
} from '#rules';
import { makePrng, type Prng } from '../../support/prng.ts';
import { makeStage, START_MS } from '../../support/rules-stage.ts';

/** Wednesday; the last completed week is the one from 2026-11-16. */
const NOW = START_MS + 23 * DAY_MS;
const LAST = weekOf(NOW - 7 * DAY_MS);
const inWeek = (back: number, days = 1): number => LAST.fromMs + (days - 7 * back) * DAY_MS;

type Entry = FlowContribution['entries'][number];
/** A customer that came then, with entries of stages; one that came only is in a stage that is gone. */
const customer = (cameAt: number, entries: readonly object[] = [], facts: object = {}): FlowContribution =>
  ({
    entries: [{ stage: 'gone', enteredAt: cameAt, leftAt: cameAt }, ...entries].map(
      (entry) => ({ stage: 'initialContact', leftAt: null, movedOnAt: null, ...entry }) as Entry,
    ),
    facts: {
      territory: 'east',
      person: 'rae',
      team: 'mia',
      store: null,
      product: null,
      source: null,
      tags: [],
      ...facts,
    },
  }) as unknown as FlowContribution;
const indexOf = (contributions: readonly FlowContribution[]): MovesIndex => {
  const index = new MovesIndex();
  for (const [at, one] of contributions.entries()) index.set(`c${at}` as never, one);
  return index;
};
const movesOf = (contributions: readonly FlowContribution[], now = NOW, process: Process = DEFAULT_PROCESS): Moves =>
  indexOf(contributions).moves({}, { process }, now, () => true);
const only = <Kind extends Move['kind']>(moves: Moves, kind: Kind) =>
  moves.moves.filter((move): move is Extract<Move, { kind: Kind }> => move.kind === kind);

/** New customers by week, the last completed one first. */
const inflow = (counts: readonly number[], facts: object = {}): readonly FlowContribution[] =>
  counts.flatMap((count, back) => Array.from({ length: count }, () => customer(inWeek(back), [], facts)));

describe('what moved', () => {
  it('[MV-1] [R47] new customers of the last completed week, beside those of the week before', () => {
    const moves = movesOf([
      ...inflow([12, 19, 18, 20, 19, 21, 17, 19, 20]),
      customer(inWeek(-1)),
      customer(inWeek(-2)),
    ]);
    expect(moves).toMatchObject({ kind: 'compared', week: { week: LAST.week, label: '11月第3周' } });
    const [east] = only(moves, 'inflow');
    expect(east).toMatchObject({ territory: 'east', count: 12, before: 19, usual: { weeks: 8 } });
    expect([Math.round(east?.usual.from ?? 0), Math.round(east?.usual.to ?? 0)]).toEqual([18, 20]);
  });

  it('[MV-1] a customer flows in once, with its first stage entry, whatever comes later', () => {
    const stage = makeStage();
    stage.pass(8 * DAY_MS);
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'initialContact' });
    const { entries } = flowContribution(stage.customer(), stage.fold().org());
    expect(entries).toHaveLength(2);
    const twice = customer(inWeek(3), [{ enteredAt: inWeek(0) }]);
    const [east] = only(movesOf([...inflow([9, 9, 9, 9, 9, 9, 9, 9, 9]), twice]), 'inflow');
    expect(east).toMatchObject({ count: 9, before: 9 });
  });

  it('[MV-8] a date from an empty cell or a reset clock is none, and one ahead of now is of no week yet', () => {
    const stage = makeStage();
    const opened = (opportunity: string, enteredAtMs: number) =>
      stage.act('rae', 'opportunityAdded', { opportunity, name: '单', stage: 'needConfirmed', enteredAtMs });
    opened('o2', 0);
    const { entries } = flowContribution(stage.customer(), stage.fold().org());
    expect(entries.map(({ stage: id }) => id)).toEqual(['initialContact']);
    const ahead = movesOf([
      ...inflow([9, 9, 9, 9, 9, 9, 9, 9, 9]),
      customer(NOW + 400 * DAY_MS, [{ enteredAt: NOW + 400 * DAY_MS }]),
    ]);
    expect(only(ahead, 'inflow')).toMatchObject([{ count: 9, before: 9 }]);
  });

  it('[MV-2] [R49] 春节 is compared with nothing, and nothing is compared with it', () => {
    // 春节 of 2026 fills the week from 02-16
    const after = Date.UTC(2026, 1, 25);
    const spring = weekOf(after - 7 * DAY_MS);
    const weekly = (counts: readonly number[], newestMs: number) =>
      counts.flatMap((count, back) => Array.from({ length: count }, () => customer(newestMs - 7 * back * DAY_MS)));
    expect(movesOf(weekly([0, 9, 9, 9, 9, 9, 9], spring.fromMs), after)).toMatchObject({
      kind: 'shortWeek',
      workingDays: 0,
      moves: [],
    });
    const later = movesOf(weekly([9, 0, 8, 9, 9, 9, 9, 9, 9, 9], spring.fromMs + 7 * DAY_MS), after + 7 * DAY_MS);
    const [east] = only(later, 'inflow');
    expect(east).toMatchObject({ count: 9, before: 8, usual: { weeks: 8 } });
  });

  it('[MV-2] [MV-8] weeks before the first customer of a territory are none, and fewer than four are too few', () => {
    const west = { territory: 'west' };
    const moves = movesOf([...inflow([9, 9, 9, 9, 9, 9, 9, 9, 9]), ...inflow([9, 3, 3, 3, 3], west)]);
    const found = only(moves, 'inflow').find(({ territory }) => territory === ('west' as never));
    expect(found?.usual).toEqual({ from: 3, to: 3, weeks: 4 });
    const young = movesOf([...inflow([9, 9, 9, 9, 9, 9, 9, 9, 9]), ...inflow([9, 3, 3], west)]);
    expect(only(young, 'inflow')).toHaveLength(1);
    expect(young.tooFew).toBe(1);
    expect(movesOf(inflow([9, 3, 3]))).toMatchObject({ kind: 'tooEarly', moves: [] });
    expect(movesOf([])).toMatchObject({ kind: 'tooEarly', moves: [] });
  });

  /** So many of a person's customers in a stage, entered so many days before the end of each week back. */
  const standing = (stage: string, ...groups: readonly (readonly [count: number, days: number, left?: number])[]) =>
    groups.flatMap(([count, days, left]) =>
      Array.from({ length: count }, () => {
        const enteredAt = LAST.toMs - days * DAY_MS;
        return customer(enteredAt, [
          { stage, enteredAt, leftAt: left === undefined ? null : LAST.toMs - left * DAY_MS },
        ]);
      }),
    );

  it('[MV-3] [R46] of those who stand in the stage at the end of the week, the share over its limit', () => {
    const past = Array.from({ length: 60 }, (_, at) => [1, 20 + at, 10 + at] as const);
    const moves = movesOf(standing('negotiation', [17, 15], [8, 14], ...past));
    const stay = only(moves, 'stay').find(({ stage }) => stage === ('negotiation' as never));
    expect(stay).toMatchObject({ person: 'rae', share: { some: 17, all: 25 }, isAnomalous: true });
    expect(stay?.usual.to).toBeLessThan(0.1);
  });

  it('[MV-4] [R54] entries are judged when their limit ends: gone on by then, or won; later is too late', () => {
    const judged = (back: number, movedAfterDays: number | null) => {
      const enteredAt = inWeek(back) - 14 * DAY_MS;
      const movedOnAt = movedAfterDays === null ? null : enteredAt + movedAfterDays * DAY_MS;
      return customer(enteredAt, [{ stage: 'needConfirmed', enteredAt, leftAt: movedOnAt, movedOnAt }]);
    };
    const times = <Item>(count: number, make: () => Item): readonly Item[] => Array.from({ length: count }, make);
    const moves = movesOf([
      ...times(4, () => judged(0, 14)),
      ...times(5, () => judged(0, 15)),
      ...times(4, () => judged(0, null)),
      ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((back) => [...times(9, () => judged(back, 3)), judged(back, null)]),
    ]);
    const [conversion] = only(moves, 'conversion');
    expect(conversion).toMatchObject({
      stage: 'needConfirmed',
      share: { some: 4, all: 13 },
      before: { some: 9, all: 10 },
      isAnomalous: true,
    });
  });

  it('[MV-4] [R54] going back and winning: a later stage counts, an earlier one does not', () => {
    const stage = makeStage();
    const enter = (to: string, from: string, basis: string | null) =>
      stage.act('rae', 'stageEntered', { opportunity: 'o1', stage: to, from, basis });
    stage.pass(DAY_MS);
    const first = enter('negotiation', 'initialContact', null);
    stage.pass(DAY_MS);
    enter('needConfirmed', 'negotiation', first);
    const entriesOf = () =>
      Object.fromEntries(
        flowContribution(stage.customer(), stage.fold().org()).entries.map(({ stage: id, movedOnAt }) => [
          id,
          movedOnAt,
        ]),
      );
    expect(entriesOf()).toMatchObject({ negotiation: null, needConfirmed: null });
    expect(entriesOf()['initialContact']).not.toBeNull();
    stage.pass(DAY_MS);
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', amountFen: 1 });
    expect(entriesOf()['negotiation']).toBe(entriesOf()['needConfirmed']);
    expect(entriesOf()['needConfirmed']).not.toBeNull();
  });

  const signings = (counts: readonly number[]) =>
    counts.flatMap((count, back) =>
      Array.from({ length: count }, () => {
        const enteredAt = inWeek(back);
        return customer(inWeek(10), [{ stage: 'contractSigning', enteredAt }]);
      }),
    );

  it('[MV-5] [R55] [A17] nobody signed where two a week were usual: turned white; below that, or with one, not', () => {
    const white = (counts: readonly number[]) => only(movesOf(signings(counts)), 'white');
    expect(white([0, 3, 2, 3, 2])).toMatchObject([
      { territory: 'east', stage: 'contractSigning', mean: 2.5, isAnomalous: true },
    ]);
    expect(white([0, 2, 2, 2, 1])).toEqual([]);
    expect(white([1, 3, 2, 3, 2])).toEqual([]);
    expect(white([0, 0, 0, 0, 8])).toMatchObject([{ mean: 2 }]);
  });

  it('[MV-10] turned white stands first, then what is marked by its evidence, then the rest', () => {
    const ranks = movesOf([
      ...signings([0, 3, 2, 3, 2]),
      ...inflow([9, 9, 9, 8, 9, 10, 9, 9, 9], { territory: 'west' }),
      ...inflow([1, 30, 31, 30, 29, 30, 31, 30, 30], { territory: 'north' }),
    ]).moves.map((move) => `${move.kind} ${'territory' in move ? move.territory : ''} ${move.isAnomalous}`);
    expect(ranks.slice(0, 2)).toEqual(['white east true', 'inflow north true']);
    expect(ranks).toContain('inflow west false');
  });

  it('[MV-9] [R88] a person’s share is told only where the viewer may be told of the person', () => {
    const stays = standing('negotiation', [9, 15], ...Array.from({ length: 40 }, (_, at) => [1, 20 + at, at] as const));
    const index = indexOf(stays);
    const kinds = (mayName: () => boolean) =>
      index.moves({}, { process: DEFAULT_PROCESS }, NOW, mayName).moves.map(({ kind }) => kind);
    expect(kinds(() => true)).toContain('stay');
    expect(kinds(() => false)).not.toContain('stay');
  });

  it('[MV-8] [R41] what is out of scope counts for nothing', () => {
    const index = indexOf([...inflow([9, 9, 9, 9, 9, 9, 9, 9, 9]), ...inflow([9, 9, 9, 9, 9], { territory: 'west' })]);
    const moves = index.moves({ territory: 'west' }, { process: DEFAULT_PROCESS }, NOW, () => true);
    expect(only(moves, 'inflow').map(({ territory }) => territory)).toEqual(['west']);
  });
});

/** Weeks of a company in which nothing changes: counts of chance, stays and conversions of chance. */
const calm = (prng: Prng): readonly FlowContribution[] => {
  const poisson = (mean: number): number => {
    let [count, product] = [0, prng.next()];
    while (product > Math.exp(-mean)) [count, product] = [count + 1, product * prng.next()];
    return count;
  };
  const territories = Array.from({ length: 6 }, (_, at) => ({ id: `t${at}`, mean: 2 + prng.int(12) }));
  return territories.flatMap(({ id, mean }) =>
    Array.from({ length: 22 }, (_, back) => back).flatMap((back) =>
      Array.from({ length: poisson(mean) }, () => {
        const enteredAt = inWeek(back, prng.next() * 7);
        const stayDays = -14 * Math.log(1 - prng.next());
        const leftAt = enteredAt + stayDays * DAY_MS;
        const entry = { enteredAt, leftAt, movedOnAt: prng.chance(0.8) ? leftAt : null };
        return customer(enteredAt, [entry], { territory: id, person: `p${prng.int(8)}` });
      }),
    ),
  );
};

describe('marks of what moved', () => {
  it('[MV-6] [R47] where nothing changes at most one company in ten has any mark', () => {
    const marked = Array.from({ length: 100 }, (_, seed) => movesOf(calm(makePrng(seed)))).filter(({ moves }) =>
      moves.some(({ isAnomalous }) => isAnomalous),
    );
    expect(marked.length).toBeLessThanOrEqual(10);
  });

  it('[MV-6] [R47] a territory that loses two thirds of its customers is marked in at least nine of ten', () => {
    const found = Array.from({ length: 100 }, (_, seed) => {
      const prng = makePrng(seed + 500);
      const weekly = (share: number) => Array.from({ length: 40 }, () => prng.chance(share)).filter(Boolean).length;
      const counts = Array.from({ length: 9 }, (_, back) => (back === 0 ? weekly(0.28) : weekly(0.85)));
      const moves = movesOf([...calm(prng), ...inflow(counts, { territory: 'lost' })]);
      return only(moves, 'inflow').some(({ territory, isAnomalous }) => territory === ('lost' as never) && isAnomalous);
    }).filter(Boolean);
    expect(found.length).toBeGreaterThanOrEqual(90);
  });
});

describe('the customers of a change', () => {
  it('[MV-13] [R44] [R47] [R48] are as many as the change counts, whatever its kind', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const index = indexOf(calm(makePrng(seed)));
      const { moves } = index.moves({}, { process: DEFAULT_PROCESS }, NOW, () => true);
      expect(new Set(moves.map(({ kind }) => kind)).size).toBeGreaterThan(1);
      for (const move of moves) {
        const cohort = index.cohort(move, {}, DEFAULT_PROCESS, NOW);
        const entries = cohort.reduce((sum, { times }) => sum + times, 0);
        if (move.kind === 'inflow') expect(cohort).toHaveLength(move.count);
        if (move.kind === 'stay') expect(cohort).toHaveLength(move.share.some);
        if (move.kind === 'conversion') expect(entries).toBe(move.share.all);
        const late = cohort.map(({ overdueDays }) => overdueDays);
        expect(late).toEqual(late.toSorted((a, b) => b - a));
      }
    }
  });

  it('[MV-13] [R55] of a region turned white are those of the four weeks before, and only those in scope', () => {
    const entered = (back: number, facts: object = {}) =>
      customer(inWeek(back), [{ stage: 'contractSigning', enteredAt: inWeek(back) }], facts);
    const index = indexOf([...[1, 1, 2, 3, 4, 5].map((back) => entered(back)), entered(2, { territory: 'west' })]);
    const of = { kind: 'white', territory: 'east' } as unknown as MoveOf;
    const ids = (scope: object) =>
      index.cohort(of, scope, DEFAULT_PROCESS, NOW).map(({ customer: id }) => id as string);
    expect(ids({}).toSorted()).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
    expect(ids({ person: 'rob' })).toEqual([]);
  });
});
