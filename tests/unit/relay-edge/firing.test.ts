import { afterEach, describe, expect, it } from 'vitest';
import { type CustomerId, DAY_MS, DEFAULT_PROCESS, HOUR_MS, type RelayFact } from '#rules';
import { type ManualClock, makeManualClock } from '../../../sync-relay/clock.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { type ManualTimers, makeManualTimers } from '../../support/manual-timers.ts';
import { openRelay } from '../../support/relay.ts';
import { type Colleague, customer, foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';

/** Monday 12 October 2026, 10:00 in Shanghai. */
const START_MS = Date.UTC(2026, 9, 12, 2, 0);

interface World {
  readonly company: TestCompany;
  readonly ren: Colleague;
  readonly clock: ManualClock;
  readonly disk: MemoryDisk;
  readonly timers: ManualTimers;
  readonly room: string;
}
let company: TestCompany | null = null;
afterEach(() => company?.stop());

const openWorld = async (): Promise<World> => {
  const clock = makeManualClock(START_MS);
  const disk = makeMemoryDisk();
  const timers = makeManualTimers();
  company = await foundCompany({ storage: makeMemoryStorage(disk), clock, deps: { timers } });
  const ren = await company.joinAs('ren', 'dev-ren');
  return { company, ren, clock, disk, timers, room: QUARTER_ROOM(company, 'east') };
};

const off = async (world: World, ...ids: readonly string[]): Promise<void> => {
  for (const rule of DEFAULT_PROCESS.rules.filter(({ id }) => ids.includes(id))) {
    await write(world, world.company.owner, 'org@1', 'processPublished', 'org', {
      part: { kind: 'rule', rule: { ...rule, isOn: false } },
    });
  }
};
const fired = (facts: Iterable<RelayFact>, rule: string) =>
  [...facts].filter((fact) => fact.kind === 'fired' && fact.rule === rule && fact.rung === null);

/** Sends one event made now, by a device that has seen everything. */
const write = async (
  { company: made, clock }: World,
  from: Colleague,
  room: string,
  type: string,
  subject: string,
  payload: unknown,
): Promise<void> => {
  const now = clock.now();
  const fields = { at: now, wall: now, seen: made.log.lastTick() };
  const answer = await send(from, room, from.author.update(room, type, subject, payload, fields));
  if (answer.type === 'reject') throw new Error(JSON.stringify(answer));
};

const red = (basis: string | null) => ({ colour: 'red', basis, redGround: 'sourceDoubtful' });
/** Marks red and answers the mark's id. */
const markRed = async (world: World, id: string): Promise<void> => {
  const basis = world.company.relay.company.fold.customer(id as CustomerId)?.mark?.id ?? null;
  await write(world, world.ren, world.room, 'statusMarked', id, red(basis));
};

describe('firing', () => {
  it('[EN-20] [R35] [R91] [I20] an alert fires at its minute by the timer alone, once, and not again after a restart', async () => {
    const world = await openWorld();
    const { company: made, ren, clock, timers, room, disk } = world;
    await write(world, ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    const atMs = START_MS + DAY_MS;
    await write(world, ren, room, 'visitNoteRecorded', 'c-1', {
      visitedAtMs: START_MS,
      concern: { kind: 'other', text: '要比三家' },
      commitment: { kind: 'none', reason: '先看样板' },
      next: {
        kind: 'touchpoint',
        touchpoint: { atMs, attendees: ['IT主管'], agenda: '评审比价表', agreed: 'confirmedByCustomer' },
      },
    });
    await made.relay.ruleHost.settle();
    const go = async (toMs: number): Promise<void> => {
      timers.advance(toMs - clock.now());
      clock.set(toMs);
      await made.relay.ruleHost.settle();
    };
    await go(atMs + 2 * HOUR_MS - 1_000);
    expect(fired(made.log.facts(room), 'touchpoint.passed')).toHaveLength(0);
    await go(atMs + 2 * HOUR_MS);
    expect(fired(made.log.facts(room), 'touchpoint.passed')).toMatchObject([{ dueAt: atMs + 2 * HOUR_MS }]);
    await made.relay.ruleHost.settle();
    await made.stop();
    company = null;
    const again = await openRelay({ storage: makeMemoryStorage(disk), clock, deps: { timers: makeManualTimers() } });
    await again.relay.ruleHost.settle();
    expect(fired(again.relay.log.facts(room), 'touchpoint.passed')).toHaveLength(1);
    await again.stop();
  });

  it('[EN-20] [S26] [I27] [I4] above the cap the rest waits for the next day, in the order of its reds', async () => {
    const world = await openWorld();
    const { company: made, ren, clock } = world;
    await off(world, 'stage.overdue', 'statusCard.noHistory', 'statusCard.redAgain');
    await write(world, made.owner, 'org@1', 'processPublished', 'org', {
      part: { kind: 'breaker', breaker: { ...DEFAULT_PROCESS.breaker, capPerDay: 2 } },
    });
    const ids = ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'];
    for (const id of ids) await write(world, ren, 'pool:east@1', 'customerCreated', id, customer('ren'));
    clock.set(START_MS + 40 * DAY_MS);
    for (const id of ids) await markRed(world, id);
    await made.relay.ruleHost.settle();
    clock.set(START_MS + 41 * DAY_MS);
    for (const id of ids) {
      clock.set(clock.now() + 60_000);
      await markRed(world, id);
    }
    const pooled = (): readonly string[] =>
      ids.filter((id) => made.relay.company.fold.customer(id as CustomerId)?.pool?.status === 'in');
    await made.relay.ruleHost.settle();
    expect(pooled()).toEqual(['c-1', 'c-2']);
    await made.relay.ruleHost.settle();
    expect(pooled()).toHaveLength(2);
    clock.set(START_MS + 42 * DAY_MS);
    await made.relay.ruleHost.settle();
    expect(pooled()).toEqual(['c-1', 'c-2', 'c-3', 'c-4']);
    clock.set(START_MS + 43 * DAY_MS);
    await made.relay.ruleHost.settle();
    expect(pooled()).toEqual(ids);
  });

  it('[I25] [S25] [S26] a customer whom the cap holds back until tomorrow has his alerts of today all the same', async () => {
    const world = await openWorld();
    const { company: made, ren, clock, room } = world;
    await off(world, 'stage.overdue', 'statusCard.noHistory', 'statusCard.redAgain');
    await write(world, made.owner, 'org@1', 'processPublished', 'org', {
      part: { kind: 'breaker', breaker: { ...DEFAULT_PROCESS.breaker, capPerDay: 1 } },
    });
    const ids = ['c-1', 'c-2'];
    for (const id of ids) await write(world, ren, 'pool:east@1', 'customerCreated', id, customer('ren'));
    clock.set(START_MS + 40 * DAY_MS);
    for (const id of ids) await markRed(world, id);
    clock.set(START_MS + 41 * DAY_MS);
    const atMs = clock.now() + HOUR_MS;
    await write(world, ren, room, 'visitNoteRecorded', 'c-2', {
      visitedAtMs: clock.now(),
      concern: { kind: 'other', text: '要比三家' },
      commitment: { kind: 'none', reason: '先看样板' },
      next: {
        kind: 'touchpoint',
        touchpoint: { atMs, attendees: ['IT主管'], agenda: '评审', agreed: 'confirmedByCustomer' },
      },
    });
    for (const id of ids) await markRed(world, id);
    await made.relay.ruleHost.settle();
    await made.relay.ruleHost.settle();
    expect(made.relay.company.fold.customer('c-2' as CustomerId)?.pool).toBeNull();
    clock.set(atMs + 2 * HOUR_MS);
    await made.relay.ruleHost.settle();
    expect(fired(made.log.facts(room), 'touchpoint.passed')).toHaveLength(1);
    expect(made.relay.company.fold.customer('c-2' as CustomerId)?.pool).toBeNull();
  });

  it('[I4] [S22] what came due while the relay was off is fired when it is back, once', async () => {
    const world = await openWorld();
    const { company: made, ren, clock, disk } = world;
    await write(world, ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    await made.relay.ruleHost.settle();
    await made.stop();
    company = null;
    clock.set(START_MS + 15 * DAY_MS);
    const again = await openRelay({ storage: makeMemoryStorage(disk), clock, deps: { timers: makeManualTimers() } });
    const facts = (): RelayFact[] => again.relay.log.rooms().flatMap((name) => [...again.relay.log.facts(name)]);
    await again.relay.ruleHost.settle();
    await again.relay.ruleHost.settle();
    expect(fired(facts(), 'statusCard.noHistory')).toHaveLength(1);
    await again.stop();
  });

  it('[I27] [S26] a restart in the middle of a day forgets nobody whom the cap has let in', async () => {
    const world = await openWorld();
    const { company: made, ren, clock, disk } = world;
    await off(world, 'stage.overdue', 'statusCard.noHistory', 'statusCard.redAgain');
    await write(world, made.owner, 'org@1', 'processPublished', 'org', {
      part: { kind: 'breaker', breaker: { ...DEFAULT_PROCESS.breaker, capPerDay: 1 } },
    });
    const ids = ['c-1', 'c-2'];
    for (const id of ids) await write(world, ren, 'pool:east@1', 'customerCreated', id, customer('ren'));
    clock.set(START_MS + 40 * DAY_MS);
    for (const id of ids) await markRed(world, id);
    clock.set(START_MS + 41 * DAY_MS);
    for (const id of ids) await markRed(world, id);
    await made.relay.ruleHost.settle();
    await made.stop();
    company = null;
    clock.set(clock.now() + HOUR_MS);
    const again = await openRelay({ storage: makeMemoryStorage(disk), clock, deps: { timers: makeManualTimers() } });
    const pooled = (): readonly string[] =>
      ids.filter((id) => again.relay.company.fold.customer(id as CustomerId)?.pool?.status === 'in');
    await again.relay.ruleHost.settle();
    expect(pooled()).toHaveLength(1);
    clock.set(START_MS + 42 * DAY_MS);
    await again.relay.ruleHost.settle();
    expect(pooled()).toEqual(ids);
    await again.stop();
  });

  it('[EN-21] [S24] beside an override stands what was known of the clock; other marks have none', async () => {
    const world = await openWorld();
    const { company: made, ren, clock, room } = world;
    await write(world, ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    await write(world, ren, room, 'interactionRecorded', 'c-1', {
      channel: 'call',
      answered: true,
      summary: '谈过',
      atMs: START_MS,
    });
    const opportunity = made.relay.company.fold.customer('c-1' as CustomerId)?.opportunities[0]?.id;
    await write(world, ren, room, 'quoteSent', 'c-1', { opportunity, summary: '报价', atMs: START_MS });
    clock.set(START_MS + 5 * DAY_MS);
    await made.relay.ruleHost.settle();
    const mark = made.relay.company.fold.customer('c-1' as CustomerId)?.mark;
    expect(mark?.automatic?.rule).toBe('statusCard.quoteUnanswered');
    const witnessed = (): RelayFact[] => [...made.log.facts(room)].filter(({ kind }) => kind === 'clockWitnessed');
    expect(witnessed()).toEqual([]);
    await write(world, ren, room, 'statusMarked', 'c-1', {
      colour: 'green',
      basis: mark?.id,
      override: { effect: mark?.id, reason: '客户在招标' },
    });
    await made.relay.ruleHost.settle();
    expect(witnessed()).toMatchObject([{ stepped: expect.any(Boolean), boot: expect.any(String) }]);
    expect(made.relay.company.fold.customer('c-1' as CustomerId)?.mark).toMatchObject({
      colour: 'green',
      override: { verdict: 'valid' },
    });
  });
});
