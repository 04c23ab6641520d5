import { expect, test } from 'vitest';
import { type CustomerId, encodeRelayFact, encodeRow, makeSleepers } from '#rules';
import type { MakeDrowsing } from '../../../client/data/platform.ts';
import type { Delta } from '../../../client/data/replica/read-delta.ts';
import { Folding } from '../../../client/data/worker/folding.ts';
import { Pace } from '../../../client/data/worker/pace.ts';
import { deflated } from '../../../client/data/worker/packed-sleepers.ts';
import { Shelf } from '../../../client/data/worker/shelf.ts';
import { plainDrowsing } from '../../support/drowsy.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { creation, makeStage, note } from '../../support/rules-stage.ts';

const AWAKE = 5;
const CUSTOMERS = 40;
const MAC = 'M'.repeat(43);
const POOL = 'pool:east@1';
const LOG = 'log:east:2026Q4@1';

/** Forty customers with a note each, as the rooms of a device hold them. */
const history = () => {
  const stage = makeStage();
  for (let i = 0; i < CUSTOMERS; i += 1) {
    const subject = `x${i}`;
    stage.act('rae', 'customerCreated', creation(), { subject });
    stage.act('rae', 'visitNoteRecorded', note(), { subject });
  }
  const deltaOf = (doc: string): Delta => ({
    rows: stage.rows.filter((row) => row.doc === doc).map(({ event }) => encodeRow(event)),
    facts: stage.facts.filter((fact) => fact.doc === doc).map(({ fact }) => encodeRelayFact(fact, MAC)),
  });
  const rooms = [POOL, LOG, 'org@1'].map((room) => [room, deltaOf(room.slice(0, room.indexOf('@')))] as const);
  return { stage, rooms };
};

const drowsy = (load: () => Promise<MakeDrowsing>) => {
  const timers = makeManualTimers();
  const sleep = { awake: AWAKE, rows: CUSTOMERS, openingRows: 1, load };
  const folding = new Folding({ timers, receivedOf: () => null, onTick: () => undefined, sleep });
  return { timers, folding };
};

/** What was asked for has come. */
const arrival = () => new Promise((resolve) => setImmediate(resolve));

const takeAll = (folding: Folding, rooms: readonly (readonly [string, Delta])[]): void => {
  for (const [room, delta] of rooms) folding.takeDelta(room, delta);
};

test('[SL-1][RF-37] of more customers than a device keeps awake the others come to sleep, a few at a time', async () => {
  const { rooms } = history();
  const { times, make } = plainDrowsing();
  const { folding, timers } = drowsy(() => Promise.resolve(make));
  takeAll(folding, rooms);
  await arrival();
  expect(times.packed).toBeLessThan(CUSTOMERS / 2);
  timers.advance(1_000);
  expect(times.packed).toBe(CUSTOMERS + 1 - AWAKE);
  expect(timers.pending()).toBe(0);
  const plain = new Folding({ timers, receivedOf: () => null, onTick: () => undefined });
  takeAll(plain, rooms);
  expect(folding.fold().digest()).toBe(plain.fold().digest());
});

test('[SL-1] a device with few customers asks for nothing, and what cannot be had is asked for again', async () => {
  const { rooms } = history();
  let asked = 0;
  const { folding, timers } = drowsy(() => {
    asked += 1;
    return Promise.reject(new TypeError('no network'));
  });
  takeAll(folding, [['org@1', rooms[2]?.[1] ?? { rows: [], facts: [] }]]);
  expect(asked).toBe(0);
  takeAll(folding, rooms);
  await arrival();
  expect(asked).toBe(1);
  takeAll(folding, rooms);
  await arrival();
  expect(asked).toBe(1);
  timers.advance(60_000);
  takeAll(folding, rooms);
  await arrival();
  expect(asked).toBe(2);
  expect([...folding.fold().customerIds()]).toHaveLength(CUSTOMERS + 1);
});

test('[SL-1] a fold begun anew lets sleep as the one before', async () => {
  const { rooms } = history();
  const { times, make } = plainDrowsing();
  const { folding, timers } = drowsy(() => Promise.resolve(make));
  takeAll(folding, rooms);
  await arrival();
  timers.advance(1_000);
  const once = times.packed;
  expect(once).toBeGreaterThan(0);
  const next = folding.startOver();
  for (const [room, delta] of rooms) next.take(room, delta);
  next.finish([]);
  timers.advance(1_000);
  expect(times.packed).toBeGreaterThanOrEqual(2 * once);
});

test('[SL-1][DW-11] a device that stops lets nobody fall asleep any more', async () => {
  const { rooms } = history();
  const { times, make } = plainDrowsing();
  const { folding, timers } = drowsy(() => Promise.resolve(make));
  takeAll(folding, rooms);
  await arrival();
  await folding.stop();
  const packed = times.packed;
  expect(packed).toBeLessThan(CUSTOMERS + 1 - AWAKE);
  expect(timers.pending()).toBe(0);
  timers.advance(1_000);
  expect(times.packed).toBe(packed);
});

test('[SL-2] packed by the library they come back as they were, whatever the script', () => {
  const { stage } = history();
  stage.act('rae', 'visitNoteRecorded', note({ concern: { kind: 'other', text: '𠮷野家装\n“质检”👩‍🔬 é' } }), {
    subject: 'x1',
  });
  const plain = stage.fold();
  const fold = stage.fold();
  const shelf = new Shelf(deflated, null, makeManualTimers(), () => undefined);
  const { settle } = fold.letSleep(makeSleepers({ pack: (written) => shelf.put(written), seed: 7 }), 0);
  settle(CUSTOMERS * 2, 0);
  expect(fold.customer('x1' as CustomerId)).toEqual(plain.customer('x1' as CustomerId));
  expect(fold.digest()).toBe(plain.digest());
});

test('[SL-2] what a failing disk made of it is not unpacked, whichever bit is another', () => {
  const text = '约了周三，带样品去门店';
  const packed = deflated.pack(text);
  expect(deflated.unpack(packed)).toBe(text);
  // Behind how many bytes the text has: the check, and what is checked.
  for (let bit = 8 * 4; bit < 8 * packed.length; bit += 1) {
    const damaged = packed.slice();
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => deflated.unpack(damaged)).toThrow('damaged');
  }
});

test('[SL-1][RF-37] a start that reads earlier rows of the same people after their latest wakes nobody', async () => {
  const [people, each] = [4, 20];
  const stage = makeStage();
  const docs = ['log:east:2026Q3', 'log:east:2026Q4'];
  for (const doc of [...docs.slice(0, 1), ...docs]) {
    for (let i = 0; i < people * each; i += 1) {
      stage.act('rae', 'visitNoteRecorded', note(), { subject: `x${i}`, doc, device: `phone-${i % people}` });
    }
  }
  // as a document gives them: row by row of each device, but seals in the order of time
  const deltaOf = (doc: string): Delta => ({
    rows: Array.from({ length: people }, (_, at) => `phone-${at}`).flatMap((device) =>
      stage.rows.flatMap(({ event, ...row }) => (row.doc === doc && event.device === device ? encodeRow(event) : [])),
    ),
    facts: stage.facts.flatMap(({ fact, ...of }) => (of.doc === doc ? encodeRelayFact(fact, MAC) : [])),
  });
  const { times, make } = plainDrowsing();
  const { folding, timers } = drowsy(() => Promise.resolve(make));
  const pace = new Pace(() => 0, timers);
  let loaded = (): void => undefined;
  const loading = new Promise<void>((resolve) => {
    loaded = resolve;
  });
  const ready = folding.takeInSlices(loading, pace);
  for (const doc of docs.toReversed()) {
    folding.takeDelta(`${doc}@1`, deltaOf(doc));
    await folding.takeIn(pace);
    await arrival();
  }
  loaded();
  await ready;
  expect(times.packed).toBeGreaterThan(people * each);
  expect(times.unpacked).toBe(0);
});
