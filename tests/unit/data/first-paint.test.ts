import { describe, expect, test } from 'vitest';
import { type DeviceId, decide, encodeRow, type MemberId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { Query } from '../../../client/data/contract.ts';
import { newHead } from '../../../client/data/device/head.ts';
import type { Platform, ReplicaStore } from '../../../client/data/platform.ts';
import { makeMemoryReplicas } from '../../../client/data/replica/memory-store.ts';
import { FirstPaint } from '../../../client/data/snapshot/first-paint.ts';
import { makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { DataCore } from '../../../client/data/worker/core.ts';
import { noExtras } from '../../support/no-extras.ts';
import { until } from '../../support/until.ts';
import { makeEvent } from '../../support/yjs-log.ts';
import { type HandTimers, makeHandTimers } from './support.ts';

const POOL: Query = { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 50 };
const QUERIES: readonly Query[] = [
  POOL,
  { ...POOL, search: '13912345678' },
  { kind: 'customer', id: 'c1' as never },
  { kind: 'today' },
];

const open = async (disk = makeMemoryDisk(), build = 'b1', isSaving = () => false) => {
  const timers = makeHandTimers();
  const store = makeMemoryStore(disk);
  const generation = await store.claim();
  const paint = await FirstPaint.open({
    store,
    generation,
    timers,
    build,
    isSaving,
    queries: () => QUERIES,
    answer: (query) => `answer to ${query.kind}`,
  });
  return { paint, timers, disk };
};
const kept = (disk: ReturnType<typeof makeMemoryDisk>): readonly string[] => [
  ...((disk.stores.get('snapshot')?.get('answers') as { answers: Map<string, unknown> } | undefined)?.answers.keys() ??
    []),
];

describe('the snapshot', () => {
  test('[FP-2][I21] holds lists only: no customer, nothing searched for', async () => {
    const { paint, timers, disk } = await open();
    paint.loaded();
    timers.advance(2_000);
    await until('kept', () => kept(disk).length > 0);
    expect(kept(disk)).toEqual([JSON.stringify(POOL), JSON.stringify({ kind: 'today' })]);
  });
  test('[FP-3] gives way to saves and costs nothing when refused; another build does not show it', async () => {
    let saving = true;
    const { paint, timers, disk } = await open(makeMemoryDisk(), 'b1', () => saving);
    paint.loaded();
    timers.advance(10_000);
    expect(kept(disk)).toEqual([]);
    saving = false;
    disk.refusal = () => 'quota';
    timers.advance(2_000);
    await Promise.resolve();
    disk.refusal = () => null;
    paint.changed();
    timers.advance(2_000);
    await until('kept', () => kept(disk).length > 0);
    expect((await open(disk, 'b1')).paint.find(POOL)).toBe('answer to pool');
    expect((await open(disk, 'b2')).paint.find(POOL)).toBeUndefined();
  });
});

/** A device that holds one customer, whose replicas are loaded when the test says so. */
const startDevice = async (disk: ReturnType<typeof makeMemoryDisk>, timers: HandTimers, load: Promise<void>) => {
  const rooms = makeMemoryReplicas();
  const replicas: ReplicaStore = {
    ...rooms,
    open: (room, doc) => {
      const file = rooms.open(room, doc);
      const whenLoaded = Promise.all([file.whenLoaded, load]).then(() => {
        const event = makeEvent({
          n: 0,
          type: 'customerCreated',
          subject: 'c1',
          payload: {
            territory: 'east',
            profile: { name: '丙客户' },
            owner: 'me',
            opportunity: { opportunity: 'o1', name: '首单', stage: 'initialContact' },
          },
        });
        if (room === 'pool:east@1') doc.getArray('e:dev-a').insert(0, [encodeRow(event)]);
      });
      return { ...file, whenLoaded };
    },
  };
  const platform: Platform = {
    store: makeMemoryStore(disk),
    replicas,
    clocks: { boot: 'b', wall: () => 1_790_000_000_000, mono: () => 1 },
    timers,
    randomBytes: (count) => new Uint8Array(count),
    fetch: () => Promise.reject(new TypeError('offline')),
    openSocket: () => {
      throw new Error('offline');
    },
    makeKeys: () => Promise.reject(new Error('not joining')),
  };
  const core = new DataCore({
    platform,
    decide,
    makeReadModels,
    makeExtras: noExtras,
    onlineOnly: false,
    onStale: () => undefined,
  });
  await core.start();
  return core;
};

test('[FP-1] the list of the last time is there at once, and the present one once it is loaded', async () => {
  const disk = makeMemoryDisk();
  disk.stores.get('meta')?.set('head', newHead('dev-a' as DeviceId, 'me' as MemberId, 'csrf'));
  disk.stores.get('meta')?.set('catalogue', [{ room: 'pool:east@1', read: true, append: true, open: true }]);
  const timers = makeHandTimers();
  const first = await startDevice(disk, timers, Promise.resolve());
  const totals: number[] = [];
  first.watch(POOL as Extract<Query, { kind: 'pool' }>, ({ total }) => totals.push(total));
  await until('loaded', () => totals.at(-1) === 1);
  await until('kept', () => {
    timers.advance(500);
    return kept(disk).length > 0;
  });
  await first.stop();

  let load: () => void = () => undefined;
  const loading = new Promise<void>((resolve) => {
    load = resolve;
  });
  const second = await startDevice(disk, timers, loading);
  const shown: string[][] = [];
  second.watch(POOL as Extract<Query, { kind: 'pool' }>, ({ rows }) => shown.push(rows.map(({ name }) => name)));
  expect(shown).toEqual([['丙客户']]);
  expect(
    second
      .workspace()
      ?.fold()
      .customer('c1' as never) ?? null,
  ).toBeNull();
  load();
  await until(
    'loaded',
    () =>
      second
        .workspace()
        ?.fold()
        .customer('c1' as never) != null,
  );
  expect(await second.ask(POOL as Extract<Query, { kind: 'pool' }>)).toMatchObject({ total: 1 });
  await second.stop();
});
