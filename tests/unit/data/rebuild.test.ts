import { describe, expect, test } from 'vitest';
import type { ReplicaStore } from '../../../client/data/platform.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../../client/data/replica/memory-store.ts';
import type { Delta } from '../../../client/data/replica/read-delta.ts';
import { Folding } from '../../../client/data/worker/folding.ts';
import { Pace } from '../../../client/data/worker/pace.ts';
import { ORG, POOL, Q3, Q4, RestingDevice, ROOMS } from '../../support/resting-device.ts';
import { note } from '../../support/rules-stage.ts';
import { isQ3, LONG_MS, onVirtualTime, openDevice, time, timers } from './resting-support.ts';

onVirtualTime();

/** Copies of which that of the quarter before is opened only once told. */
const gatedStore = () => {
  let open: () => void = () => undefined;
  let gate = Promise.resolve();
  const store = (disk: ReplicaDisk): ReplicaStore => {
    const replicas = makeMemoryReplicas(disk);
    return {
      ...replicas,
      open: (room, doc) => {
        if (room !== Q3) return replicas.open(room, doc);
        const opening = gate.then(() => replicas.open(room, doc));
        return {
          whenLoaded: opening.then(({ whenLoaded }) => whenLoaded),
          keep: async (inSync) => (await opening).keep(inSync),
          isWhole: async () => (await opening).isWhole(),
          close: async () => (await opening).close(),
        };
      },
    };
  };
  return {
    store,
    shut: () => {
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return open;
    },
    letThrough: () => {
      gate = Promise.resolve();
    },
  };
};

test('[RQ-6][I1] a room that wakes over a lost copy while it is read is read again', async () => {
  const { store, shut, letThrough } = gatedStore();
  const { device, tellOverGap, pass, expected } = await openDevice(isQ3, store);
  await pass(LONG_MS);
  expect(device.isAtRest(Q3)).toBe(true);
  device.disk.delete(Q3);
  const open = shut();
  const rebuilt = device.rebuild.run();
  await time.settle();
  letThrough();
  // woken by a gap meanwhile, and up to date again before the disk has answered
  tellOverGap();
  await pass(1_000);
  expect(device.replicas.syncedCount()).toBe(ROOMS.length);
  open();
  await rebuilt;
  expect(device.fold().digest()).toBe(expected());
});

test('[RQ-6][I1] a new fold is told in full by a room that woke and is still being loaded', async () => {
  const { store, shut, letThrough } = gatedStore();
  const { device, tellOverGap, pass, expected } = await openDevice(isQ3, store);
  await pass(LONG_MS);
  const open = shut();
  tellOverGap();
  device.line.deliver();
  expect(device.isAwake(Q3)).toBe(true);
  await device.rebuild.run();
  letThrough();
  open();
  await pass(1_000);
  expect(device.fold().digest()).toBe(expected());
});

test('[RQ-6][S10] a copy that is not read to its end is not given back as if it were whole; a little later it is', async () => {
  const { store, shut, letThrough } = gatedStore();
  const { device, tellOverGap, pass } = await openDevice(isQ3, store);
  await pass(LONG_MS);
  expect(device.isAtRest(Q3)).toBe(true);
  const all = async () => {
    const rooms = new Map<string, number>();
    for await (const [room, { rows }] of device.replicas.everything(true)) rooms.set(room, rows.length);
    return rooms;
  };
  const whole = (await all()).get(Q3) ?? 0;
  expect(whole).toBeGreaterThan(0);
  // It wakes over a gap, and the disk takes its time.
  const open = shut();
  tellOverGap();
  device.line.deliver();
  expect(device.isAwake(Q3)).toBe(true);
  await expect(all()).rejects.toThrow(Q3);
  letThrough();
  open();
  await pass(1_000);
  expect((await all()).get(Q3)).toBe(whole + 2);
  // At rest again, it finds its copy gone: it wakes, and so is not whole yet.
  await pass(LONG_MS);
  expect(device.isAtRest(Q3)).toBe(true);
  device.disk.delete(Q3);
  await expect(all()).rejects.toThrow(Q3);
  await pass(LONG_MS);
  expect((await all()).get(Q3)).toBe(whole + 2);
});

describe('a rebuild', () => {
  test('[RQ-7][I1] misses nothing that comes while it reads, from the relay or from this device', async () => {
    const { device, stage, tell, expected } = await openDevice();
    const rebuilt = device.rebuild.run();
    stage.act('rae', 'visitNoteRecorded', note());
    tell();
    device.line.deliver();
    await rebuilt;
    expect(device.fold().digest()).toBe(expected());

    const again = device.rebuild.run();
    stage.act('mia', 'visitNoteRecorded', note(), { receivedMs: null });
    const own = stage.rows.at(-1);
    if (own === undefined) throw new Error('nothing was written');
    device.folding.apply([{ ...own, isLocal: true }]);
    await again;
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-7] what is taken back while it reads stays taken back', async () => {
    const { device, stage, expected } = await openDevice();
    const before = expected();
    stage.act('mia', 'visitNoteRecorded', note(), { receivedMs: null });
    const own = stage.rows.at(-1);
    if (own === undefined) throw new Error('nothing was written');
    const rebuilt = device.rebuild.run();
    device.folding.apply([{ ...own, isLocal: true }]);
    device.folding.remove([own.event.id]);
    await rebuilt;
    expect(device.fold().digest()).toBe(before);
  });

  test('[RQ-7] of two the later counts, and whoever waited for the first waits for it too', async () => {
    const { device, pass } = await openDevice();
    await pass(LONG_MS);
    const first = device.rebuild.run();
    device.setRooms([ORG, POOL, Q4]);
    const second = device.rebuild.run();
    await first;
    const here = device.fold();
    await second;
    expect(device.fold()).toBe(here);
    const control = new RestingDevice(timers, null);
    for await (const [room, delta] of device.replicas.everything()) control.folding.takeDelta(room, delta);
    expect(device.fold().digest()).toBe(control.fold().digest());
  });

  test('[RQ-7][R90] what waits to be taken in from copies of this device goes to no later fold', async () => {
    const { device } = await openDevice();
    const deltas: (readonly [string, Delta])[] = [];
    for await (const one of device.replicas.everything()) deltas.push(one);
    const folding = new Folding({ timers, receivedOf: () => null, onTick: () => undefined });
    let loaded: () => void = () => undefined;
    const loading = new Promise<void>((resolve) => {
      loaded = resolve;
    });
    const taken = folding.takeInSlices(loading, new Pace(() => 0, timers));
    for (const one of deltas) folding.takeDelta(...one);
    // The pools may not be read any more.
    const kept = folding.startOver();
    for (const one of deltas) if (one[0] !== POOL) kept.take(...one);
    kept.finish([]);
    loaded();
    await taken;
    expect([...folding.fold().customerIds()]).toEqual([]);
    expect([...device.fold().customerIds()]).not.toEqual([]);
  });
});
