import { describe, expect, test } from 'vitest';
import { CLOSE_CODES } from '#protocol';
import type { ReplicaStore } from '../../../client/data/platform.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../../client/data/replica/memory-store.ts';
import { Pace } from '../../../client/data/worker/pace.ts';
import { ORG, POOL, Q3, Q4, RestingDevice, ROOMS } from '../../support/resting-device.ts';
import { note } from '../../support/rules-stage.ts';
import { isQ3, LONG_MS, late, onVirtualTime, openDevice, time, timers } from './resting-support.ts';

onVirtualTime();

/** Less than a room has to be quiet before it rests, ms. */
const SOON_MS = 1_500;
const OLD: readonly string[] = ['log:east:2025Q3@1', 'log:east:2025Q4@1', 'log:east:2026Q1@1', 'log:east:2026Q2@1', Q3];
const notEntitled = CLOSE_CODES.notEntitled.code;
const isOld = (room: string): boolean => OLD.includes(room);

/** Copies of which is known how many are open at the same time, and in which order they were opened. */
const watchedStore = () => {
  const open = new Set<string>();
  const opened: string[] = [];
  const most = { old: 0 };
  const store = (disk: ReplicaDisk): ReplicaStore => {
    const replicas = makeMemoryReplicas(disk);
    return {
      ...replicas,
      open: (room, doc) => {
        const file = replicas.open(room, doc);
        opened.push(room);
        open.add(room);
        most.old = Math.max(most.old, [...open].filter(isOld).length);
        const close = async (): Promise<void> => {
          open.delete(room);
          await file.close();
        };
        return { ...file, close };
      },
    };
  };
  return { store, open, opened, most };
};

/** What a company that was busy left on the disk of a device that was in sync and at rest when it ended. */
const endedAtRest = async () => {
  const all = await openDevice();
  await all.pass(LONG_MS);
  expect(all.device.isAtRest(Q3)).toBe(true);
  await all.device.replicas.close();
  return all;
};

/** Another start on that disk. */
const startAgain = (before: RestingDevice, isStaged: ((room: string) => boolean) | null = isQ3): RestingDevice =>
  new RestingDevice(timers, isStaged, makeMemoryReplicas, before);

describe('a start', () => {
  test('[RQ-10] loads rooms that are staged after all others, one after the other, each once the one before is taken in', async () => {
    const watched = watchedStore();
    const device = new RestingDevice(timers, isOld, watched.store);
    const waiting: (() => void)[] = [];
    device.takenIn = () => new Promise((resolve) => waiting.push(resolve));
    let isLoaded = false;
    device.setRooms([...OLD, ORG, POOL, Q4]);
    void device.replicas.whenLoaded().then(() => {
      isLoaded = true;
    });
    const before = [ORG, POOL, Q4];
    for (const [at] of OLD.entries()) {
      await time.settle();
      expect(watched.opened).toEqual([...before, ...OLD.slice(0, at + 1)]);
      expect([isLoaded, waiting.length]).toEqual([false, 1]);
      waiting.pop()?.();
    }
    await time.settle();
    expect([isLoaded, watched.opened.length]).toEqual([true, ROOMS.length + OLD.length - 1]);
  });

  test('[RQ-10] waits with them for what lets them rest, or until that cannot be had; one that ends waits for nothing', async () => {
    const device = new RestingDevice(timers, null);
    const loaded: string[] = [];
    const start = (staged: readonly string[]): void => {
      device.replicas.setRooms(ROOMS, new Set(staged));
      void device.replicas.whenLoaded(false).then(() => loaded.push('others'));
      void device.replicas.whenLoaded().then(() => loaded.push('all'));
    };
    start([Q3]);
    await time.settle();
    expect([loaded, device.replicas.isOpen(Q3)]).toEqual([['others'], false]);
    device.replicas.loadStaged();
    await time.settle();
    expect([loaded, device.replicas.isOpen(Q3)]).toEqual([['others', 'all'], true]);
    const ended = new RestingDevice(timers, null);
    ended.replicas.setRooms(ROOMS, new Set([Q3]));
    const waited = ended.replicas.whenLoaded();
    await ended.replicas.close();
    await waited;
  });

  test('[RQ-10][I1] on copies that were in sync holds the document of one of them at a time, and has all of them', async () => {
    const { device: before, stage, tell, pass } = await openDevice(isOld);
    before.setRooms([...OLD, ORG, POOL, Q4]);
    for (const room of OLD) stage.act('rae', 'visitNoteRecorded', note(), { doc: room.slice(0, -2) });
    tell();
    await pass(LONG_MS);
    expect(OLD.filter((room) => before.isAtRest(room))).toEqual(OLD);
    await before.replicas.close();

    const watched = watchedStore();
    const device = new RestingDevice(timers, isOld, watched.store, before);
    const pace = new Pace(() => time.now(), timers);
    device.takenIn = () => device.folding.takeIn(pace);
    device.setRooms([...OLD, ORG, POOL, Q4]);
    const taken = device.folding.takeInSlices(device.replicas.whenLoaded(), pace);
    await time.settle();
    await taken;
    expect(watched.most.old).toBe(1);
    expect([...watched.open].filter(isOld)).toEqual([]);
    expect(device.fold().digest()).toBe(stage.fold().digest());
  });
});

test('[RQ-20] what comes for a room that is loaded is taken in while another is still read', async () => {
  const { device: before, stage } = await openDevice(null);
  await before.replicas.close();
  const store = (disk: ReplicaDisk): ReplicaStore => {
    const replicas = makeMemoryReplicas(disk);
    const open: ReplicaStore['open'] = (room, doc) => {
      const file = replicas.open(room, doc);
      return room === Q3 ? { ...file, whenLoaded: new Promise(() => undefined) } : file;
    };
    return { ...replicas, open };
  };
  const device = new RestingDevice(timers, isQ3, store, { line: before.line, disk: new Map() });
  device.setRooms(ROOMS);
  void device.folding.takeInSlices(device.replicas.whenLoaded(), new Pace(() => time.now(), timers));
  await time.settle();
  expect([...device.fold().customerIds()]).toEqual([]);
  device.line.deliver();
  await time.settle();
  expect([device.replicas.isLoaded(POOL), device.replicas.isLoaded(Q3)]).toEqual([true, false]);
  expect([...device.fold().customerIds()]).toEqual([...stage.fold().customerIds()]);
});

describe('a copy that was in sync', () => {
  test('[RQ-11] rests at once after a start without a line, is in sync once it is asked for, and takes in a late event', async () => {
    const { device: before, stage, tell, expected } = await endedAtRest();
    before.line.cut();
    const device = startAgain(before);
    device.setRooms(ROOMS);
    await time.settle();
    expect([device.isAtRest(Q3), device.replicas.isSynced(Q3)]).toEqual([true, false]);
    expect(device.fold().digest()).toBe(expected());
    const asked = device.line.asked.get(Q3) ?? 0;
    device.line.restore();
    await time.advance(SOON_MS);
    expect([device.line.asked.get(Q3), device.replicas.isSynced(Q3)]).toEqual([asked + 1, false]);
    device.line.deliver();
    expect([device.isAtRest(Q3), device.replicas.isSynced(Q3)]).toEqual([true, true]);
    expect(device.synced).toContain(Q3);
    device.deltas.length = 0;
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    for (let turn = 0; turn < 3; turn += 1) {
      device.line.deliver();
      await time.settle();
    }
    expect([device.isAtRest(Q3), device.replicas.syncedCount()]).toEqual([true, ROOMS.length]);
    expect(device.deltas.flatMap(([, { rows }]) => rows)).toHaveLength(1);
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-11] rests at once with a line as well, and takes in what came while the device was off', async () => {
    const { device: before, stage, tell, pass, expected } = await endedAtRest();
    stage.act('mia', 'visitNoteRecorded', note(), late);
    tell();
    const device = startAgain(before);
    device.setRooms(ROOMS);
    await time.settle();
    expect([device.isAtRest(Q3), device.replicas.isSynced(Q3)]).toEqual([true, false]);
    await pass(0);
    device.line.deliver();
    await time.settle();
    device.line.deliver();
    expect([device.isAtRest(Q3), device.replicas.isSynced(Q3)]).toEqual([true, true]);
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-14] what was taken in at rest is kept with the state it made: the next start has it, and rests at once', async () => {
    const { device: before, stage, tell, pass, expected } = await openDevice();
    await pass(LONG_MS);
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(0);
    // it ends at once: what gathers is written first
    await before.replicas.close();
    before.line.cut();
    const device = startAgain(before);
    device.setRooms(ROOMS);
    await time.settle();
    expect(device.isAtRest(Q3)).toBe(true);
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-11] keeps awake what came before it was taken in; a channel lost or ended meanwhile is told of once', async () => {
    const { device: before, stage, tell, expected } = await endedAtRest();
    const start = () => {
      const device = startAgain(before);
      let go = (): void => undefined;
      device.takenIn = () =>
        new Promise((resolve) => {
          go = resolve;
        });
      device.setRooms(ROOMS);
      return { device, go: () => go() };
    };
    const lost = start();
    await time.settle();
    lost.device.line.cut();
    lost.go();
    await time.settle();
    expect(lost.device.isAtRest(Q3)).toBe(true);
    lost.device.line.restore();
    await time.advance(SOON_MS);
    lost.device.line.deliver();
    expect(lost.device.replicas.isSynced(Q3)).toBe(true);
    await lost.device.replicas.close();

    const ended = start();
    await time.settle();
    ended.device.line.end(Q3, notEntitled);
    ended.go();
    await time.advance(LONG_MS);
    expect([ended.device.closed, ended.device.replicas.isSynced(Q3)]).toEqual([[[Q3, notEntitled]], false]);
    expect(ended.device.line.channelsOf(Q3)).toEqual([]);
    await ended.device.replicas.close();

    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    const more = start();
    await time.settle();
    more.device.line.deliver();
    more.go();
    await time.settle();
    expect([more.device.isAwake(Q3), more.device.replicas.isSynced(Q3)]).toEqual([true, true]);
    expect(more.device.fold().digest()).toBe(expected());
  });

  test('[RQ-11] that may not be read any more before it was taken in is gone, and does not rest', async () => {
    const { device: before } = await endedAtRest();
    const device = startAgain(before);
    let go = (): void => undefined;
    device.takenIn = () =>
      new Promise((resolve) => {
        go = resolve;
      });
    device.setRooms(ROOMS);
    await time.settle();
    expect(device.setRooms([ORG, POOL, Q4])).toBe(true);
    go();
    await time.advance(SOON_MS);
    expect([device.replicas.isOpen(Q3), device.disk.has(Q3), device.line.channelsOf(Q3)]).toEqual([false, false, []]);
    // announced anew it is fetched, and nothing is known of it
    device.setRooms(ROOMS);
    await time.advance(SOON_MS);
    expect(device.isAwake(Q3)).toBe(true);
  });
});

describe('a copy in another state than the one noted', () => {
  test('[RQ-12] as a first fetch leaves it at every slice stays awake, until it was in sync and quiet', async () => {
    const { stage, device: first } = await openDevice(null);
    await first.replicas.close();
    const disk: ReplicaDisk = new Map();
    let device = new RestingDevice(timers, isQ3, makeMemoryReplicas, { line: first.line, disk });
    device.setRooms(ROOMS);
    await time.settle();
    for (let slice = 0; slice < 3; slice += 1) {
      expect(device.isAwake(Q3)).toBe(true);
      device.line.deliver(1);
      await time.advance(SOON_MS);
      expect(device.isAwake(Q3)).toBe(true);
      // ended, and begun again where it was
      await device.replicas.close();
      device = startAgain(device);
      device.setRooms(ROOMS);
      await time.settle();
    }
    device.line.deliver();
    await time.advance(LONG_MS);
    expect(device.isAtRest(Q3)).toBe(true);
    expect(device.fold().digest()).toBe(stage.fold().digest());
  });

  test('[RQ-12] because something was written after it, or lost from it, stays awake, and nothing is missing in the end', async () => {
    const { device: before, stage, tell, pass, expected } = await endedAtRest();
    before.line.cut();
    const awakeAfter = async (spoil: () => void): Promise<RestingDevice> => {
      spoil();
      const device = startAgain(before);
      device.setRooms(ROOMS);
      await time.settle();
      expect(device.isAwake(Q3)).toBe(true);
      return device;
    };
    const lost = await awakeAfter(() => before.disk.get(Q3)?.pop());
    lost.line.restore();
    await pass(LONG_MS);
    expect([lost.isAtRest(Q3), lost.fold().digest()]).toEqual([true, expected()]);
    // woken by an odd end of its channel, it gets something and ends before it can rest again
    lost.line.end(Q3, CLOSE_CODES.rateLimited.code);
    await pass(500);
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(SOON_MS);
    await lost.replicas.close();
    lost.line.cut();
    const written = await awakeAfter(() => undefined);
    written.line.restore();
    await pass(LONG_MS);
    expect([written.isAtRest(Q3), written.fold().digest()]).toEqual([true, expected()]);
    await written.replicas.close();
    await awakeAfter(() => written.disk.delete(Q3));
  });
});
