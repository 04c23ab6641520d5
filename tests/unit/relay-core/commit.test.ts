import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type DeviceId, type EventId, encodeRow } from '#rules';
import type { Committed } from '../../../sync-relay/log/contract.ts';
import { StorageFailure } from '../../../sync-relay/storage/contract.ts';
import { makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { type RawId, rawUpdate, rowContent } from '../../fuzz/raw-update.ts';
import { fingerprint } from '../../fuzz/world.ts';
import { gateStorage } from '../../support/gated-storage.ts';
import { LOG_ROOM, openTestLog } from '../../support/relay-log.ts';
import { makeEvent, makeYjsLog } from '../../support/yjs-log.ts';

const B = { device: 'dev-b', member: 'mem-b' };
const eventOfB = (n: number): ReturnType<typeof makeEvent> =>
  makeEvent({ n, device: 'dev-b' as DeviceId, author: 'mem-b' as never });

test('[LG-3] nothing is told or answered while the commit is under way', async () => {
  const storage = gateStorage(makeMemoryStorage());
  const { log, append } = await openTestLog(storage);
  const heard: Committed[] = [];
  log.onCommit((committed) => heard.push(committed));
  const vector = log.stateVector(LOG_ROOM);
  const tick = log.lastTick();
  storage.hold();
  let isAnswered = false;
  const repeated = makeYjsLog('dev-a', 5).push(makeEvent({ n: 0 }));
  const answer = append(repeated).then((outcome) => {
    isAnswered = true;
    return outcome;
  });
  await storage.waiting();
  // sent again before it is durable: must wait as well
  const again = append(repeated).then((outcome) => {
    isAnswered = true;
    return outcome;
  });
  await storage.load();
  expect(isAnswered).toBe(false);
  expect(heard).toEqual([]);
  expect(log.stateVector(LOG_ROOM)).toEqual(vector);
  expect([...log.diff(LOG_ROOM, Uint8Array.of(0), null)]).toEqual([]);
  expect([...log.rows(LOG_ROOM)]).toEqual([]);
  expect(log.unsealed(LOG_ROOM)).toEqual([]);
  expect(log.lastTick()).toBe(tick);
  storage.release();
  expect((await answer).kind).toBe('stored');
  expect((await again).kind).toBe('stored');
  expect(heard).toHaveLength(1);
  expect([...log.rows(LOG_ROOM)]).toHaveLength(1);
});

test('[LG-3] rows that wait for the next commit do not show with this one', async () => {
  const storage = gateStorage(makeMemoryStorage());
  const { log, append } = await openTestLog(storage);
  const a = makeYjsLog('dev-a', 5);
  storage.hold();
  const first = append(a.push(makeEvent({ n: 0 })));
  await storage.waiting();
  const afterFirst = Y.encodeStateVector(a.doc);
  const second = append(a.push(makeEvent({ n: 1 })));
  storage.release();
  storage.hold();
  await first;
  await storage.waiting();
  expect(log.stateVector(LOG_ROOM)).toEqual(afterFirst);
  expect([...log.diff(LOG_ROOM, Uint8Array.of(0), null)].flatMap(({ receipts }) => receipts)).toHaveLength(1);
  storage.release();
  await second;
  expect(log.stateVector(LOG_ROOM)).toEqual(Y.encodeStateVector(a.doc));
});

test('[LG-5] clients, links and slots of a failed commit are free again', async () => {
  const storage = gateStorage(makeMemoryStorage());
  const { log, append } = await openTestLog(storage);
  const row = (n: number, fields = {}): Uint8Array => rowContent(encodeRow(makeEvent({ n, ...fields })));
  const group = (client: number, clock: number, origin: RawId, content: Uint8Array): Uint8Array =>
    rawUpdate({ groups: [{ client, clock, structs: [{ origin, content }] }] });
  await append(makeYjsLog('dev-a', 5).push(makeEvent({ n: 0 })));
  storage.setFailing(true);
  const lost = await Promise.all([append(group(55, 0, [5, 0], row(1))), append(group(5, 1, [55, 0], row(2)))]);
  expect(lost.map(({ kind }) => kind)).toEqual(['rejected', 'rejected']);
  storage.setFailing(false);
  // another event on the slot, straight behind the old end
  expect(await append(group(5, 1, [5, 0], row(2, { id: 'other' as EventId })))).toMatchObject({ kind: 'stored' });
  // the client was bound to nobody
  expect(await append(makeYjsLog('dev-b', 55).push(eventOfB(0)), B)).toMatchObject({ kind: 'stored' });
  const replica = new Y.Doc();
  for (const { update } of log.diff(LOG_ROOM, Uint8Array.of(0), null)) Y.applyUpdate(replica, update);
  expect(replica.getArray('e:dev-a').length).toBe(2);
  expect(replica.store.pendingStructs).toBeNull();
});

test('[LG-4] what arrives during a commit is judged against it and stored by the next one', async () => {
  const storage = gateStorage(makeMemoryStorage());
  const { append } = await openTestLog(storage);
  const a = makeYjsLog('dev-a', 5);
  const b = makeYjsLog('dev-b', 6);
  storage.hold();
  const first = append(a.push(makeEvent({ n: 0 })));
  await storage.waiting();
  const before = storage.commits.length;
  const later = [
    append(a.push(makeEvent({ n: 1 }))),
    append(b.push(eventOfB(0)), B),
    append(a.push(makeEvent({ n: 2 }))),
    append(b.push(eventOfB(1)), B),
    // known, but not durable yet: must wait too
    append(a.all()),
  ];
  storage.release();
  expect((await Promise.all([first, ...later])).map(({ kind }) => kind)).toEqual(Array(6).fill('stored'));
  const flushes = storage.commits.slice(before);
  expect(flushes).toHaveLength(2);
  expect(flushes[1]?.segments).toHaveLength(1);
});

test('[LG-5] a failing disk refuses everything waiting, changes nothing, and heals', async () => {
  const storage = gateStorage(makeMemoryStorage());
  const opened = await openTestLog(storage);
  const { log, append } = opened;
  const a = makeYjsLog('dev-a', 5);
  const b = makeYjsLog('dev-b', 6);
  await append(a.push(makeEvent({ n: 0 })));
  const before = fingerprint(opened);
  storage.hold();
  storage.setFailing(true);
  const rows = a.push(makeEvent({ n: 1 }), makeEvent({ n: 2, prev: 'ev-dev-a-1' as EventId }));
  const waiting = [append(rows)];
  const room = log.createRoom('pool:east@1');
  await storage.waiting();
  waiting.push(append(a.push(makeEvent({ n: 3 }))), append(b.push(eventOfB(0)), B));
  const fact = log.appendFacts(LOG_ROOM, [{ kind: 'deviceRevoked', device: 'dev-z' as DeviceId }]);
  const refusals = Promise.allSettled([room, fact]);
  storage.release();
  for (const outcome of await Promise.all(waiting)) {
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'storageFailing' });
  }
  for (const outcome of await refusals) {
    expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(StorageFailure);
  }
  expect(fingerprint(opened)).toBe(before);
  expect(log.rooms()).toEqual([LOG_ROOM]);
  expect(log.health()).toBe('storageFailing');
  // still failing: the next one is tried and refused as well
  expect(await append(a.all())).toMatchObject({ kind: 'rejected', reason: 'storageFailing' });
  storage.setFailing(false);
  expect(await append(a.all())).toMatchObject({ kind: 'stored' });
  expect(await append(b.all(), B)).toMatchObject({ kind: 'stored' });
  expect(log.health()).toBe('ok');
  expect([...log.rows(LOG_ROOM)].map(({ event }) => event.id)).toHaveLength(5);
  // slots and ids given up with the failed batch are free for exactly these rows, once
  const clone = makeYjsLog('dev-a', 55);
  Y.applyUpdate(clone.doc, a.all());
  const clash = clone.push(makeEvent({ n: 3, id: 'clash' as EventId }));
  expect(await append(clash)).toMatchObject({ kind: 'rejected', reason: 'slotTaken' });
});

test('[LG-20] listeners hear commits in order, one update per room, equal to what was appended', async () => {
  const other = 'log:west:2026Q4@1';
  const { log, append } = await openTestLog(undefined, { rooms: [LOG_ROOM, other] });
  const docs = new Map([LOG_ROOM, other].map((room) => [room, new Y.Doc()]));
  const heard: Committed[] = [];
  const stop = log.onCommit((committed) => {
    heard.push(committed);
    const doc = docs.get(committed.room);
    if (doc) Y.applyUpdate(doc, committed.update);
  });
  const a = makeYjsLog('dev-a', 5);
  const b = makeYjsLog('dev-b', 6);
  await Promise.all([
    append(a.push(makeEvent({ n: 0 }))),
    append(a.push(makeEvent({ n: 1 }))),
    append(b.push(eventOfB(0)), { ...B, room: other }),
  ]);
  expect(heard.map(({ room }) => room)).toEqual([LOG_ROOM, other]);
  expect(heard[0]?.rows.map(({ event }) => event.n)).toEqual([0, 1]);
  expect(heard[0]?.receipts.map(({ n, received }) => [n, received])).toEqual(
    heard[0]?.rows.map(({ event, received }) => [event.n, received]),
  );
  expect(docs.get(LOG_ROOM)?.getArray('e:dev-a').toArray()).toEqual(a.rows());
  expect(docs.get(other)?.getArray('e:dev-b').toArray()).toEqual(b.rows());
  await append(a.all());
  expect(heard).toHaveLength(2);
  stop();
  await append(a.push(makeEvent({ n: 2 })));
  expect(heard).toHaveLength(2);
});

test('[LG-22] rooms are made once, and unknown ones refuse', async () => {
  const storage = gateStorage(makeMemoryStorage());
  const { log, append } = await openTestLog(storage, { rooms: [] });
  const update = makeYjsLog('dev-a', 5).push(makeEvent({ n: 0 }));
  expect(await append(update)).toMatchObject({ kind: 'rejected', reason: 'wrongDocument' });
  storage.hold();
  let made = 0;
  const both = [1, 2].map(() => log.createRoom(LOG_ROOM).then(() => (made += 1)));
  await storage.waiting();
  expect(made).toBe(0);
  storage.release();
  await Promise.all(both);
  expect((await storage.load()).rooms).toEqual([LOG_ROOM]);
  expect(storage.commits.filter(({ rooms = [] }) => rooms.length > 0)).toHaveLength(1);
  await expect(log.createRoom('not a room')).rejects.toThrow(RangeError);
  expect(await append(update)).toMatchObject({ kind: 'stored' });
  expect(() => log.stateVector('org@1')).toThrow(RangeError);
});
