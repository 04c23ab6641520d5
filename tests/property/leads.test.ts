import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareOrder, type LeadId, leadCustomer, type MemberId, makeFold, type TerritoryId } from '#rules';
import { makeCompany } from '../../sync-relay/company/company.ts';
import { PaperLog } from '../support/paper-log.ts';
import { makeStage, type RulesStage } from '../support/rules-stage.ts';
import { shuffled } from '../support/shuffled.ts';

const LEAD = 'l1' as LeadId;
const THERE = leadCustomer(LEAD);
const MINUTE = 60_000;

/** Two managers with two devices each, the boss, marketing, three salespeople; one lead. */
const company = (): RulesStage => {
  const stage = makeStage();
  const invite = (member: string, role: 'manager' | 'rep' | 'marketing', manager?: string): void => {
    // ron works elsewhere: what he may read here follows from what he owns.
    const territories = { manager: ['east'], rep: ['west'], marketing: [] }[role];
    const base = { member, name: member, role, territories };
    stage.act('boss', 'memberInvited', manager === undefined ? base : { ...base, manager });
  };
  invite('max', 'manager');
  invite('ron', 'rep', 'max');
  invite('mark', 'marketing');
  const lead = { name: '苏州精密', source: '展会', receivedAtMs: stage.nowMs, attributes: {} };
  stage.act('mark', 'leadRecorded', lead, { subject: LEAD });
  stage.pass(MINUTE);
  return stage;
};

const gift = fc.record({
  by: fc.constantFrom('mia', 'max', 'boss', 'rae'),
  device: fc.constantFrom('phone', 'desk'),
  to: fc.constantFrom('rae', 'rob', 'ron'),
  /** When it was given by the device's clock, after the beginning. */
  minute: fc.integer({ min: 0, max: 30 }),
  isSealed: fc.boolean(),
});
type Gift = typeof gift extends fc.Arbitrary<infer One> ? One : never;

const given = (to: string) => ({
  territory: 'east',
  profile: { name: '苏州精密', source: '展会' },
  owner: to,
  opportunity: { opportunity: 'lo', name: '苏州精密', stage: 'initialContact' },
  lead: LEAD,
});

/** Given apart, none knowing of another, received one after the other in the order of the list. */
const giveAll = (stage: RulesStage, gifts: readonly Gift[]): void => {
  const seen = stage.tick();
  const begin = stage.nowMs;
  stage.pass(40 * MINUTE);
  for (const { by, device, to, minute, isSealed } of gifts) {
    stage.pass(MINUTE);
    stage.act(by, 'customerCreated', given(to), {
      ...{ subject: THERE, seen, atMs: begin + minute * MINUTE, sealed: isSealed, device: `${by}-${device}` },
    });
  }
};

/** Who has it, worked out from rows and seals by another route than the fold's. */
const expectedOwner = (stage: RulesStage): string | null => {
  const rows = stage.rows
    .map(({ event, received }) => {
      const seals = stage.facts.flatMap(({ fact, doc }) =>
        fact.kind === 'seal' &&
        doc === 'pool:east' &&
        fact.ranges.some(([device, from, to]) => device === event.device && from <= event.n && event.n <= to)
          ? [fact.tick]
          : [],
      );
      const t = Math.min(Math.max(event.at, event.seen), received ?? Number.POSITIVE_INFINITY);
      return { event, t, tick: Math.min(...seals) };
    })
    .filter(({ event }) => event.type === 'customerCreated' && event.subject === THERE && event.author !== 'rae')
    .sort((a, b) =>
      a.tick === b.tick ? compareOrder({ ...a.event, t: a.t }, { ...b.event, t: b.t }) : a.tick - b.tick,
    );
  const [first] = rows;
  return first === undefined ? null : (first.event.payload as { owner: string }).owner;
};

describe('leads given away apart', () => {
  it('[LD-4] [LD-5] [LD-6] [R50] whatever managers do offline, one person has the lead: the first sealed gift holds', () => {
    fc.assert(
      fc.property(fc.array(gift, { minLength: 1, maxLength: 6 }), (gifts) => {
        const stage = company();
        giveAll(stage, gifts);
        const state = stage.fold().customer(THERE);
        expect(state?.owner ?? null).toBe(expectedOwner(stage));
        const byLeaders = gifts.filter(({ by }) => by !== 'rae').length;
        expect(state?.alsoHandedTo).toHaveLength(Math.max(0, byLeaders - 1));
        expect(state?.lead?.offers.length).toBe(byLeaders > 0 ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  });

  it('[LD-5] [R50] [I1] once sealed it stays with that person, whatever arrives after, in any order', () => {
    fc.assert(
      fc.property(fc.array(gift, { minLength: 2, maxLength: 6 }), fc.integer(), (gifts, seed) => {
        const stage = company();
        giveAll(stage, gifts);
        const fold = makeFold();
        let holder: string | null = null;
        for (const row of stage.rows) {
          const own = stage.facts.filter(
            ({ fact }) =>
              fact.kind === 'seal' &&
              fact.ranges.some(([device, from]) => device === row.event.device && from === row.event.n),
          );
          fold.apply([row], own);
          const isSealed = fold.customer(THERE)?.created.standing === 'sealed';
          if (isSealed) holder ??= fold.customer(THERE)?.owner ?? null;
          if (holder !== null) expect(fold.customer(THERE)?.owner).toBe(holder);
        }
        const digest = stage.fold().digest();
        const other = makeFold();
        for (const { rows, facts } of shuffled({ rows: () => stage.rows, facts: stage.facts }, seed))
          other.apply(rows, facts);
        expect(other.digest()).toBe(digest);
      }),
      { numRuns: 60 },
    );
  });

  it('[LD-5] [R90] the relay gives access by who has the lead after each commit, as if it had just started', () => {
    fc.assert(
      fc.property(fc.array(gift, { minLength: 2, maxLength: 5 }), fc.integer(), (gifts, seed) => {
        const stage = company();
        giveAll(stage, gifts);
        const log = new PaperLog();
        const running = makeCompany(log.asLog());
        for (const step of shuffled({ rows: () => stage.rows, facts: stage.facts }, seed)) {
          log.commit(step);
          const fresh = makeCompany(log.asLog());
          for (const member of ['rae', 'rob', 'ron', 'mia', 'mark'] as MemberId[]) {
            for (const doc of [
              { kind: 'contact', customer: THERE },
              { kind: 'log', territory: 'east' as TerritoryId, quarter: '2026Q4' },
              { kind: 'mql', quarter: '2026Q4' },
            ] as const) {
              expect(running.access(member, doc)).toEqual(fresh.access(member, doc));
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
