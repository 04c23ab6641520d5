import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, findCauses, type StageId, type Trait, weekOf } from '#rules';
import { makeBlobStore } from '../../../sync-relay/blobs/blob-store.ts';
import { makeManualClock } from '../../../sync-relay/clock.ts';
import { makeCompany } from '../../../sync-relay/company/company.ts';
import { DemoNotEmpty, seedDemo } from '../../../sync-relay/demo/seed-demo.ts';
import { makeLogService } from '../../../sync-relay/log/index.ts';
import { makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { cohortCases } from '../../support/stuck-history.ts';

const NOW_MS = 1_790_000_000_000;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jieli-demo-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const seed = async (customers = 60, nowMs = NOW_MS) => {
  const storage = makeMemoryStorage();
  const blobs = makeBlobStore(join(dir, 'blobs'));
  const demo = await seedDemo(storage, { randomBytes, nowMs, blobs, scratchDir: dir, customers });
  const log = await makeLogService({ storage, clock: makeManualClock(nowMs), randomBytes });
  return { demo, log, company: makeCompany(log), storage };
};

const FAIRS = [
  ['with the fewest customers', 300, NOW_MS, 1],
  // Of the other directors' customers in this week, nearly half had got on: a title they share hid the cause.
  ['with the usual number, in a week of many', 2000, Date.UTC(2026, 10, 27, 12), 2],
] as const;

describe('demo company', () => {
  it('[DE-1] five territories, 52 salespeople and the customers asked for, all of it in the past year', async () => {
    const { log, company } = await seed();
    const members = Object.values(company.org().members);
    expect(company.org().territories).toHaveLength(5);
    expect(members.filter(({ role }) => role === 'rep')).toHaveLength(52);
    const customers = [...company.fold.customerIds()].map((id) => company.fold.customer(id));
    // What came of a lead comes on top.
    expect(customers.filter((state) => state?.lead === null)).toHaveLength(60);
    const leads = [...company.fold.leadIds()].map((id) => company.fold.lead(id));
    expect(leads.length).toBeGreaterThan(30);
    expect(customers.some((state) => state?.lead?.offers[0]?.accepted)).toBe(true);
    expect(customers.some((state) => state?.lead && state.notes.length > 0)).toBe(true);
    expect(Object.keys(company.org().baselines)).toHaveLength(4);
    expect(customers.every((state) => state !== null && state.knownSince < NOW_MS)).toBe(true);
    expect(new Set(customers.map((state) => state?.mark?.colour)).size).toBeGreaterThan(2);
    expect(log.lastTick()).toBeLessThanOrEqual(NOW_MS);
  });
  for (const [name, customers, nowMs, most] of FAIRS) {
    it(`[DE-4][R52][R54] why a fair’s customers are stuck is found, ${name}`, async () => {
      const { demo, company } = await seed(customers, nowMs);
      const cell = { stage: 'internalApproval' as StageId, week: weekOf(nowMs - 14 * DAY_MS).week };
      const { fold } = company;
      const inRegion = [...fold.customerIds()].filter((id) => fold.customer(id)?.territory === 'east');
      const region: Parameters<typeof cohortCases>[0] = {
        org: () => fold.org(),
        customer: (id) => fold.customer(id),
        customerIds: () => inRegion,
      };
      for (const seen of [fold, region]) {
        const { causes } = findCauses(cohortCases(seen, cell, { nowMs }));
        // Told once, by its own name or by the rank it has; where many have that rank, by both.
        const names: readonly Trait[] = [
          { kind: 'field', field: 'decisionMakerTitle', value: '运营总监' },
          { kind: 'titleRank', value: 'director' },
        ];
        const told = causes.filter(({ traits: [first] }) => names.some((name) => isDeepStrictEqual(name, first)));
        for (const { traits } of told) expect(traits.slice(1)).toEqual([{ kind: 'noMatchingVisit' }]);
        expect(told.length).toBeLessThanOrEqual(most);
        expect(causes[0]).toBeDefined();
        expect(causes[0]).toBe(told[0]);
      }
      expect([...demo.refusals]).toEqual([]);
    });
  }
  it('[DE-2] no command of the year was refused, and the same seed tells the same year', async () => {
    const [first, second] = [await seed(), await seed()];
    expect([...first.demo.refusals]).toEqual([]);
    expect(first.demo.events).toBeGreaterThan(300);
    expect(second.company.fold.digest()).toBe(first.company.fold.digest());
  });
  it('[DE-3] a folder that holds a company is left alone, and one filled before is not filled twice', async () => {
    const { storage, demo } = await seed();
    const blobs = makeBlobStore(join(dir, 'blobs'));
    const options = { randomBytes, nowMs: NOW_MS, blobs, scratchDir: dir };
    expect(await seedDemo(storage, options)).toMatchObject({ people: demo.people, events: 0 });
    const taken = makeMemoryStorage();
    await taken.commit({ rooms: ['org@1'] });
    await expect(seedDemo(taken, options)).rejects.toBeInstanceOf(DemoNotEmpty);
  });
});
