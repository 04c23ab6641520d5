import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { CatalogueEntry } from '#protocol';
import { type Command, type CustomerId, decide } from '#rules';
import { makeReadModels } from '../../client/data/answers/index.ts';
import type { AnswerOf, Query } from '../../client/data/contract.ts';
import type { Head } from '../../client/data/device/head.ts';
import type { ReplicaFile, ReplicaStore, Timers } from '../../client/data/platform.ts';
import { makeMemoryReplicas } from '../../client/data/replica/memory-store.ts';
import type { LaterParts } from '../../client/data/worker/core-deps.ts';
import { fetchedLater } from '../../client/data/worker/later.ts';
import { noExtras } from '../support/no-extras.ts';
import {
  copyOfDisk,
  digestOf,
  makePeer,
  makePeerDisk,
  type Peer,
  type PeerDisk,
  type PeerOptions,
} from '../support/peer.ts';
import { realTimers } from '../support/real-timers.ts';
import { until } from '../support/until.ts';
import { startTestRelay, type TestRelay } from './support/test-relay.ts';

const CUSTOMERS = 60;
const POOL = { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 100 } as const;
const FIRST = 'c0' as CustomerId;
/** What speaks of everybody, one of every index. */
const ASKED: readonly Query[] = [
  POOL,
  { kind: 'heatmap', filter: { weeks: 8 } },
  { kind: 'moves', filter: {} },
  { kind: 'gaps', state: 'open', rule: null, team: null, limit: 60 },
  { kind: 'metrics', filter: {}, back: 0 },
  { kind: 'coaching' },
  { kind: 'suggestions' },
];

let relay: TestRelay;
/** Of a device that was stopped with everything here, before any room came to rest. */
let kept: PeerDisk;
let nowMs = 0;

const customer = (id: string): Command => ({
  type: 'customerCreated',
  subject: id,
  payload: {
    territory: 'east',
    profile: { name: `客户${id}` },
    opportunity: { opportunity: `${id}-1`, name: id, stage: 'initialContact' },
  },
});

const run = async (peer: Peer, command: Command): Promise<void> => {
  expect((await peer.core.run(command)).kind).toBe('saved');
};

/** As in a browser: what is kept comes after a while. */
const slowlyRead = (replicas: ReplicaStore): ReplicaStore => ({
  ...replicas,
  open: (room, doc) => {
    const opened = new Promise<ReplicaFile>((resolve) => setImmediate(() => resolve(replicas.open(room, doc))));
    return {
      whenLoaded: opened.then(({ whenLoaded }) => whenLoaded),
      keep: async (inSync) => (await opened).keep(inSync),
      isWhole: async () => (await opened).isWhole(),
      close: async () => (await opened).close(),
    };
  },
});

/** A disk that never takes a copy whole: no room comes to rest on it, however long it all takes. */
const keepingAwake = (replicas: ReplicaStore): ReplicaStore => ({
  ...replicas,
  open: (room, doc) => ({ ...replicas.open(room, doc), keep: () => Promise.resolve(false) }),
});

/** Says whose copies were closed. */
const closesSeen = (replicas: ReplicaStore) => {
  const closed: string[] = [];
  const store: ReplicaStore = {
    ...replicas,
    open: (room, doc) => {
      const file = replicas.open(room, doc);
      const close = (): Promise<void> => {
        closed.push(room);
        return file.close();
      };
      return { ...file, close };
    },
  };
  return { store, closed };
};

/** The disk as a later quarter finds it: what was written so far lies in one that is over, in sync and kept. */
const aQuarterLater = async (): Promise<PeerDisk> => {
  const disk = copyOfDisk(kept);
  const meta = disk.store.stores.get('meta');
  const entries = meta?.get('catalogue') as readonly CatalogueEntry[];
  meta?.set('catalogue', [...entries, { room: 'log:east:2099Q1@1', read: true, append: true, open: true }]);
  const store = makeMemoryReplicas(disk.replicas);
  for (const room of [...disk.replicas.keys()]) {
    const doc = new Y.Doc();
    const file = store.open(room, doc);
    await file.whenLoaded;
    await file.keep(Y.encodeStateVector(doc));
    await file.close();
  }
  disk.store.stores.get('snapshot')?.clear();
  return disk;
};

/** Real timers, but what waits for a turn between two slices, or for `shortMs` and less, goes on when told. */
const turnByTurn = (shortMs: number) => {
  let waiting: (() => void)[] = [];
  const timers: Timers = {
    after: (ms, callback) => {
      if (ms > shortMs) return realTimers.after(ms, callback);
      waiting.push(callback);
      return () => {
        waiting = waiting.filter((other) => other !== callback);
      };
    },
  };
  const turn = (): void => {
    for (const callback of waiting.splice(0)) callback();
  };
  /** Turns until `holds`; the number of turns it took. */
  const turnUntil = async (what: string, holds: () => boolean): Promise<number> => {
    for (let turns = 0; ; turns += 1) {
      await until(what, () => holds() || waiting.length > 0);
      if (holds()) return turns;
      turn();
    }
  };
  return { timers, turn, turnUntil, waiting: () => waiting.length };
};

type StartOptions = Pick<PeerOptions, 'later' | 'disk'> & {
  readonly step?: number;
  readonly shortMs?: number;
  readonly makeExtras?: PeerOptions['makeExtras'];
};
/** A start without a line on a copy of the disk; by its clock each look at one takes `step` ms. */
const start = async ({
  step = 2,
  disk = copyOfDisk(kept),
  makeExtras = noExtras,
  shortMs = 0,
  ...more
}: StartOptions = {}) => {
  const stepped = turnByTurn(shortMs);
  let mono = 0;
  const tick = (): number => {
    mono += step;
    return mono;
  };
  const replicas = closesSeen(slowlyRead(makeMemoryReplicas(disk.replicas)));
  const core = await makePeer({
    ...more,
    relayUrl: relay.url,
    disk,
    decide,
    makeReadModels,
    makeExtras,
    timers: stepped.timers,
    clocks: { boot: 'boot', wall: () => nowMs, mono: tick },
    fetch: () => Promise.reject(new TypeError('no network')),
    replicas: replicas.store,
  });
  const watch = <Q extends Query>(query: Q): AnswerOf<Q>[] => {
    const told: AnswerOf<Q>[] = [];
    core.core.watch(query, (answer) => told.push(answer));
    return told;
  };
  return { peer: core, core: core.core, disk, watch, closed: replicas.closed, ...stepped };
};

/** Loaded, with nobody folded but for a few: the page of one stands. */
const startedWithoutSnapshot = async () => {
  const disk = copyOfDisk(kept);
  disk.store.stores.get('snapshot')?.clear();
  const device = await start({ disk });
  const page = device.watch({ kind: 'customer', id: FIRST });
  await device.turnUntil('the page stands', () => page.length > 0);
  return { ...device, page };
};

const uncut = async (disk: PeerDisk, queries: readonly Query[]): Promise<readonly unknown[]> => {
  const { peer, core, waiting } = await start({ step: 0, disk });
  const answers: unknown[] = [];
  for (const query of queries) answers.push(await core.ask(query));
  expect(waiting()).toBe(0);
  await peer.stop();
  return answers;
};

beforeAll(async () => {
  relay = await startTestRelay();
  kept = makePeerDisk();
  const replicas = keepingAwake(makeMemoryReplicas(kept.replicas));
  const common = { decide, makeReadModels, makeExtras: noExtras };
  const anna = await makePeer({ relayUrl: relay.url, disk: kept, replicas, ...common });
  expect((await anna.core.join(await relay.relay().authn.makeOwnerLink(), '安娜')).kind).toBe('joined');
  await run(anna, { type: 'companyFounded', subject: 'org', payload: { name: '甲公司' } });
  await run(anna, { type: 'territoryDefined', subject: 'org', payload: { territory: 'east', name: '华东' } });
  for (let at = 0; at < CUSTOMERS; at += 1) await run(anna, customer(`c${at}`));
  await until('all is here', () => {
    const workspace = anna.core.workspace();
    return workspace?.isComplete() === true && workspace.syncState().pending === 0;
  });
  await anna.core.ask(POOL);
  await until('written', () => kept.store.stores.get('snapshot')?.has('answers') === true);
  nowMs = Date.now() + 1_000;
  await anna.stop();
});
afterAll(async () => {
  await relay.stop();
});

describe('a start with many customers', () => {
  it('[DW-8][R98] saves at once, and shows what was saved on the page of its customer', async () => {
    const { peer, core, disk, page, watch, turnUntil, waiting } = await startedWithoutSnapshot();
    const pool = watch(POOL);
    expect([pool.length, waiting()]).toEqual([0, 1]);
    await run(peer, {
      type: 'interactionRecorded',
      subject: FIRST,
      payload: { channel: 'call', answered: true, summary: '约了周三', atMs: nowMs },
    });
    expect(disk.store.stores.get('pending')?.size).toBe(1);
    await until('shown', () => page.at(-1)?.unsynced.length === 1);
    expect(pool).toEqual([]);
    expect(await turnUntil('the list', () => pool.length > 0)).toBeGreaterThan(CUSTOMERS / 20);
    expect(pool[0]?.rows.filter(({ unsynced }) => unsynced).map(({ id }) => id)).toEqual([FIRST]);
    await core.stop();
  });

  it('[DW-9] answers as one that cut nothing, before and after a change of the company', async () => {
    const { peer, disk, watch, turnUntil } = await startedWithoutSnapshot();
    const told = ASKED.map((query) => watch(query) as unknown[]);
    await turnUntil('every answer', () => told.every((answers) => answers.length > 0));
    const digest = digestOf(peer.core);
    expect(await uncut(copyOfDisk(disk), ASKED)).toEqual(told.map((answers) => answers.at(-1)));
    const before = told.map((answers) => answers.length);
    await run(peer, {
      type: 'memberInvited',
      subject: 'org',
      payload: { member: 'bo', name: '小波', role: 'rep', territories: ['east'] },
    });
    const org = watch({ kind: 'org' });
    await until('the company is told at once', () => Object.keys(org.at(-1)?.members ?? {}).includes('bo'));
    expect(told.map((answers) => answers.length)).toEqual(before);
    const asked = Promise.all(ASKED.map((query) => peer.core.ask(query)));
    let answered: readonly unknown[] = [];
    void asked.then((answers) => {
      answered = answers;
    });
    expect(await turnUntil('answered anew', () => answered.length > 0)).toBeGreaterThan(1);
    expect(await uncut(copyOfDisk(disk), ASKED)).toEqual(answered);
    expect(digestOf(peer.core)).not.toBe(digest);
    await peer.stop();
  });

  it('[DW-12] looks at everybody once for all the questions that wait for a start', async () => {
    const disk = copyOfDisk(kept);
    disk.store.stores.get('snapshot')?.clear();
    // Changes that have gathered would be told between two slices.
    const { peer, core, watch, turnUntil } = await start({ disk, shortMs: 20 });
    const fold = core.workspace()?.fold();
    if (fold === undefined) throw new Error('nobody is signed in');
    const looks = vi.spyOn(fold, 'customer');
    const told = ASKED.map((query) => watch(query) as unknown[]);
    await turnUntil('every answer', () => told.every((answers) => answers.length > 0));
    expect(core.workspace()?.fold()).toBe(fold);
    expect(looks.mock.calls.map(([id]) => id).toSorted()).toEqual([...fold.customerIds()].toSorted());
    expect(looks).toHaveBeenCalledTimes(CUSTOMERS);
    await peer.stop();
  });

  it('[DW-10] shows what it showed last until the whole answer is there, with what came in between', async () => {
    const { peer, watch, turn, turnUntil, waiting } = await start();
    const page = watch({ kind: 'customer', id: FIRST });
    await turnUntil('loaded', () => page.length > 0);
    const pool = watch(POOL);
    await until('a slice is over', () => waiting() > 0);
    turn();
    await run(peer, customer('late'));
    const totals = () => pool.map(({ total }) => total);
    expect(totals()).toEqual([CUSTOMERS]);
    await turnUntil('the list', () => pool.length > 1);
    expect(totals()).toEqual([CUSTOMERS, CUSTOMERS + 1]);
    const counts = watch(POOL);
    await turnUntil('the list for another page', () => counts.length > 0);
    expect(counts).toEqual([pool.at(-1)]);
    await peer.stop();
  });

  it('[DW-11] leaves nothing running when it ends midway', async () => {
    const folding = await startedWithoutSnapshot();
    const pool = folding.watch(POOL);
    expect(folding.waiting()).toBe(1);
    await folding.core.stop();
    expect([folding.waiting(), pool]).toEqual([0, []]);

    const loading = await start({ step: 20 });
    const shown = loading.watch(POOL).length;
    await until('a slice of the loading is over', () => loading.waiting() > 0);
    const late = loading.watch({ kind: 'customer', id: FIRST });
    await loading.core.stop();
    loading.turn();
    await new Promise((resolve) => setImmediate(resolve));
    expect([loading.waiting(), shown, late]).toEqual([0, 1, []]);
  });
});

describe('a start in a later quarter, without a line', () => {
  const isStaged = (room: string): boolean => /^(log|mql|pool):/.test(room);

  it('[RQ-11][DW-16] lets the rooms of customers rest as soon as each is taken in; files and contacts are looked after once all is', async () => {
    const disk = await aQuarterLater();
    const staged = [...disk.replicas.keys()].filter((room) => isStaged(room) && !room.endsWith('in sync'));
    expect(staged.length).toBeGreaterThan(0);
    const known: number[] = [];
    const device = await start({
      disk,
      step: 20,
      makeExtras: (context) => {
        known.push([...context.workspace.fold().customerIds()].length, device.closed.length);
        return noExtras();
      },
    });
    const { core, turnUntil, closed } = device;
    await turnUntil('all is taken in', () => known.length > 0);
    expect([...closed].toSorted()).toEqual(staged.toSorted());
    expect(known).toEqual([CUSTOMERS, staged.length]);
    const digest = digestOf(core);
    const awake = await start({ step: 0 });
    await awake.core.ask(POOL);
    expect(digestOf(awake.core)).toBe(digest);
    expect(awake.closed).toEqual([]);
    await Promise.all([core.stop(), awake.core.stop()]);
  });

  it('[RQ-1] reads what a first fetch that was broken off left one room after the other as well', async () => {
    const disk = await aQuarterLater();
    const meta = disk.store.stores.get('meta');
    meta?.set('head', { ...(meta.get('head') as Head), firstSyncDone: false });
    let isTakenIn = false;
    const makeExtras = () => {
      isTakenIn = true;
      return noExtras();
    };
    const { core, turnUntil, closed } = await start({ disk, step: 20, makeExtras });
    await turnUntil('all is taken in', () => isTakenIn);
    expect(closed.filter((room) => room.startsWith('pool:'))).toEqual(['pool:east@1']);
    await core.stop();
  });

  it('[RQ-10][LT-2] reads it as well where what comes behind the first screen cannot be had', async () => {
    const refused = fetchedLater<LaterParts>(() => Promise.reject(new TypeError('no network')), realTimers);
    const { core, watch, turnUntil, closed } = await start({ disk: await aQuarterLater(), later: () => refused });
    const pool = watch(POOL);
    await turnUntil('the list', () => pool.length > 0);
    expect(pool.map(({ total }) => total)).toEqual([CUSTOMERS]);
    expect(closed).toEqual([]);
    await core.stop();
  });
});
