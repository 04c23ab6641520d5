import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  DAY_MS,
  type DocumentName,
  type Envelope,
  type FoldRow,
  type MemberId,
  type TerritoryId,
} from '#rules';
import { type Company, makeCompany } from '../../sync-relay/company/company.ts';
import { PaperLog } from '../support/paper-log.ts';
import { makePrng } from '../support/prng.ts';
import { makeStage, note } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { type Step, shuffled } from '../support/shuffled.ts';

const MEMBERS = ['boss', 'rae', 'rob', 'mia', 'pia', 'nobody'] as MemberId[];
const CUSTOMERS = ['c1', 'c2', 'c3'] as CustomerId[];
const DOCUMENTS: readonly DocumentName[] = [
  { kind: 'org' },
  ...(['east', 'west'] as TerritoryId[]).flatMap((territory): DocumentName[] => [
    { kind: 'pool', territory },
    { kind: 'log', territory, quarter: '2026Q4' },
  ]),
  ...MEMBERS.flatMap((member): DocumentName[] => [
    { kind: 'private', member },
    { kind: 'inbox', member },
  ]),
  ...CUSTOMERS.map((customer): DocumentName => ({ kind: 'contact', customer })),
];

/** A company that has been told all of it. */
const companyOf = (step: Step): { readonly log: PaperLog; readonly company: Company } => {
  const log = new PaperLog();
  const company = makeCompany(log.asLog());
  log.commit(step);
  return { log, company };
};

const EAST_LOG: DocumentName = { kind: 'log', territory: 'east' as TerritoryId, quarter: '2026Q4' };
/** Works in the west: reads the east's log as an owner there only. */
const WES = 'wes' as MemberId;

/** Everything a company answers about who may what. */
const answersOf = (company: Company): string =>
  JSON.stringify({
    holdings: CUSTOMERS.map((customer) => company.holding(customer)),
    access: MEMBERS.map((member) => DOCUMENTS.map((doc) => company.access(member, doc))),
  });

/**
 * Some rows come with a later `received` than the one their seal names: handed in again to a restored relay before
 * a colleague gives the old seal back (S10).
 */
const receivedAgain = (steps: readonly Step[], seed: number): readonly Step[] => {
  const random = makePrng(seed);
  const again = (row: FoldRow): FoldRow =>
    row.received !== null && random.chance(0.3)
      ? { ...row, received: row.received + random.int(40 * 86_400_000) }
      : row;
  return steps.map(({ rows, facts }) => ({ rows: rows.map(again), facts }));
};

const seeds = [fc.integer({ min: 0, max: 0x7fffffff }), fc.integer()] as const;
const history = (seed: number, order: number): readonly Step[] =>
  receivedAgain(shuffled(new RulesWorld(seed, 80), order), order);
const RUNS = { numRuns: 40 };

describe('the company as the relay knows it', () => {
  it('[CO-1] [S16] [R67] after every commit, in any order, its answers are those of one built anew', () => {
    fc.assert(
      fc.property(...seeds, (seed, order) => {
        const log = new PaperLog();
        const company = makeCompany(log.asLog());
        for (const step of history(seed, order)) {
          log.commit(step);
          expect(answersOf(company)).toBe(answersOf(makeCompany(log.asLog())));
        }
      }),
      RUNS,
    );
  });

  it('[CO-1] [S16] [R67] a hand-over found without right after a note holds no longer', () => {
    const stage = makeStage();
    stage.act('boss', 'memberInvited', { member: 'wes', name: 'wes', role: 'rep', territories: ['west'] });
    const demoted = stage.write('boss', 'memberChanged', { member: 'mia', active: false });
    stage.pass(60_000);
    stage.act('mia', 'customerHandedOver', { to: 'wes' }, { seen: 0 });
    const later = stage.write('wes', 'visitNoteRecorded', note());
    const rowsOf = (...events: readonly Envelope[]) => stage.rows.filter(({ event }) => events.includes(event));
    const { log, company } = companyOf({
      rows: stage.rows.filter(({ event }) => event !== demoted && event !== later),
      facts: stage.facts,
    });
    log.commit({ rows: rowsOf(later), facts: [] });
    expect(company.access(WES, EAST_LOG).read).toBe(true);
    log.commit({ rows: rowsOf(demoted), facts: [] });
    expect(company.access(WES, EAST_LOG).read).toBe(false);
  });

  it('[CO-1] [S10] [S16] an old seal given back moves a hand-over before the one that followed it', () => {
    const stage = makeStage();
    stage.act('boss', 'memberInvited', { member: 'wes', name: 'wes', role: 'rep', territories: ['west'] });
    const ahead = stage.nowMs + 10 * DAY_MS;
    const first = stage.write('mia', 'customerHandedOver', { to: 'wes' }, { atMs: ahead, receivedMs: stage.nowMs });
    stage.pass(60_000);
    stage.act('boss', 'customerHandedOver', { to: 'rae' });
    const [seal] = stage.facts.filter(({ fact }) => fact.kind === 'seal' && fact.ranges[0]?.[0] === first.device);
    const again = (row: FoldRow): FoldRow => (row.event === first ? { ...row, received: ahead + DAY_MS } : row);
    const facts = stage.facts.filter((fact) => fact !== seal);
    const { log, company } = companyOf({ rows: stage.rows.map(again), facts });
    expect(company.access(WES, EAST_LOG).read).toBe(true);
    log.commit({ rows: [], facts: seal === undefined ? [] : [seal] });
    expect(company.access(WES, EAST_LOG).read).toBe(false);
  });

  it('[CO-2] [S16] the version grows whenever an answer has changed', () => {
    let changes = 0;
    fc.assert(
      fc.property(...seeds, (seed, order) => {
        const log = new PaperLog();
        const company = makeCompany(log.asLog());
        for (const step of history(seed, order)) {
          const before = { version: company.accessVersion(), answers: answersOf(company) };
          log.commit(step);
          if (answersOf(company) === before.answers) continue;
          changes++;
          expect(company.accessVersion()).toBeGreaterThan(before.version);
        }
      }),
      RUNS,
    );
    expect(changes).toBeGreaterThan(100);
  });
});
