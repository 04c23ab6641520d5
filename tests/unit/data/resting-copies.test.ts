import { expect, test } from 'vitest';
import { CLOSE_CODES } from '#protocol';
import type { ReplicaStore } from '../../../client/data/platform.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../../client/data/replica/memory-store.ts';
import { Q3 } from '../../support/resting-device.ts';
import { note } from '../../support/rules-stage.ts';
import { isQ3, LONG_MS, late, onVirtualTime, openDevice, time, timers } from './resting-support.ts';

onVirtualTime();

test('[RQ-6][RQ-14] what the disk refuses is read, and given back, all the same', async () => {
  const store = (disk: ReplicaDisk) => ({ ...makeMemoryReplicas(disk), append: () => Promise.resolve(false) });
  const { device, stage, tell, pass, expected } = await openDevice(isQ3, store);
  await pass(LONG_MS);
  for (let turn = 0; turn < 3; turn += 1) {
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(1_000);
  }
  device.line.cut();
  const given = new Map<string, number>();
  for await (const [room, { rows }] of device.replicas.everything(true)) given.set(room, rows.length);
  expect([given.get(Q3), device.isAtRest(Q3)]).toEqual([9, true]);
  await device.rebuild.run();
  expect(device.fold().digest()).toBe(expected());
  expect(device.isAtRest(Q3)).toBe(true);
});

test('[RQ-15] wakes when somebody else changed its copy, keeps it in full, and rests again', async () => {
  const { device, stage, tell, pass, expected } = await openDevice();
  await pass(LONG_MS);
  const act = async (): Promise<void> => {
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(1_000);
  };
  device.disk.set(`${Q3} in sync`, [Uint8Array.of(0)]);
  device.deltas.length = 0;
  await act();
  expect(device.isAwake(Q3)).toBe(true);
  await pass(LONG_MS);
  expect(device.isAtRest(Q3)).toBe(true);
  await act();
  expect(device.isAtRest(Q3)).toBe(true);
  expect(device.deltas.flatMap(([, { rows }]) => rows)).toHaveLength(2);
  device.line.cut();
  await device.rebuild.run();
  expect(device.fold().digest()).toBe(expected());
});

test('[RQ-15] what is still on its way to the disk when it wakes does not come into a copy that is fetched anew', async () => {
  let isBusy = false;
  const store = (disk: ReplicaDisk) => {
    const replicas = makeMemoryReplicas(disk);
    const append: ReplicaStore['append'] = async (...given) => {
      while (isBusy) await new Promise((resolve) => timers.after(250, () => resolve(null)));
      return replicas.append(...given);
    };
    return { ...replicas, append };
  };
  const { device, stage, tell, pass } = await openDevice(isQ3, store);
  await pass(LONG_MS);
  isBusy = true;
  stage.act('rae', 'visitNoteRecorded', note(), late);
  tell();
  await pass(500);
  device.line.end(Q3, CLOSE_CODES.rateLimited.code);
  await time.settle();
  expect(device.isAtRest(Q3)).toBe(false);
  // The restored relay does not have it any more.
  device.line.cut();
  device.replicas.refetch([Q3]);
  await time.settle();
  isBusy = false;
  await time.advance(1_000);
  expect(device.disk.get(Q3)).toEqual([]);
});
