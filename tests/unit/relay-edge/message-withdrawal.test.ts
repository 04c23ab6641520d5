import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EffectId, MemberId } from '#rules';
import { HOUR_MS, type MessageWorld, openMessageWorld, TEN_OCLOCK } from './message-world.ts';

let world: MessageWorld;
beforeEach(async () => {
  world = await openMessageWorld();
});
afterEach(() => world.stop());

const DAY_MS = 24 * HOUR_MS;
const effect = (name: string): EffectId => name as EffectId;
const states = (): readonly string[] => world.deliveries().map(({ state }) => state);
const texts = (): readonly string[] => world.vendors.work.taken.map(({ text }) => text);

it('[MS-8][R60] who was told is told so once; the rest is dropped', async () => {
  await world.turnOn('dingtalkWork');
  await world.note(TEN_OCLOCK - DAY_MS, '工期计划', TEN_OCLOCK - 2 * HOUR_MS);
  await world.tell();
  const { desk } = world.messages();
  await desk.withdraw(effect('effect-1'));
  await desk.withdraw(effect('effect-1'));
  await desk.settled();
  await world.restart();
  await world.messages().desk.withdraw(effect('effect-1'));
  await world.tell();
  await world.advance(HOUR_MS);
  expect(texts()).toHaveLength(4);
  expect(texts()[2]).toContain('已撤回：触点预警：丙客户');
  expect(texts()[2]).toContain('不计入统计');
  expect(world.vendors.work.taken.slice(2).map(({ body }) => body['userid_list'])).toEqual(['ding-ren', 'ding-mia']);
  expect(states()).toEqual(['withdrawn', 'withdrawn', 'sent', 'sent']);
});
it('[MS-8] what waits is dropped', async () => {
  await world.turnOn('dingtalkWork');
  await world.advance(12 * HOUR_MS);
  await world.tell();
  await world.messages().desk.withdraw(effect('effect-1'));
  await world.advance(12 * HOUR_MS);
  expect(texts()).toEqual([]);
  expect(states()).toEqual(['withdrawn', 'withdrawn']);
});
it('[MS-8] what somebody dealt with is dropped while it waits, and nobody is told', async () => {
  await world.turnOn('dingtalkWork');
  await world.tell();
  await world.messages().desk.drop(effect('effect-1'));
  await world.advance(12 * HOUR_MS);
  await world.tell({ effect: effect('effect-2') });
  await world.messages().desk.drop(effect('effect-2'));
  await world.tell({ effect: effect('effect-2') });
  await world.advance(12 * HOUR_MS);
  expect(texts()).toHaveLength(2);
  expect(states()).toEqual(['sent', 'sent', 'withdrawn', 'withdrawn']);
});
it('[MS-8] withdrawn before it is told it never leaves', async () => {
  await world.turnOn('dingtalkWork');
  await world.messages().desk.withdraw(effect('effect-1'));
  await world.restart();
  await world.tell();
  expect(world.deliveries()).toEqual([]);
});
it('[MS-8] on its way: withdrawn as soon as it left', async () => {
  await world.turnOn('dingtalkRobot');
  const { desk } = world.messages();
  world.wrap((http) => async (request) => {
    world.wrap((plain) => plain);
    const answer = await http(request);
    await desk.withdraw(effect('effect-1'));
    return answer;
  });
  await world.tell({ recipients: ['ren' as MemberId] });
  await desk.settled();
  const said = world.vendors.robot.taken.map(({ text }) => text);
  expect(said).toHaveLength(2);
  expect(said[1]).toContain('已撤回');
});
it('[MS-8] on its way and not taken: it is not tried again', async () => {
  await world.turnOn('dingtalkRobot');
  const { desk } = world.messages();
  world.wrap(() => async () => {
    world.wrap((plain) => plain);
    await desk.withdraw(effect('effect-1'));
    return { kind: 'unreachable', detail: 'ECONNREFUSED' };
  });
  await world.tell({ recipients: ['ren' as MemberId] });
  await world.advance(HOUR_MS);
  expect(world.vendors.robot.taken).toEqual([]);
  expect(states()).toEqual(['withdrawn']);
});
