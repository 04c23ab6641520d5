import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { EventId } from '#rules';
import { makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { LOG_ROOM, openTestLog, START_MS } from '../../support/relay-log.ts';
import { makeEvent, makeYjsLog } from '../../support/yjs-log.ts';

const EMPTY_VECTOR = new Uint8Array([0]);

const replicaOf = (updates: Iterable<{ update: Uint8Array }>): Y.Doc => {
  const doc = new Y.Doc();
  for (const { update } of updates) Y.applyUpdate(doc, update);
  return doc;
};

test('[LG-1] an honest append is stored and a fresh Yjs replica gets equal rows', async () => {
  const { log, append } = await openTestLog();
  const a = makeYjsLog('dev-a', 77);
  const first = await append(a.push(makeEvent({ n: 0 }), makeEvent({ n: 1 })));
  expect(first.kind).toBe('stored');
  expect((await append(a.push(makeEvent({ n: 2 })))).kind).toBe('stored');
  const replica = replicaOf(log.diff(LOG_ROOM, EMPTY_VECTOR, null));
  expect(replica.getArray('e:dev-a').toArray()).toEqual(a.rows());
  expect(log.stateVector(LOG_ROOM)).toEqual(Y.encodeStateVector(a.doc));
  expect([...log.rows(LOG_ROOM)].map(({ event }) => event.n)).toEqual([0, 1, 2]);
});

test('[LG-2] reopening from disk gives the same rows, vector and heads', async () => {
  const disk = makeMemoryDisk();
  const { log, append } = await openTestLog(makeMemoryStorage(disk));
  const a = makeYjsLog('dev-a', 77);
  await append(a.push(makeEvent({ n: 0 })));
  const outcome = await append(a.push(makeEvent({ n: 1, prev: 'ev-dev-a-0' as EventId })));
  await log.appendFacts(LOG_ROOM, [{ kind: 'seal', ranges: log.unsealed(LOG_ROOM) }]);
  await log.close();
  const again = await openTestLog(makeMemoryStorage(disk), { seed: 'other' });
  expect([...again.log.rows(LOG_ROOM)]).toEqual([...log.rows(LOG_ROOM)]);
  expect([...again.log.facts(LOG_ROOM)]).toEqual([...log.facts(LOG_ROOM)]);
  expect(again.log.stateVector(LOG_ROOM)).toEqual(log.stateVector(LOG_ROOM));
  expect(again.log.unsealed(LOG_ROOM)).toEqual([]);
  expect(again.log.lastTick()).toBe(log.lastTick());
  expect(await again.append(a.all())).toEqual(
    outcome.kind === 'stored' ? { ...outcome, receipts: expect.anything() } : null,
  );
  expect(again.log.lastTick()).toBeGreaterThanOrEqual(START_MS);
});
