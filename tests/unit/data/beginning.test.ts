import { describe, expect, test } from 'vitest';
import { CLOSE_CODES } from '#protocol';
import type { ReplicaStore } from '../../../client/data/platform.ts';
import type { ReplicaDisk } from '../../../client/data/replica/memory-store.ts';
import { ORG, POOL, Q3, Q4, RestingDevice, ROOMS } from '../../support/resting-device.ts';
import {
  beginAgain,
  marked,
  type Opening,
  rowsOf,
  SOON_MS,
  STAGED,
  stagedRowsOf,
  watchedStore,
} from './beginning-support.ts';
import { LONG_MS, onVirtualTime, time, timers } from './resting-support.ts';

onVirtualTime();

describe('a room with a mark', () => {
  test('[RQ-16][I1] rests from the first moment, without its document, tells of nothing, and takes in what comes', async () => {
    const { device: before, opening, act, expected } = await marked();
    await before.replicas.close();
    before.line.cut();
    const { store, opened, since } = watchedStore();
    const device = beginAgain(before, opening, store);
    device.setRooms(ROOMS);
    await device.replicas.whenLoaded();
    expect([opened, since.map(([room]) => room).sort()]).toEqual([[ORG], [...STAGED].sort()]);
    expect(stagedRowsOf(device)).toEqual([]);
    expect([device.isAtRest(Q3), device.replicas.isSynced(Q3)]).toEqual([true, false]);
    expect(device.fold().digest()).toBe(expected());

    const asked = device.line.asked.get(Q3) ?? 0;
    device.line.restore();
    await time.advance(SOON_MS);
    device.line.deliver();
    expect([device.line.asked.get(Q3), device.replicas.syncedCount()]).toEqual([asked + 1, ROOMS.length]);
    expect(device.synced).toContain(Q3);
    act();
    device.line.deliver();
    expect([stagedRowsOf(device).length, opened]).toEqual([1, [ORG]]);
    expect(device.fold().digest()).toBe(expected());
    // what it took in is behind the mark at the next start, which has no line
    await device.replicas.close();
    device.line.cut();
    const next = beginAgain(device, opening, store);
    next.setRooms(ROOMS);
    await next.replicas.whenLoaded();
    expect([stagedRowsOf(next).length, opened]).toEqual([1, [ORG, ORG]]);
    expect(next.fold().digest()).toBe(expected());
  });

  test('[RQ-16] tells of what its copy got behind the mark, at rest and awake, and rests at once', async () => {
    const { device: before, opening, act, pass, expected } = await marked();
    act();
    await pass(SOON_MS);
    // woken, and at rest again
    before.line.end(Q3, CLOSE_CODES.rateLimited.code);
    await pass(500);
    act();
    await pass(LONG_MS);
    act();
    await pass(0);
    await before.replicas.close();
    before.line.cut();
    const { store, opened } = watchedStore();
    const device = beginAgain(before, opening, store);
    device.setRooms(ROOMS);
    await device.replicas.whenLoaded();
    expect([stagedRowsOf(device).length, device.isAtRest(Q3), opened]).toEqual([3, true, [ORG]]);
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-10][RQ-16] begins when what the one before told is taken in; a start waits for all of them', async () => {
    const { device: before, opening } = await marked();
    await before.replicas.close();
    const { store, since } = watchedStore();
    const device = beginAgain(before, opening, store);
    const waiting: (() => void)[] = [];
    device.takenIn = () => new Promise((resolve) => waiting.push(resolve));
    device.setRooms(ROOMS);
    let isLoaded = false;
    void device.replicas.whenLoaded().then(() => {
      isLoaded = true;
    });
    for (const [at] of STAGED.entries()) {
      await time.settle();
      expect([since.length, waiting.length]).toEqual([at + 1, 1]);
      expect(isLoaded).toBe(false);
      waiting.pop()?.();
    }
    await time.settle();
    expect([isLoaded, since.length]).toEqual([true, STAGED.length]);
  });

  test('[RQ-16] is like any other where it is not staged', async () => {
    const { device: before, opening, stage } = await marked();
    await before.replicas.close();
    const { store, opened } = watchedStore();
    const device = new RestingDevice(timers, () => false, store, { ...before, marks: opening.marks });
    device.setRooms(ROOMS);
    await device.replicas.whenLoaded();
    expect(opened.toSorted()).toEqual(ROOMS.toSorted());
    expect(rowsOf(device.deltas)).toHaveLength(stage.rows.length);
  });
});

describe('a room that cannot rest at its mark', () => {
  /** What may have become of a copy since the marks were taken. */
  const odd: readonly (readonly [string, (disk: ReplicaDisk) => void])[] = [
    ['no copy', (disk) => disk.delete(Q3)],
    ['an empty copy', (disk) => disk.set(Q3, [])],
    ['a note of another state', (disk) => disk.set(`${Q3} in sync`, [Uint8Array.of(0)])],
    ['no note', (disk) => disk.delete(`${Q3} in sync`)],
    ['a gap behind the mark', (disk) => disk.get(Q3)?.splice(-2, 1)],
  ];
  test.each(odd)('[RQ-17][I1] %s: opens, tells of what is new alone, and comes to rest', async (_, spoil) => {
    const { device: before, opening, act, pass, expected } = await marked();
    for (let turn = 0; turn < 3; turn += 1) {
      act();
      await pass(500);
    }
    await before.replicas.close();
    before.line.cut();
    spoil(before.disk);
    const device = beginAgain(before, opening);
    device.setRooms(ROOMS);
    await time.settle();
    expect(device.isAwake(Q3)).toBe(true);
    device.line.restore();
    for (let turn = 0; turn < 10; turn += 1) {
      await time.advance(500);
      device.line.deliver();
    }
    expect(stagedRowsOf(device)).toHaveLength(3);
    expect(device.fold().digest()).toBe(expected());
    device.line.deliver();
    await time.advance(LONG_MS);
    expect([device.isAtRest(Q3), device.replicas.syncedCount()]).toEqual([true, ROOMS.length]);
    expect(stagedRowsOf(device)).toHaveLength(3);
  });

  test('[RQ-17] a copy of fewer rows that was in sync: does not rest before it has them, and nothing is told again', async () => {
    const { device: before, act, pass, expected } = await marked();
    const older = new Map([Q3, `${Q3} in sync`].map((key) => [key, [...(before.disk.get(key) ?? [])]]));
    act();
    await pass(LONG_MS);
    const opening = await before.takeMarks((marks): Opening => ({ marks, told: [...before.deltas] }));
    await before.replicas.close();
    before.line.cut();
    for (const [key, value] of older) before.disk.set(key, value);
    const device = beginAgain(before, opening ?? { marks: new Map(), told: [] });
    device.setRooms(ROOMS);
    await time.advance(SOON_MS);
    expect([device.isAwake(Q3), device.fold().digest()]).toEqual([true, expected()]);
    device.line.restore();
    for (let turn = 0; turn < 10; turn += 1) {
      await time.advance(500);
      device.line.deliver();
    }
    await time.advance(LONG_MS);
    expect([device.isAtRest(Q3), stagedRowsOf(device)]).toEqual([true, []]);
    expect((await device.replicas.read(Q3)).rows).toHaveLength(7);
  });

  type Since = ReplicaStore['since'];
  const answers: readonly (readonly [string, (since: Since) => Since])[] = [
    ['that cannot be read', () => () => Promise.reject(new Error('the disk cannot be read'))],
    ['that does not answer', () => () => new Promise(() => undefined)],
    ...(
      [
        ['with what is no update', { pieces: [Uint8Array.of(9, 9, 9)] }],
        ['of another copy', { copy: 7 }],
        ['of a copy that lost pieces', { last: 0 }],
      ] as const
    ).map(([what, odd]): readonly [string, (since: Since) => Since] => [
      `that answers ${what}`,
      (since) => async (room, piece) => {
        const found = await since(room, piece);
        return found && { ...found, ...odd };
      },
    ]),
  ];
  test.each(answers)('[RQ-17] a disk %s is left to the replica', async (_, answer) => {
    const { device: before, opening, expected } = await marked();
    await before.replicas.close();
    before.line.cut();
    const { store, opened } = watchedStore();
    const device = beginAgain(before, opening, (disk) => {
      const replicas = store(disk);
      return { ...replicas, since: answer(replicas.since) };
    });
    device.setRooms(ROOMS);
    const loaded = device.replicas.whenLoaded();
    await time.advance(STAGED.length * 10_000);
    await loaded;
    expect(opened.toSorted()).toEqual(ROOMS.toSorted());
    // its copy is what was in sync, and rests as after any start
    expect(STAGED.filter((room) => device.isAtRest(room))).toEqual(STAGED);
    expect(stagedRowsOf(device)).toEqual([]);
    expect(device.fold().digest()).toBe(expected());
  });
});

describe('while rooms begin', () => {
  /** One room's copy takes its time, so that it is beginning and the others wait for their turn. */
  const beginning = async (spoil: (disk: ReplicaDisk) => void = () => undefined) => {
    const all = await marked();
    await all.device.replicas.close();
    spoil(all.device.disk);
    const watched = watchedStore();
    // the first of those that are staged
    const open = watched.shut(Q3);
    const device = beginAgain(all.device, all.opening, watched.store);
    device.setRooms([ORG, Q3, Q4, POOL]);
    await time.settle();
    expect(watched.since).toEqual([[Q3, all.opening.marks.get(Q3)?.piece]]);
    return { ...all, ...watched, device, open };
  };
  const settled = async (device: RestingDevice): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) {
      await time.advance(500);
      device.line.deliver();
    }
  };

  test('[RQ-18] the one that is beginning is held, and neither loaded nor in sync', async () => {
    const { device, open } = await beginning();
    const { replicas } = device;
    device.line.deliver();
    expect([replicas.isOpen(Q3), replicas.isSynced(Q3), replicas.isOpen(Q4)]).toEqual([true, false, false]);
    const reading = replicas.everything(true)[Symbol.asyncIterator]();
    await reading.next();
    // it woke while it was read
    device.disk.delete(Q3);
    const next = reading.next();
    open();
    await expect(next).rejects.toThrow('not read yet');
  });

  test.each([
    ['and rest', () => undefined],
    ['and wake', (disk: ReplicaDisk) => disk.delete(Q3)],
  ] as const)('[RQ-18][I1] a rebuilt fold has all of it, of those that wait %s as well', async (_, spoil) => {
    const { device, open, expected } = await beginning(spoil);
    const before = device.fold();
    const rebuilt = device.rebuild.run();
    await time.settle();
    open();
    await Promise.all([rebuilt, settled(device)]);
    expect(device.fold()).not.toBe(before);
    expect(device.fold().digest()).toBe(expected());
    await settled(device);
    await time.advance(LONG_MS);
    expect(STAGED.filter((room) => device.isAtRest(room))).toEqual(STAGED);
    expect(device.replicas.syncedCount()).toBe(ROOMS.length);
  });

  test('[RQ-18] one that may not be read any more is gone, and told of nothing; announced anew it is fetched in full', async () => {
    const { device, open } = await beginning();
    expect(device.setRooms([ORG, POOL, Q4])).toBe(true);
    await time.settle();
    expect([device.replicas.isOpen(Q3), device.disk.has(Q3)]).toEqual([false, false]);
    open();
    await time.settle();
    expect([device.replicas.isOpen(Q3), device.line.channelsOf(Q3), stagedRowsOf(device)]).toEqual([false, [], []]);
    device.setRooms(ROOMS);
    await settled(device);
    expect([device.replicas.isSynced(Q3), stagedRowsOf(device).length]).toEqual([true, 6]);
  });

  test('[RQ-18] one that is fetched anew is fetched in full', async () => {
    const { device, open, expected } = await beginning();
    device.replicas.refetch([Q3]);
    open();
    await settled(device);
    expect([stagedRowsOf(device).length, device.replicas.syncedCount()]).toEqual([6, ROOMS.length]);
    expect(device.fold().digest()).toBe(expected());
  });

  test('[RQ-18] the end ends it: nothing is told, asked or opened any more', async () => {
    const { device, open, opened, since } = await beginning();
    await device.replicas.close();
    open();
    await time.advance(LONG_MS);
    expect([device.line.channelsOf(Q3), device.line.channelsOf(Q4), opened]).toEqual([[], [], [ORG]]);
    expect([since.length, stagedRowsOf(device)]).toEqual([1, []]);
  });
});
