import { describe, expect, test } from 'vitest';
import type { ReplicaStore } from '../../../client/data/platform.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../../client/data/replica/memory-store.ts';
import { Replicas } from '../../../client/data/replica/replicas.ts';
import { makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { Snapshot } from '../../../client/data/worker/snapshot.ts';
import { ORG, POOL, Q3, Q4 } from '../../support/resting-device.ts';
import { RoomLine } from '../../support/room-line.ts';
import { onVirtualTime, openDevice, time, timers } from './resting-support.ts';

onVirtualTime();

const LOADING_MS = 10_000;
const NONE: ReadonlySet<string> = new Set();
/** Copies that a busy disk gives late. */
const slowStore = (disk: ReplicaDisk): ReplicaStore => ({
  ...makeMemoryReplicas(disk),
  open: () => ({
    whenLoaded: new Promise((resolve) => timers.after(LOADING_MS, resolve)),
    keep: () => Promise.resolve(false),
    isWhole: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  }),
});

describe('access that is lost', () => {
  test('[RP-13][R90] is told of, and the copy deleted, of a room that still waits to be loaded', async () => {
    const rooms = Array.from({ length: 12 }, (_, at) => `pool:t${10 + at}@1`);
    const disk: ReplicaDisk = new Map(rooms.map((room) => [room, []]));
    const silent = { onDelta: () => undefined, onSynced: () => undefined, onClosed: () => undefined };
    const replicas = new Replicas(slowStore(disk), new RoomLine(), silent);
    replicas.setRooms(rooms, NONE);
    const last = rooms[11] ?? '';
    expect(replicas.isOpen(last)).toBe(false);
    expect(replicas.setRooms(rooms.slice(0, 11), NONE)).toBe(true);
    await time.advance(3 * LOADING_MS);
    expect(disk.has(last)).toBe(false);
    expect(replicas.isOpen(last)).toBe(false);
    expect(replicas.setRooms(rooms.slice(0, 11), NONE)).toBe(false);
  });

  test('[RP-13][R90] is told of while the room is being fetched anew', async () => {
    const { device } = await openDevice();
    device.replicas.refetch([Q3]);
    expect(device.setRooms([ORG, POOL, Q4])).toBe(true);
  });

  test('[RQ-7][R90] a rebuild the disk does not answer is done once it does; of two tries the later counts', async () => {
    const { device } = await openDevice();
    let isBroken = true;
    device.loadOwn = () => (isBroken ? Promise.reject(new Error('the disk cannot be read')) : Promise.resolve([]));
    expect(device.setRooms([ORG, Q3, Q4])).toBe(true);
    const rebuilt = device.rebuild.run();
    await time.advance(2_500);
    expect(device.told).not.toContain('end');
    expect([...device.fold().customerIds()]).not.toEqual([]);
    isBroken = false;
    await time.advance(2_500);
    await rebuilt;
    expect(device.told.at(-1)).toBe('end');
    expect([...device.fold().customerIds()]).toEqual([]);
  });
});

describe('the snapshot while the fold is begun anew', () => {
  const query = { kind: 'org' } as const;
  const other = { kind: 'today' } as const;
  const open = async () => {
    const disk = makeMemoryDisk();
    const store = makeMemoryStore(disk);
    const generation = await store.claim();
    const deps = {
      ...{ store, generation, timers, build: 'b', member: 'mia', hasReplicas: true },
      isSaving: () => false,
    };
    const snapshot = await Snapshot.load(deps);
    snapshot.caughtUp();
    return { disk, snapshot, next: () => Snapshot.load(deps) };
  };

  test('[DW-3][R90] keeps nothing that is answered meanwhile, nor what was about to be written', async () => {
    const { snapshot, next } = await open();
    snapshot.remember(query, 'of before');
    await snapshot.forget();
    for (const one of [query, other]) snapshot.remember(one, 'of before');
    await time.advance(10_000);
    expect((await next()).before(query)).toBeUndefined();
    await snapshot.renewed();
    snapshot.remember(query, 'new');
    await time.advance(10_000);
    expect((await next()).before(query)).toBe('new');
    expect((await next()).before(other)).toBeUndefined();
  });

  test('[DW-3][R90] what a full disk would not delete is deleted in the end', async () => {
    const { disk, snapshot, next } = await open();
    snapshot.remember(query, 'of before');
    await time.advance(10_000);
    disk.refusal = () => 'quota';
    await snapshot.forget();
    disk.refusal = () => null;
    await snapshot.renewed();
    expect((await next()).before(query)).toBeUndefined();
  });
});
