import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MessageDesk } from '../../sync-relay/messages/desk.ts';
import { StorageFailure } from '../../sync-relay/storage/contract.ts';
import { customer, QUARTER_ROOM, send } from '../unit/relay-edge/company.ts';
import {
  HOUR_MS,
  type MessageWorld,
  MINUTE_MS,
  openMessageWorld,
  TEN_OCLOCK,
} from '../unit/relay-edge/message-world.ts';

let world: MessageWorld;
beforeEach(async () => {
  world = await openMessageWorld(TEN_OCLOCK, true);
  await world.turnOn('dingtalkWork');
});
afterEach(() => world.stop());

/** An event of the salesperson's phone, whose clock is right. */
const write = async (room: string, type: string, payload: unknown, atMs = world.clock.now()): Promise<void> => {
  const answer = await send(
    world.ren,
    room,
    world.ren.author.update(room, type, 'c-7', payload, { at: atMs, wall: atMs }),
  );
  expect(answer.type).toBe('ack');
};
/** Seals, fires, tells, sends: until nothing more follows. */
const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 4; turns += 1) {
    await world.relay().ruleHost.settle();
    await world.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
    await world.messages().desk.settled();
  }
};
const about = (): readonly string[] =>
  world.vendors.work.taken.map(({ text }) => text).filter((text) => text.includes('戊客户'));
const appoint = async (atMs: number): Promise<void> => {
  await write('pool:east@1', 'customerCreated', { ...customer('ren'), profile: { name: '戊客户' } });
  await write(QUARTER_ROOM(world.company, 'east'), 'visitNoteRecorded', {
    visitedAtMs: TEN_OCLOCK - HOUR_MS,
    concern: { kind: 'budget' },
    commitment: { kind: 'none', reason: '先看样板' },
    next: {
      kind: 'touchpoint',
      touchpoint: { atMs, attendees: ['王院长'], agenda: '看样板间', agreed: 'confirmedByCustomer' },
    },
  });
  await settle();
};
const called = { channel: 'call', answered: true, summary: '已经谈过', atMs: TEN_OCLOCK };

it('[MS-1][R35][R36] two hours after an appointment without news salesperson and manager hear of it', async () => {
  await appoint(TEN_OCLOCK + 5 * MINUTE_MS);
  world.clock.set(TEN_OCLOCK + 2 * HOUR_MS + 4 * MINUTE_MS);
  await settle();
  expect(about()).toEqual([]);
  world.clock.set(TEN_OCLOCK + 2 * HOUR_MS + 6 * MINUTE_MS);
  await settle();
  expect(about()).toHaveLength(2);
  expect(about()[0]).toContain('约定时间：10月12日（周一）10:05');
});
it('[MS-2][R91][I20] an effect fired twice, on a relay that is restarted between and after, is sent once', async () => {
  await appoint(TEN_OCLOCK + 5 * MINUTE_MS);
  world.clock.set(TEN_OCLOCK + 3 * HOUR_MS);
  await settle();
  for (let starts = 0; starts < 2; starts += 1) {
    const { log } = world.relay();
    const room = QUARTER_ROOM(world.company, 'east');
    const [fired] = [...log.facts(room)].filter((fact) => fact.kind === 'fired' && fact.rule === 'touchpoint.passed');
    if (fired?.kind !== 'fired') throw new Error('nothing was fired');
    const { tick: _tick, ...again } = fired;
    await log.appendFacts(room, [again]);
    await settle();
    await world.restart();
    await settle();
  }
  expect(about()).toHaveLength(2);
});
it('[MS-2][MS-4] a relay that ended between firing and telling tells after its start', async () => {
  await appoint(TEN_OCLOCK + 5 * MINUTE_MS);
  const desk = world.messages().desk as { tell: MessageDesk['tell'] };
  desk.tell = () => Promise.reject(new StorageFailure('the disk is gone'));
  world.clock.set(TEN_OCLOCK + 3 * HOUR_MS);
  await settle();
  expect(about()).toEqual([]);
  await world.restart();
  await settle();
  expect(about()).toHaveLength(2);
});
it('[MS-8][R60] an act in time that arrives late takes the alert back for both, once', async () => {
  await appoint(TEN_OCLOCK + 5 * MINUTE_MS);
  world.clock.set(TEN_OCLOCK + 3 * HOUR_MS);
  await settle();
  expect(about()).toHaveLength(2);
  await write(QUARTER_ROOM(world.company, 'east'), 'interactionRecorded', called, TEN_OCLOCK + HOUR_MS);
  await settle();
  await settle();
  expect(
    about()
      .slice(2)
      .map((text) => text.split('\n')[0]),
  ).toEqual(['已撤回：触点预警：戊客户', '已撤回：触点预警：戊客户']);
});
it('[MS-8][R79] what the manager put aside at night is not told in the morning', async () => {
  await world.stop();
  world = await openMessageWorld(TEN_OCLOCK + 10 * HOUR_MS, true);
  await world.turnOn('dingtalkWork');
  await appoint(TEN_OCLOCK + 10 * HOUR_MS + 5 * MINUTE_MS);
  const mia = await world.company.joinAs('mia', 'dev-mia');
  world.clock.set(TEN_OCLOCK + 12 * HOUR_MS + 10 * MINUTE_MS);
  await settle();
  const alerts = () =>
    world.deliveries().filter(({ kind, customer: id }) => kind === 'touchpointAlert' && id === 'c-7');
  expect(alerts().map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  const closing = { effect: alerts()[0]?.effect, reason: '已线下协调，暂缓跟进' };
  await world.company.write(mia, QUARTER_ROOM(world.company, 'east'), 'effectClosed', 'c-7', closing);
  await settle();
  world.clock.set(TEN_OCLOCK + 23 * HOUR_MS);
  await settle();
  expect(alerts().map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
  expect(about().filter((text) => text.includes('触点预警'))).toEqual([]);
});
it('[ML-9][R79] the manager puts the alert aside from the message', async () => {
  await appoint(TEN_OCLOCK + 5 * MINUTE_MS);
  world.clock.set(TEN_OCLOCK + 3 * HOUR_MS);
  await settle();
  const [mine = '', managers = ''] = about().map((text) => /https?:\S+\/m\/(\S+)/.exec(text)?.[1] ?? '');
  const url = (token: string): string => `${world.company.url}/m/${token}`;
  expect(await (await fetch(url(mine))).text()).not.toContain('暂缓跟进</button>');
  const page = await (await fetch(url(managers))).text();
  expect(page).toContain('暂缓跟进</button>');
  expect(page).toContain('value="已线下协调，暂缓跟进"');
  const body = new URLSearchParams({ act: 'pause', reason: '已线下协调，暂缓跟进', resume: '2026-10-20T09:00' });
  const answer = await fetch(url(managers), { method: 'POST', body });
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('已提交')]);
  const effects = world.relay().company.fold.customer('c-7' as never)?.effects ?? [];
  const alerts = effects.filter(({ trigger }) => trigger === 'touchpointPassed');
  expect(alerts.map(({ status }) => status)).toEqual(['closed']);
});
