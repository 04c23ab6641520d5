import { describe, expect, it } from 'vitest';
import type { CustomerId } from '#rules';
import { makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import type { ModelQuery } from '../../../client/data/worker/read-models.ts';
import { Snapshot, type SnapshotDeps } from '../../../client/data/worker/snapshot.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';

const TODAY: ModelQuery = { kind: 'today' };
const pool = (search: string, limit = 100): ModelQuery => ({
  kind: 'pool',
  filter: { chip: 'all' },
  search,
  offset: 0,
  limit,
});

/** One device's disk with starts upon it. */
const device = async () => {
  const disk = makeMemoryDisk();
  const timers = makeManualTimers();
  const store = makeMemoryStore(disk);
  const generation = await store.claim();
  const saving = { now: false };
  const start = async (other: Partial<SnapshotDeps> = {}): Promise<Snapshot> =>
    Snapshot.load({
      store,
      generation,
      timers,
      build: 'b1',
      member: 'm1',
      hasReplicas: true,
      isSaving: () => saving.now,
      ...other,
    });
  /** Lets what waits be written and the store finish. */
  const write = async (): Promise<void> => {
    timers.advance(3_000);
    await store.read('snapshot', 'answers');
    await store.read('snapshot', 'answers');
  };
  return { disk, store, saving, start, write };
};

describe('projection snapshot', () => {
  it('[DW-1][R98] the next start answers from it until the fold has answered itself', async () => {
    const { start, write } = await device();
    const first = await start();
    expect(first.before(TODAY)).toBeUndefined();
    first.caughtUp();
    first.remember(TODAY, { suggestions: ['甲'] });
    await write();
    const second = await start();
    expect(second.before(TODAY)).toEqual({ suggestions: ['甲'] });
    second.caughtUp();
    expect([second.isCatchingUp(), second.before(TODAY)]).toEqual([false, { suggestions: ['甲'] }]);
    second.remember(TODAY, { suggestions: ['乙'] });
    expect(second.before(TODAY)).toBeUndefined();
  });

  it('[DW-1] what a half-read fold answers is never kept', async () => {
    const { start, write } = await device();
    const first = await start();
    first.caughtUp();
    first.remember(TODAY, 'whole');
    await write();
    const second = await start();
    second.remember(TODAY, 'half');
    await write();
    expect((await start()).before(TODAY)).toBe('whole');
  });

  it('[DW-1] a start that ends before everything was answered anew takes nothing from the next', async () => {
    const { start, write } = await device();
    const first = await start();
    first.caughtUp();
    first.remember(TODAY, 'today');
    first.remember(pool(''), 'pool');
    await write();
    const second = await start();
    second.caughtUp();
    second.remember(TODAY, 'newer');
    await write();
    const third = await start();
    expect([third.before(TODAY), third.before(pool(''))]).toEqual(['newer', 'pool']);
  });

  it('[DW-2] another build or person starts without it', async () => {
    const { start, write } = await device();
    const first = await start();
    first.caughtUp();
    first.remember(TODAY, 'mine');
    await write();
    expect((await start({ build: 'b2' })).before(TODAY)).toBeUndefined();
    expect((await start({ member: 'm2' })).before(TODAY)).toBeUndefined();
    expect((await start()).before(TODAY)).toBe('mine');
  });

  it('[DW-2] a broken one is as good as none', async () => {
    const { store, start } = await device();
    const generation = await store.claim();
    for (const value of ['text', { build: 'b1', member: 'm1' }, { build: 'b1', member: 'm1', answers: [7] }]) {
      await store.commit(generation, [{ store: 'snapshot', key: 'answers', value }]);
      expect((await start()).before(TODAY)).toBeUndefined();
    }
  });

  it('[DW-3][R90] nothing of it is left once access was lost', async () => {
    const { disk, start, write } = await device();
    const first = await start();
    first.caughtUp();
    first.remember(TODAY, 'secret');
    await write();
    const second = await start();
    await second.forget();
    expect(second.before(TODAY)).toBeUndefined();
    expect([...(disk.stores.get('snapshot')?.values() ?? [])]).toEqual([]);
    expect((await start()).before(TODAY)).toBeUndefined();
  });

  it('[DW-4] it gives way to a save and takes a full disk silently', async () => {
    const { disk, saving, start, write } = await device();
    const first = await start();
    first.caughtUp();
    first.remember(TODAY, 'a');
    saving.now = true;
    await write();
    expect((await start()).before(TODAY)).toBeUndefined();
    saving.now = false;
    disk.refusal = () => 'quota';
    await write();
    disk.refusal = () => null;
    expect((await start()).before(TODAY)).toBeUndefined();
    first.remember(TODAY, 'b');
    await write();
    expect((await start()).before(TODAY)).toBe('b');
  });

  it('[DW-5] searches, cells and customers behind a number are not kept, and of the others the last sixteen', async () => {
    const { start, write } = await device();
    const first = await start();
    first.caughtUp();
    const cell: ModelQuery = {
      kind: 'cell',
      filter: { weeks: 8 },
      column: 'negotiation',
      row: '2026-W10',
    };
    const behind: ModelQuery = { kind: 'metricCases', metric: 'winRate', filter: {}, back: 0 };
    first.remember(pool('张'), 'found');
    first.remember(cell, 'cohort');
    first.remember(behind, 'customers');
    for (let limit = 1; limit <= 17; limit += 1) first.remember(pool('', limit), limit);
    await write();
    const next = await start();
    expect([next.before(pool('张')), next.before(cell), next.before(behind), next.before(pool('', 1))]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect([next.before(pool('', 2)), next.before(pool('', 17))]).toEqual([2, 17]);
  });

  const board = (territory: string | null): ModelQuery => ({ kind: 'heatmap', filter: { territory, weeks: 8 } });
  const home = [board(null), pool(''), { kind: 'moves', filter: { territory: null } } satisfies ModelQuery];

  it('[DW-5][R42] who changes a filter before his home was answered anew finds it at the next start all the same', async () => {
    const { start, write } = await device();
    const first = await start();
    first.caughtUp();
    for (const query of home) first.remember(query, query.kind);
    await write();
    const second = await start();
    second.caughtUp();
    for (let at = 1; at <= 20; at += 1) second.remember(board(`t${at}`), at);
    // What a morning's work opens is nobody's home either.
    for (let at = 1; at <= 20; at += 1) second.remember({ kind: 'customer', id: `c${at}` as CustomerId }, at);
    const red: ModelQuery = { ...pool(''), filter: { chip: 'red' } } as ModelQuery;
    const fields = (city: string) => ({ ...pool(''), filter: { chip: 'all', fields: { city } } }) as ModelQuery;
    for (const query of [red, ...Array.from({ length: 20 }, (_, at) => fields(`市${at}`))])
      second.remember(query, 'some');
    await write();
    const third = await start();
    expect(home.map((query) => third.before(query))).toEqual(['heatmap', 'pool', 'moves']);
  });

  it('[DW-5][R42] what a filter narrowed goes first: whoever looked at twenty regions finds his home at once', async () => {
    const { start, write } = await device();
    const first = await start();
    first.caughtUp();
    for (const query of home) first.remember(query, query.kind);
    for (let at = 1; at <= 20; at += 1) first.remember(board(`t${at}`), at);
    await write();
    const next = await start();
    expect(home.map((query) => next.before(query))).toEqual(['heatmap', 'pool', 'moves']);
    // Those looked at last are still there, for whoever loads the page again.
    expect([7, 8, 20].map((at) => next.before(board(`t${at}`)))).toEqual([undefined, 8, 20]);
  });
});
