import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { LIMITS } from '#protocol';
import type { DeviceId } from '#rules';
import { MalformedVector } from '../../../sync-relay/log/contract.ts';
import { paddedVarUint } from '../../fuzz/raw-update.ts';
import { LOG_ROOM, openTestLog, type TestLog } from '../../support/relay-log.ts';
import { makeEvent, makeYjsLog, type YjsLog } from '../../support/yjs-log.ts';

const filled = async (devices: number, rows: number): Promise<{ opened: TestLog; logs: YjsLog[] }> => {
  const opened = await openTestLog();
  const logs = Array.from({ length: devices }, (_, index) => makeYjsLog(`dev-${index}`, 10 + index));
  for (const [index, log] of logs.entries()) {
    const device = `dev-${index}`;
    const events = Array.from({ length: rows }, (_, n) =>
      makeEvent({
        n,
        device: device as DeviceId,
        payload: { channel: 'call', answered: true, summary: '长'.repeat(400), atMs: n },
      }),
    );
    await opened.append(log.push(...events), { device });
  }
  return { opened, logs };
};

test('[LG-10] a long history comes in slices within the limit and ends equal to stock Yjs', async () => {
  const { opened, logs } = await filled(3, 300);
  const slices = [...opened.log.diff(LOG_ROOM, Uint8Array.of(0), null)];
  expect(slices.length).toBeGreaterThan(3);
  const replica = new Y.Doc();
  const all = new Y.Doc();
  for (const log of logs) Y.applyUpdate(all, log.all());
  for (const { update } of slices) {
    expect(update.length).toBeLessThanOrEqual(LIMITS.downSliceBytes);
    Y.applyUpdate(replica, update);
    expect(replica.store.pendingStructs).toBeNull();
  }
  expect(Y.encodeStateAsUpdate(replica)).toEqual(Y.encodeStateAsUpdate(all));
  expect(slices.flatMap(({ receipts }) => receipts)).toHaveLength(900);
  // stock merging relies on the order of groups inside an update
  const merged = Y.mergeUpdates(slices.map(({ update }) => update));
  expect(Y.encodeStateVectorFromUpdate(merged)).toEqual(Y.encodeStateVector(all));
});

test('[LG-10] from any state a replica is brought up to date, forks of the log included', async () => {
  const { opened, logs } = await filled(2, 20);
  const [first] = logs;
  if (!first) throw new Error('a log');
  const second = makeYjsLog('dev-0', 4_000_000_000);
  Y.applyUpdate(second.doc, first.all());
  const more = Array.from({ length: 7 }, (_, index) => makeEvent({ n: 20 + index, device: 'dev-0' as DeviceId }));
  await opened.append(second.push(...more), { device: 'dev-0' });
  const full = new Y.Doc();
  for (const { update } of opened.log.diff(LOG_ROOM, Uint8Array.of(0), null)) Y.applyUpdate(full, update);
  expect(full.getArray('e:dev-0').toArray()).toEqual(second.rows());
  const everything = Y.encodeStateAsUpdate(full);
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), fc.nat(7), (a, b, c) => {
      // a replica that holds a prefix of each client's rows
      const vector = new Map([
        [10, a],
        [11, b],
        [4_000_000_000, a === 20 ? c : 0],
      ]);
      const held = [...vector].filter(([, clock]) => clock > 0);
      const missing = Y.encodeStateVector(new Map(held));
      const replica = new Y.Doc();
      const rest = Y.diffUpdate(everything, missing);
      const got = [...opened.log.diff(LOG_ROOM, missing, null)];
      for (const { update } of got) Y.applyUpdate(replica, update);
      const expected = new Y.Doc();
      Y.applyUpdate(expected, rest);
      const ids = (doc: Y.Doc): unknown => [
        Y.encodeStateVector(doc),
        doc.store.pendingStructs?.missing,
        doc.store.pendingStructs?.update.length,
      ];
      expect(ids(replica)).toEqual(ids(expected));
    }),
    { numRuns: 100, seed: 10 },
  );
  // and one that is ahead of the relay (a restored backup) gets nothing, not an error
  expect([...opened.log.diff(LOG_ROOM, Y.encodeStateVector(new Map([[10, 99]])), 'dev-0' as DeviceId)].length).toBe(1);
});

test('[LG-11] only the own log for a device that may not read', async () => {
  const { opened, logs } = await filled(3, 2);
  const replica = new Y.Doc();
  for (const { update, receipts } of opened.log.diff(LOG_ROOM, Uint8Array.of(0), 'dev-1' as DeviceId)) {
    Y.applyUpdate(replica, update);
    expect(receipts.map(({ device }) => device)).toEqual(['dev-1', 'dev-1']);
  }
  expect([...replica.share.keys()]).toEqual(['e:dev-1']);
  expect(replica.getArray('e:dev-1').toArray()).toEqual(logs[1]?.rows());
  expect([...opened.log.diff(LOG_ROOM, Uint8Array.of(0), 'dev-9' as DeviceId)]).toEqual([]);
});

const vectors = [
  ['empty', new Uint8Array(0)],
  ['cut', Uint8Array.of(1, 5)],
  ['declares more than it has', Uint8Array.of(3, 5, 1)],
  ['client twice', Uint8Array.of(2, 5, 1, 5, 2)],
  ['bytes after the end', Uint8Array.of(0, 0)],
  ['padded number', paddedVarUint(0)],
  ['20,001 entries', Uint8Array.of(0xa1, 0x9c, 0x01)],
  ['over a megabyte', new Uint8Array(LIMITS.stateVectorBytes + 1)],
] as const;
for (const [name, bytes] of vectors) {
  test(`[LG-12] a state vector that is ${name}`, async () => {
    const { log } = await openTestLog();
    expect(() => [...log.diff(LOG_ROOM, bytes, null)]).toThrow(MalformedVector);
  });
}

test('[LG-23] receipts go with unsealed rows, and with all rows of a private document', async () => {
  const room = 'private:mem-a@1';
  const { log, append } = await openTestLog(undefined, { rooms: [LOG_ROOM, room] });
  const receiptsIn = (name: string): number[] =>
    [...log.diff(name, Uint8Array.of(0), null)].flatMap(({ receipts }) => receipts.map(({ n }) => n));
  const open = makeYjsLog('dev-a', 5);
  const hidden = makeYjsLog('dev-a', 6);
  await append(open.push(makeEvent({ n: 0 })));
  await append(hidden.push(makeEvent({ n: 1 })), { room });
  for (const name of [LOG_ROOM, room]) await log.appendFacts(name, [{ kind: 'seal', ranges: log.unsealed(name) }]);
  await append(open.push(makeEvent({ n: 2 })));
  expect(receiptsIn(LOG_ROOM)).toEqual([2]);
  expect(receiptsIn(room)).toEqual([1]);
});
