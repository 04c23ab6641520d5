import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReplicaFile, ReplicaStore, Timers } from '../../client/data/platform.ts';
import type { RoomMarks } from '../../client/data/replica/let-rest.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../client/data/replica/memory-store.ts';
import { makeVirtualTime, type VirtualTime } from '../simulation/virtual-time.ts';
import { busyStage, ORG, POOL, Q3, Q4, RestingDevice, ROOMS, RoomWriter } from '../support/resting-device.ts';

// Every y-websocket provider listens for the end of the process.
process.setMaxListeners(0);

const RUNS = 150;
const ACTS = 14;
const STEPS = 40;

type Step =
  | { readonly kind: 'commit'; readonly count: number }
  | { readonly kind: 'deliver'; readonly count: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | {
      readonly kind:
        | 'cut'
        | 'restore'
        | 'swap'
        | 'full'
        | 'free'
        | 'rebuild'
        | 'rebuildAndWait'
        | 'settle'
        | 'calm'
        | 'restart'
        | 'restartAtMarks'
        | 'mark';
    }
  | { readonly kind: 'refetch' | 'drop' | 'losePart'; readonly room: string };

const someRoom = fc.constantFrom(Q3, Q4, POOL, ORG);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(0, 300, 2_000, 5_000, 9_000) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'cut' as const,
        'restore',
        'swap',
        'full',
        'free',
        'rebuild',
        'rebuildAndWait',
        'settle',
        'calm',
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'restartAtMarks', 'restartAtMarks', 'mark') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refetch' as const), room: someRoom }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), room: someRoom }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('losePart' as const), room: someRoom }) },
);

/** How long the disk takes to open a copy, ms: time in which everything else goes on. */
const SLOW_MS = 200;
/** Enough to read every copy, and less than a room has to be quiet. */
const SOON_MS = 1_500;

/** Copies in memory that take their time, on a disk that takes nothing more while it is full. */
const slowStore =
  (timers: Timers, state: { readonly isFull: boolean }) =>
  (disk: ReplicaDisk): ReplicaStore => {
    const store = makeMemoryReplicas(disk);
    return {
      ...store,
      open: (room, doc) => {
        const opening = new Promise<ReplicaFile>((resolve) => {
          timers.after(SLOW_MS, () => resolve(store.open(room, doc)));
        });
        return {
          whenLoaded: opening.then((file) => file.whenLoaded),
          keep: async (inSync) => (await opening).keep(inSync),
          isWhole: async () => (await opening).isWhole(),
          close: async () => (await opening).close(),
        };
      },
      since: (...asked) =>
        new Promise((resolve) => {
          timers.after(SLOW_MS, () => resolve(store.since(...asked)));
        }),
      append: (...added) =>
        new Promise((resolve) => {
          timers.after(SLOW_MS, () => resolve(!state.isFull && store.append(...added)));
        }),
    };
  };

interface Outcome {
  readonly digest: string;
  readonly synced: number;
  readonly rests: number;
  /** Rooms that were at rest a moment after a start. */
  readonly atOnce: number;
  /** Starts at marks. */
  readonly atMarks: number;
}
/** What was known when marks were taken. */
interface Opening {
  readonly marks: RoomMarks;
  readonly told: RestingDevice['deltas'];
}

/** Steps on a device whose rooms may rest, or none of them; then everything heals and comes. */
const run = async (time: VirtualTime, steps: readonly Step[], isResting: boolean): Promise<Outcome> => {
  const timers = {
    after: (ms: number, callback: () => void) => {
      const handle = time.setTimeout(callback, ms);
      return () => time.clear(handle);
    },
  };
  const stage = busyStage(ACTS);
  const writer = new RoomWriter();
  const updates = [...stage.rows.map((row) => writer.row(row)), ...stage.facts.map((fact) => writer.fact(fact))];
  const state = { isFull: false };
  let told: RestingDevice['deltas'] = [];
  const start = (before?: RestingDevice, opening: Opening | null = null): RestingDevice => {
    const isStaged = isResting ? (room: string) => room === Q3 || room === POOL : null;
    const on = before && { line: before.line, disk: before.disk, ...(opening && { marks: opening.marks }) };
    const started = new RestingDevice(timers, isStaged, slowStore(timers, state), on);
    told = [...(opening?.told ?? [])];
    for (const [room, delta] of told) started.folding.takeDelta(room, delta);
    started.setRooms(ROOMS);
    return started;
  };
  let device = start();
  let opening: Opening | null = null;
  const { line } = device;
  let next = 0;
  let rests = 0;
  let atOnce = 0;
  let atMarks = 0;
  const commit = (count: number): void => {
    for (const [room, update] of updates.slice(next, next + count)) line.commit(room, update);
    next += count;
  };
  /** Everything comes, and then nothing for a while. */
  const calm = async (turns: number): Promise<void> => {
    line.restore();
    for (let turn = 0; turn < turns; turn += 1) {
      line.deliver();
      await time.advance(500);
    }
  };
  const end = async (): Promise<void> => {
    await Promise.all([device.replicas.close(), time.advance(1_000)]);
    await device.folding.stop();
  };
  const restart = async (at: Opening | null): Promise<void> => {
    await end();
    if (at !== null) atMarks += 1;
    device = start(device, at);
    await time.advance(SOON_MS);
    if (isResting) atOnce += [Q3, POOL].filter((room) => device.isAtRest(room)).length;
  };
  const mark = async (): Promise<void> => {
    const taken = device.takeMarks((marks) => ({ marks, told: [...told, ...device.deltas] }));
    await time.advance(SOON_MS);
    opening = (await taken) ?? opening;
  };
  const take = async (one: Step): Promise<void> => {
    const { replicas, rebuild } = device;
    if (one.kind === 'commit') commit(one.count);
    else if (one.kind === 'deliver') line.deliver(one.count);
    else if (one.kind === 'pass') await time.advance(one.ms);
    else if (one.kind === 'cut') line.cut();
    else if (one.kind === 'restore') line.restore();
    else if (one.kind === 'swap') line.swap();
    else if (one.kind === 'full') state.isFull = true;
    else if (one.kind === 'free') state.isFull = false;
    else if (one.kind === 'calm') await calm(16);
    else if (one.kind === 'settle') await time.settle();
    else if (one.kind === 'restart') await restart(null);
    else if (one.kind === 'restartAtMarks') await restart(opening);
    else if (one.kind === 'mark') await mark();
    else if (one.kind === 'rebuild') void rebuild.run();
    else if (one.kind === 'rebuildAndWait') await Promise.all([rebuild.run(), time.advance(3_000)]);
    else if (one.kind === 'refetch') replicas.refetch([one.room]);
    else if (one.kind === 'losePart') device.disk.get(one.room)?.splice(1);
    else if (one.kind === 'drop') {
      // access is lost and given back
      if (device.setRooms(ROOMS.filter((room) => room !== one.room))) void rebuild.run();
      device.setRooms(ROOMS);
    }
  };
  commit(updates.length / 2);
  await calm(16);
  await mark();
  for (const one of steps) {
    await take(one);
    const { replicas } = device;
    if (isResting && [Q3, POOL].some((room) => device.isAtRest(room))) rests += 1;
    expect(replicas.syncedCount()).toBe(ROOMS.filter((room) => replicas.isSynced(room)).length);
  }
  state.isFull = false;
  commit(updates.length);
  await calm(40);
  const digest = device.fold().digest();
  const synced = device.replicas.syncedCount();
  await end();
  expect(digest).toBe(stage.fold().digest());
  return { digest, synced, rests, atOnce, atMarks };
};

test('[RQ-8][RQ-18][I1] rows, rests, wakings, lost sockets, fetching anew, starts at marks or without and rebuilds in any order end in the fold without rests', async () => {
  const time = makeVirtualTime(Date.UTC(2026, 10, 20));
  time.install();
  let rested = 0;
  let restedAtOnce = 0;
  let begunAtMarks = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: STEPS }), async (steps) => {
        const resting = await run(time, steps, true);
        const awake = await run(time, steps, false);
        if (resting.rests > 0) rested += 1;
        if (resting.atOnce > 0) restedAtOnce += 1;
        if (resting.atMarks > 0) begunAtMarks += 1;
        expect(resting.digest).toBe(awake.digest);
        expect([resting.synced, awake.synced]).toEqual([ROOMS.length, ROOMS.length]);
      }),
      { numRuns: RUNS, seed: 24 },
    );
  } finally {
    time.uninstall();
  }
  // the property is about rests: most of the histories must have had some
  expect(rested).toBeGreaterThan(RUNS / 2);
  expect(restedAtOnce).toBeGreaterThan(RUNS / 4);
  expect(begunAtMarks).toBeGreaterThan(RUNS / 4);
});
