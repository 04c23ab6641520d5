import { expect, test } from 'vitest';
import { CLOSE_CODES } from '#protocol';
import type { RoomMarks } from '../../../client/data/replica/let-rest.ts';
import { POOL, Q3, Q4, ROOMS } from '../../support/resting-device.ts';
import {
  beginAgain,
  isStaged,
  marked,
  type Opening,
  SOON_MS,
  STAGED,
  stagedRowsOf,
  watchedStore,
} from './beginning-support.ts';
import { LONG_MS, onVirtualTime, openDevice, time } from './resting-support.ts';

onVirtualTime();

const take = (marks: RoomMarks): readonly string[] => [...marks.keys()].sort();

test('[RQ-19] are of all rooms that are staged, and of no other', async () => {
  const { device, pass } = await openDevice(isStaged);
  await pass(LONG_MS);
  expect(await device.takeMarks(take)).toEqual([...STAGED].sort());
});

test('[RQ-19] there are none while one is awake, out of sync or not there', async () => {
  const { device, act, pass } = await marked();
  device.line.end(Q3, CLOSE_CODES.rateLimited.code);
  expect(await device.takeMarks(take)).toBeNull();
  await pass(500);
  expect([device.isAwake(Q3), await device.takeMarks(take)]).toEqual([true, null]);
  await pass(LONG_MS);
  expect(await device.takeMarks(take)).toHaveLength(STAGED.length);
  device.line.cut();
  expect(await device.takeMarks(take)).toBeNull();
  device.line.restore();
  await pass(SOON_MS);
  act();
  expect(await device.takeMarks(take)).toHaveLength(STAGED.length);
  device.replicas.refetch([Q3]);
  expect(await device.takeMarks(take)).toBeNull();
});

test('[RQ-19][I1] what comes while pieces are looked up is in them or behind them, and told of once', async () => {
  const watched = watchedStore();
  const { device: before, act, pass, expected } = await marked(watched.store);
  const open = watched.shut(Q4);
  const taking = before.takeMarks((marks): Opening => ({ marks, told: [...before.deltas] }));
  await time.settle();
  act();
  await pass(1_000);
  open();
  const opening = await taking;
  act();
  await pass(1_000);
  await before.replicas.close();
  before.line.cut();
  const device = beginAgain(before, opening ?? { marks: new Map(), told: [] });
  device.setRooms(ROOMS);
  await device.replicas.whenLoaded();
  expect([device.isAtRest(Q3), stagedRowsOf(device).length]).toEqual([true, 1]);
  expect(device.fold().digest()).toBe(expected());
});

test('[RQ-19] there are none where a copy was fetched anew while pieces were looked up', async () => {
  const watched = watchedStore();
  const { device, pass } = await marked(watched.store);
  const open = watched.shut(Q4);
  const taking = device.takeMarks(take);
  await time.settle();
  device.replicas.refetch([Q3, POOL]);
  await pass(LONG_MS);
  expect(STAGED.filter((room) => device.isAtRest(room))).toEqual(STAGED);
  open();
  expect(await taking).toBeNull();
});
