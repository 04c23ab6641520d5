import { describe, expect, test } from 'vitest';
import { CLOSE_CODES } from '#protocol';
import type { ReplicaStore } from '../../../client/data/platform.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../../client/data/replica/memory-store.ts';
import { stagedRooms } from '../../../client/data/replica/staged-rooms.ts';
import { ORG, POOL, Q3, Q4, RestingDevice, ROOMS } from '../../support/resting-device.ts';
import { note } from '../../support/rules-stage.ts';
import { isQ3, LONG_MS, late, onVirtualTime, openDevice, time, timers } from './resting-support.ts';

onVirtualTime();

test('[RP-9] a start with more rooms than are loaded at once comes to its end', async () => {
  for (const count of [1, 8, 9, 16, 17, 40, 81]) {
    const device = new RestingDevice(timers, null);
    device.setRooms(Array.from({ length: count }, (_, at) => `pool:t${at}@1`));
    let isLoaded = false;
    void device.replicas.whenLoaded().then(() => {
      isLoaded = true;
    });
    await time.settle();
    expect(isLoaded).toBe(true);
    expect(device.replicas.rooms()).toHaveLength(count);
  }
});

describe('which rooms rest, and when', () => {
  const entry = (doc: string, open: boolean) => ({ room: `${doc}@1`, read: true, append: true, open });

  test('[RQ-1] a start reads those of customers and leads one by one; a first fetch those of quarters before the open one', () => {
    const others = ['org', 'desk:rae', 'inbox:rae', 'private:rae'].map((doc) => entry(doc, true));
    const before = ['log:east:2025Q4', 'log:east:2026Q3', 'mql:2026Q3'].map((doc) => entry(doc, false));
    const now = ['pool:east', 'log:east:2026Q4', 'mql:2026Q4'].map((doc) => entry(doc, true));
    // of the next quarter, and of a territory whose rights were taken
    const odd = ['log:east:2027Q1', 'log:west:2026Q4'].map((doc) => entry(doc, false));
    const entries = [...others, ...before, ...now, ...odd];
    const roomsOf = (some: typeof entries): readonly string[] => some.map(({ room }) => room);
    expect([...stagedRooms(entries, false)]).toEqual(roomsOf([...before, ...now, ...odd]));
    expect([...stagedRooms(entries, true)]).toEqual(roomsOf(before));
    expect([...stagedRooms([...others, ...before, ...odd], true)]).toEqual([]);
    expect([...stagedRooms([], true), ...stagedRooms([], false)]).toEqual([]);
  });

  test('[RQ-2] once in sync and quiet for some seconds, not sooner', async () => {
    const { device, stage, tell, pass } = await openDevice();
    expect(device.isAwake(Q3)).toBe(true);
    for (let turn = 0; turn < 8; turn += 1) {
      stage.act('rae', 'visitNoteRecorded', note(), late);
      tell();
      await pass(1_500);
      expect(device.isAwake(Q3)).toBe(true);
    }
    await pass(LONG_MS);
    expect(ROOMS.filter((room) => device.isAtRest(room))).toEqual(ROOMS);
  });

  test('[RQ-2] not while it is out of sync', async () => {
    const { device } = await openDevice();
    device.line.cut();
    await time.advance(LONG_MS);
    expect(device.isAwake(Q3)).toBe(true);
  });

  test('[RQ-2] not where the disk refuses its copy, and not when something came while it was written', async () => {
    let answer: (kept: boolean) => void = () => undefined;
    const store = (disk: ReplicaDisk) => {
      const replicas = makeMemoryReplicas(disk);
      return {
        ...replicas,
        open: (...[room, doc]: Parameters<typeof replicas.open>) => ({
          ...replicas.open(room, doc),
          ...(room === Q3 && {
            keep: () =>
              new Promise<boolean>((resolve) => {
                answer = resolve;
              }),
          }),
        }),
      };
    };
    const { device, stage, tell, pass, expected } = await openDevice(isQ3, store);
    await pass(LONG_MS);
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(250);
    answer(true);
    await pass(250);
    expect(device.isAwake(Q3)).toBe(true);
    await pass(LONG_MS);
    answer(false);
    await pass(LONG_MS);
    expect(device.isAwake(Q3)).toBe(true);
    expect(device.fold().digest()).toBe(expected());
  });
});

describe('a room at rest', () => {
  const atRest = async () => {
    const all = await openDevice();
    await all.pass(LONG_MS);
    expect(all.device.isAtRest(Q3)).toBe(true);
    return all;
  };

  test('[RQ-3] is open and in sync; after a lost socket only once its question is answered', async () => {
    const { device, pass, expected } = await atRest();
    const { replicas, line } = device;
    expect([replicas.isOpen(Q3), replicas.isSynced(Q3), replicas.syncedCount(), replicas.wantedCount()]).toEqual([
      true,
      true,
      ROOMS.length,
      ROOMS.length,
    ]);
    const asked = line.asked.get(Q3) ?? 0;
    line.cut();
    expect(replicas.isSynced(Q3)).toBe(false);
    line.restore();
    await time.advance(1_000);
    expect(line.asked.get(Q3)).toBe(asked + 1);
    expect(replicas.isSynced(Q3)).toBe(false);
    device.synced.length = 0;
    await pass(500);
    expect(replicas.isSynced(Q3)).toBe(true);
    expect(device.synced).toContain(Q3);
    expect(device.isAtRest(Q3)).toBe(true);
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-3] keeps the channel it had, and nothing of the replica with it', async () => {
    const { device, pass } = await openDevice();
    const [before] = device.line.channelsOf(Q3);
    const handlers = [before?.onopen, before?.onmessage, before?.onclose, before?.onerror];
    await pass(LONG_MS);
    expect(device.isAtRest(Q3)).toBe(true);
    const [channel, ...more] = device.line.channelsOf(Q3);
    expect([channel === before, more.length, channel?.readyState]).toEqual([true, 0, channel?.OPEN]);
    const now = [channel?.onopen, channel?.onmessage, channel?.onclose, channel?.onerror];
    expect(now.filter((handler) => handlers.includes(handler))).toEqual([]);
    expect(device.line.asked.get(Q3)).toBe(1);
  });

  test('[RQ-4][RQ-14][I1] takes in what goes on where its logs end, tells of that alone, and goes on resting', async () => {
    const { device, stage, tell, pass, expected } = await atRest();
    device.deltas.length = 0;
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    device.line.deliver(1);
    expect([device.isAtRest(Q3), device.replicas.isSynced(Q3)]).toEqual([true, true]);
    expect(device.deltas.flatMap(([, { rows }]) => rows)).toHaveLength(1);
    device.line.deliver();
    // at once, and without a line: what is on its way to the disk is read as well
    device.line.cut();
    await device.rebuild.run();
    expect(device.fold().digest()).toBe(expected());
    expect(device.isAtRest(Q3)).toBe(true);
    device.line.restore();
    await pass(1_000);
    expect([device.isAtRest(Q3), device.replicas.syncedCount()]).toEqual([true, ROOMS.length]);
  });

  test('[RQ-14] keeps what the disk refused until it takes it, with what comes next', async () => {
    let isFull = false;
    const store = (disk: ReplicaDisk) => {
      const replicas = makeMemoryReplicas(disk);
      const append: ReplicaStore['append'] = (...given) =>
        isFull ? Promise.resolve(false) : replicas.append(...given);
      return { ...replicas, append };
    };
    const { device, stage, tell, pass, expected } = await openDevice(isQ3, store);
    await pass(LONG_MS);
    for (const full of [true, false]) {
      isFull = full;
      stage.act('rae', 'visitNoteRecorded', note(), late);
      tell();
      await pass(1_000);
      expect(device.isAtRest(Q3)).toBe(true);
    }
    device.line.cut();
    await device.rebuild.run();
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-14] takes in a log it has not seen before, and what came while the socket was down', async () => {
    const { device, stage, tell, pass, expected } = await atRest();
    device.line.cut();
    stage.act('mia', 'visitNoteRecorded', note(), late);
    stage.act('boss', 'visitNoteRecorded', note(), late);
    tell();
    device.deltas.length = 0;
    device.line.restore();
    await pass(2_000);
    expect(device.isAtRest(Q3)).toBe(true);
    expect(device.deltas.flatMap(([, { rows }]) => rows)).toHaveLength(2);
    expect(device.replicas.syncedCount()).toBe(ROOMS.length);
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-4] wakes over a gap, is told of what is new alone, and rests again', async () => {
    const { device, tellOverGap, pass, expected } = await atRest();
    device.deltas.length = 0;
    device.folding.flush();
    device.changes.length = 0;
    tellOverGap();
    device.line.deliver();
    expect(device.replicas.isSynced(Q3)).toBe(false);
    await pass(1_000);
    expect(device.isAwake(Q3)).toBe(true);
    expect(device.replicas.syncedCount()).toBe(ROOMS.length);
    expect(device.deltas.flatMap(([, { rows }]) => rows)).toHaveLength(2);
    expect(device.fold().digest()).toBe(expected());
    await pass(LONG_MS);
    expect(device.isAtRest(Q3)).toBe(true);
  });

  test('[RQ-4] no screen is told of anything when the room wakes over what is known', async () => {
    const { device, stage, tell, pass } = await atRest();
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(1_000);
    device.folding.flush();
    device.changes.length = 0;
    device.deltas.length = 0;
    await pass(LONG_MS);
    // closed by a relay that is busy: nothing is new
    device.line.end(Q3, CLOSE_CODES.rateLimited.code);
    await pass(2_000);
    expect(device.isAwake(Q3)).toBe(true);
    expect(device.deltas).toEqual([]);
    expect(device.changes).toEqual([]);
  });

  test('[RQ-5] a stale epoch and lost access are told of as ever; nobody asks again', async () => {
    const { device, pass } = await atRest();
    for (const { code } of [CLOSE_CODES.staleEpoch, CLOSE_CODES.notEntitled]) {
      device.closed.length = 0;
      device.line.end(Q3, code);
      expect(device.closed).toEqual([[Q3, code]]);
      expect(device.replicas.isSynced(Q3)).toBe(false);
      const asked = device.line.asked.get(Q3);
      await pass(LONG_MS);
      expect(device.line.asked.get(Q3)).toBe(asked);
      device.replicas.refetch([Q3]);
      await pass(LONG_MS);
      expect(device.isAtRest(Q3)).toBe(true);
    }
  });

  test('[RQ-5] when it may not be read any more, its copy goes; fetched anew it is as the relay has it', async () => {
    const { device, pass, expected } = await atRest();
    device.replicas.refetch([Q3]);
    await time.settle();
    expect(device.replicas.isSynced(Q3)).toBe(false);
    await pass(1_000);
    expect(device.replicas.isSynced(Q3)).toBe(true);
    expect(device.fold().digest()).toBe(expected());
    await pass(LONG_MS);
    expect(device.isAtRest(Q3)).toBe(true);
    expect(device.setRooms([ORG, POOL, Q4])).toBe(true);
    await time.settle();
    expect(device.disk.has(Q3)).toBe(false);
    expect(device.line.isOpen(Q3)).toBe(false);
    expect(device.replicas.isOpen(Q3)).toBe(false);
  });

  test('[RQ-5] the end closes it, and nothing wakes it any more', async () => {
    const { device, stage, tell, pass } = await atRest();
    await device.replicas.close();
    expect(device.line.isOpen(Q3)).toBe(false);
    device.deltas.length = 0;
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(LONG_MS);
    expect(device.deltas).toEqual([]);
  });

  test('[RQ-6][I1] a rebuilt fold has its rows, from the disk, and it goes on resting', async () => {
    const { device, pass, expected } = await atRest();
    const before = device.fold();
    await device.rebuild.run();
    expect(device.fold()).not.toBe(before);
    expect(device.fold().digest()).toBe(expected());
    expect(device.told).toEqual(['begin', 'end']);
    await pass(LONG_MS);
    expect(device.isAtRest(Q3)).toBe(true);
    const given = new Map<string, number>();
    for await (const [room, { rows }] of device.replicas.everything()) given.set(room, rows.length);
    expect(given.get(Q3)).toBe(6);
  });

  test('[RQ-6] a copy that is gone or not whole is made up for by the relay, whether it is read or wakes', async () => {
    const { device, stage, tell, pass, expected } = await atRest();
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(LONG_MS);
    expect(device.isAtRest(Q3)).toBe(true);
    // the last of it never reached the disk
    device.disk.get(Q3)?.pop();
    const rebuilt = device.rebuild.run();
    await time.settle();
    expect(device.replicas.isSynced(Q3)).toBe(false);
    await rebuilt;
    await pass(1_000);
    expect(device.replicas.syncedCount()).toBe(ROOMS.length);
    expect(device.fold().digest()).toBe(expected());
    await pass(LONG_MS);
    expect(device.isAtRest(Q3)).toBe(true);
    device.disk.delete(Q3);
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    await pass(LONG_MS);
    await device.rebuild.run();
    await pass(1_000);
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-6][RQ-14] what comes while it is read is in the rebuilt fold all the same', async () => {
    const { device, stage, tell, pass, expected } = await atRest();
    const rebuilt = device.rebuild.run();
    stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    device.line.deliver();
    await rebuilt;
    await pass(2_000);
    expect(device.fold().digest()).toBe(expected());
  });
});
