import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  DEFAULT_PROCESS,
  type FlowContribution,
  flowContribution,
  type Moves,
  MovesIndex,
  makeFold,
} from '#rules';
import { makePrng } from '../support/prng.ts';
import { START_MS } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';

const NOW = START_MS + 70 * DAY_MS;
const asked = (index: MovesIndex, nowMs = NOW) => index.moves({}, { process: DEFAULT_PROCESS }, nowMs, () => true);

const contribution = fc.record({
  customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'),
  day: fc.integer({ min: -90, max: 80 }),
  odd: fc.constantFrom(null, 0, 86_400_000, 253_402_300_799_999),
  stays: fc.array(
    fc.tuple(fc.constantFrom(...DEFAULT_PROCESS.stages.map(({ id }) => id)), fc.integer({ min: -5, max: 60 })),
  ),
  territory: fc.constantFrom('east', 'west'),
  person: fc.constantFrom('rae', 'rob', null),
});
type Drawn = typeof contribution extends fc.Arbitrary<infer Value> ? Value : never;
const contributionOf = ({ day, odd, stays, territory, person }: Drawn): FlowContribution => {
  let enteredAt = odd ?? NOW + day * DAY_MS;
  const entries = stays.map(([stage, length]) => {
    const entry = { stage, enteredAt, leftAt: enteredAt + length * DAY_MS, movedOnAt: enteredAt + length * DAY_MS };
    enteredAt = entry.leftAt;
    return entry;
  });
  const facts = { territory, person, team: null, store: null, product: null, source: null, tags: [] };
  return { entries, facts } as unknown as FlowContribution;
};
const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

const many = fc.sample(contribution, { numRuns: 500, seed: 7 }).map(contributionOf);
/** As many entries as are counted in several pieces. */
const base = Array.from({ length: 40_000 }, (_, at) => many[at % many.length] ?? null);
const paused = new Error('paused');
const always = (): never => {
  throw paused;
};

describe('what moved', () => {
  it('[MV-7] [I1] kept up in any order, with replacements and removals, it equals an index made afresh', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(contribution, fc.boolean()), { maxLength: 80 }), (changes) => {
        const kept = new MovesIndex();
        const last = new Map<string, FlowContribution | null>();
        for (const [drawn, isGone] of changes) {
          const one = isGone ? null : contributionOf(drawn);
          kept.set(drawn.customer as never, one);
          last.set(drawn.customer, one);
        }
        const fresh = new MovesIndex();
        for (const [id, one] of [...last].reverse()) fresh.set(id as never, one);
        expect(asked(kept)).toEqual(asked(fresh));
      }),
      { numRuns: 100 },
    );
  });

  it('[MV-7] [I1] fed row by row from a history in any order it equals one fed with the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (seed) => {
        const world = new RulesWorld(seed, 70);
        const random = makePrng(seed);
        const rows = world.rows().map((row) => ({ row, rank: random.next() }));
        rows.sort((a, b) => a.rank - b.rank);
        const fold = makeFold();
        fold.apply([], world.facts);
        const [kept, fresh] = [new MovesIndex(), new MovesIndex()];
        const update = (index: MovesIndex, of: typeof fold): void => {
          for (const id of ['c1', 'c2', 'c3'] as never[]) {
            const state = of.customer(id);
            index.set(id, state && flowContribution(state, of.org()));
          }
        };
        for (const { row } of rows) {
          fold.apply([row], []);
          update(kept, fold);
        }
        const whole = makeFold();
        whole.apply(world.rows(), world.facts);
        update(fresh, whole);
        expect(asked(kept)).toEqual(asked(fresh));
      }),
      { numRuns: 15 },
    );
  });

  it('[MV-14] [DW-9] cut anywhere, beside another question and while customers change, it is the whole answer', () => {
    const scopes = [{}, { territory: 'west' }];
    let cuts = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (seed) => {
        const random = makePrng(seed);
        const [company, index] = [{ process: DEFAULT_PROCESS }, new MovesIndex()];
        const held = [...base];
        const put = (at: number, one: FlowContribution | null): void => {
          held[at] = one;
          index.set(`c${at}` as never, one);
        };
        for (const [at, one] of held.entries()) put(at, one);
        const pause = (): void => {
          if (random.chance(0.7)) throw paused;
        };
        const answers = new Map<object, unknown>();
        let changesLeft = 4;
        while (answers.size < scopes.length) {
          const scope = random.pick(scopes.filter((one) => !answers.has(one)));
          try {
            answers.set(
              scope,
              index.moves(scope, company, NOW, () => true, pause),
            );
          } catch (error) {
            expect(error).toBe(paused);
            cuts += 1;
          }
          // What is answered before a change is answered again after it.
          if (answers.size > 0 || changesLeft === 0 || random.chance(0.8)) continue;
          changesLeft -= 1;
          put(random.int(base.length), random.chance(0.3) ? null : random.pick(many));
        }
        const fresh = new MovesIndex();
        for (const [at, one] of held.entries()) fresh.set(`c${at}` as never, one);
        for (const scope of scopes) {
          expect(answers.get(scope)).toEqual(fresh.moves(scope, company, NOW, () => true));
        }
      }),
      { numRuns: 6 },
    );
    expect(cuts).toBeGreaterThan(6);
  });

  it('[MV-14] [R88] of a company that changed in between nobody is named by what was allowed before', () => {
    const index = new MovesIndex();
    for (const [at, one] of base.entries()) index.set(`c${at}` as never, one);
    const stays = ({ moves }: Moves) => moves.filter(({ kind }) => kind === 'stay');
    const company = { process: DEFAULT_PROCESS };
    expect(stays(index.moves({}, company, NOW, () => true)).length).toBeGreaterThan(0);
    expect(() => index.moves({}, company, NOW, () => true, always)).toThrow(paused);
    expect(stays(index.moves({}, { ...company }, NOW, () => false))).toEqual([]);
  });

  it('[MV-8] whatever the dates, every number is one, and no share is of nobody', () => {
    fc.assert(
      fc.property(fc.array(contribution, { maxLength: 400 }), (drawn) => {
        const index = new MovesIndex();
        for (const [at, one] of drawn.entries()) index.set(`c${at}` as never, contributionOf(one));
        const { moves, tooFew } = asked(index);
        expect(numbersIn([moves, tooFew]).every(Number.isFinite)).toBe(true);
        for (const move of moves) if ('share' in move) expect(move.share.all).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});
