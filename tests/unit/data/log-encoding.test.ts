import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type DeviceId, deviceLog, encodeRow } from '#rules';
import { encodeOwnRows, logClientId } from '../../../client/data/outbox/log-encoding.ts';
import { LOG_ROOM, openTestLog } from '../../support/relay-log.ts';
import { makeEvent } from '../../support/yjs-log.ts';

const DEVICE = 'dev-a' as DeviceId;
const rows = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => encodeRow(makeEvent({ n: from + index })));

test('[OB-4] what the outbox encodes is what stock Yjs reads as this device’s log, part after part', () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, encodeOwnRows(DEVICE, LOG_ROOM, 0, rows(0, 3)));
  Y.applyUpdate(doc, encodeOwnRows(DEVICE, LOG_ROOM, 3, rows(3, 5)));
  expect(doc.getArray(deviceLog(DEVICE)).toArray()).toEqual(rows(0, 5));
  expect(doc.store.pendingStructs).toBeNull();
});

test('[OB-4] the relay takes the parts in turn and recognises a part sent again after a lost answer', async () => {
  const { append } = await openTestLog();
  expect(await append(encodeOwnRows(DEVICE, LOG_ROOM, 0, rows(0, 3)))).toMatchObject({ kind: 'stored' });
  const again = await append(encodeOwnRows(DEVICE, LOG_ROOM, 0, rows(0, 5)));
  expect(again.kind === 'stored' && again.receipts.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4]);
});

test('[OB-5] the client id of a log follows from device and room, and a new device id gives another', () => {
  const id = logClientId(DEVICE, LOG_ROOM);
  expect(id).toBe(logClientId(DEVICE, LOG_ROOM));
  expect(Number.isInteger(id) && id >= 0 && id < 2 ** 32).toBe(true);
  expect(logClientId('dev-b' as DeviceId, LOG_ROOM)).not.toBe(id);
  expect(logClientId(DEVICE, 'org@1')).not.toBe(id);
});
