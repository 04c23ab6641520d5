import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CustomerId, DAY_MS, type MemberId, makeFold } from '#rules';
import { makeReadModels } from '../../client/data/answers/index.ts';
import { type CustomerWork, customerWork, mayConcern } from '../../client/data/answers/work/customer-work.ts';
import { inboxAnswer } from '../../client/data/answers/work/inbox-answer.ts';
import { leadingOf } from '../../client/data/answers/work/leading.ts';
import { everyQuestion } from '../support/every-question.ts';
import { makePrng } from '../support/prng.ts';
import { START_MS } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';

/** Of a salesperson, who leads nobody, of the manager and of the owner. */
const MEMBERS = ['rae', 'mia', 'boss'] as const;
const STEPS = 100;

describe('answers kept up', () => {
  it('[DW-15][I1] are those of models made afresh, after any changes and however much time has passed', () => {
    const seeds = fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(...MEMBERS));
    fc.assert(
      fc.property(seeds, ([seed, member]) => {
        const world = new RulesWorld(seed, STEPS);
        const prng = makePrng(seed);
        const fold = makeFold();
        let nowMs = START_MS;
        const modelsOf = () =>
          makeReadModels({
            fold: () => fold,
            member: () => member as MemberId,
            now: () => nowMs,
            unsynced: () => [],
            readsRecordsOf: (territory) => territory !== 'north',
            uploads: () => ({}),
          });
        const kept = modelsOf();
        const compare = (): void => {
          for (const query of everyQuestion(member)) {
            expect([query, kept.answer(query)]).toEqual([query, modelsOf().answer(query)]);
          }
        };
        for (let rows = world.rows(); rows.length > 0; ) {
          const size = 1 + prng.int(20);
          kept.changed(fold.apply(rows.slice(0, size), prng.chance(0.2) ? world.facts : []));
          rows = rows.slice(size);
          nowMs += prng.chance(0.2) ? 3 * DAY_MS : 0;
          if (prng.chance(0.1)) compare();
        }
        kept.changed(fold.apply([], world.facts));
        compare();
        nowMs += 40 * DAY_MS;
        compare();
      }),
      { numRuns: 6 },
    );
  });

  it('[AN-79][I1] the own list from those whom it may concern is that from everybody, at any time', () => {
    let [own, others] = [0, 0];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 40 }), (seed, days) => {
        const world = new RulesWorld(seed, STEPS);
        const fold = makeFold();
        fold.apply(world.rows(), world.facts);
        const [org, book, now] = [fold.org(), fold.ruleBook(), START_MS + days * DAY_MS];
        for (const member of Object.keys(org.members) as MemberId[]) {
          const all = new Map<CustomerId, CustomerWork>();
          for (const id of fold.customerIds()) {
            const state = fold.customer(id);
            const work = state && customerWork(state, member);
            if (work !== null) all.set(id, work);
          }
          const concerning = new Map([...all].filter(([, work]) => mayConcern(work, member)));
          const customer = (id: CustomerId) => fold.customer(id);
          const context = { org, book, member, now, scope: 'mine' as const, isLed: leadingOf(org, member), customer };
          const answer = inboxAnswer(all, [], context, 100);
          expect(inboxAnswer(concerning, [], context, 100)).toEqual(answer);
          own += answer.items.length + answer.done.length;
          others += all.size - concerning.size;
        }
      }),
      { numRuns: 36 },
    );
    expect(Math.min(own, others)).toBeGreaterThan(100);
  });
});
