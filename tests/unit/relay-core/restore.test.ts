import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { GivenRow } from '#protocol';
import { type DeviceId, decodeRelayFact, type EventId, encodeRow, type RelayFact, relayFactBody } from '#rules';
import { makeManualClock } from '../../../sync-relay/clock.ts';
import { makeLogService } from '../../../sync-relay/log/index.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { LOG_ROOM, openTestLog, START_MS, seededBytes, type TestLog } from '../../support/relay-log.ts';
import { makeEvent, makeYjsLog, type YjsLog } from '../../support/yjs-log.ts';

const copyOf = (disk: MemoryDisk): MemoryDisk => ({
  meta: new Map(disk.meta),
  rooms: new Set(disk.rooms),
  segments: new Map([...disk.segments].map(([room, bytes]) => [room, [...bytes]])),
});

interface Lost {
  readonly before: TestLog;
  readonly restored: TestLog;
  readonly device: YjsLog;
  /** Rows 2 and 3, stored after the backup, with their receipts. */
  readonly given: readonly GivenRow[];
  readonly factTexts: readonly string[];
}

const rowsIn = ({ log }: TestLog): [id: string, received: number][] =>
  [...log.rows(LOG_ROOM)].map(({ event, received }) => [event.id, received]);

/** A relay whose backup holds rows 0 and 1; rows 2 and 3 and two facts came after it and are lost. */
const loseAfterBackup = async (): Promise<Lost> => {
  const disk = makeMemoryDisk();
  const before = await openTestLog(makeMemoryStorage(disk));
  const device = makeYjsLog('dev-a', 5);
  await before.append(device.push(makeEvent({ n: 0 }), makeEvent({ n: 1 })));
  const backup = copyOf(disk);
  before.clock.set(START_MS + 60_000);
  const events = [2, 3].map((n) => makeEvent({ n }));
  const outcome = await before.append(device.push(...events));
  const receipts = outcome.kind === 'stored' ? outcome.receipts : [];
  const given = receipts.map(({ received, mac }, index) => ({
    row: encodeRow(events[index] ?? makeEvent({ n: -1 })),
    received,
    mac,
  }));
  await before.log.appendFacts(LOG_ROOM, [
    { kind: 'seal', ranges: before.log.unsealed(LOG_ROOM) },
    { kind: 'deviceRevoked', device: 'dev-x' as DeviceId },
  ]);
  const replica = new Y.Doc();
  for (const { update } of before.log.diff(LOG_ROOM, Uint8Array.of(0), null)) Y.applyUpdate(replica, update);
  const factTexts = replica.getArray<string>('e:relay:1').toArray();
  const restored = await openTestLog(makeMemoryStorage(backup), { restored: true, seed: 'restored' });
  restored.clock.set(START_MS + 120_000);
  return { before, restored, device, given, factTexts };
};

test('[LG-13] [S10] a restored relay starts the next epoch and stays recovering over restarts', async () => {
  const disk = makeMemoryDisk();
  expect((await openTestLog(makeMemoryStorage(disk))).log.epoch).toBe(1);
  const restored = await openTestLog(makeMemoryStorage(disk), { restored: true });
  expect([restored.log.epoch, restored.log.health()]).toEqual([2, 'recovering']);
  const again = await openTestLog(makeMemoryStorage(disk));
  expect([again.log.epoch, again.log.health()]).toEqual([2, 'recovering']);
  await again.log.endRecovery();
  const after = await openTestLog(makeMemoryStorage(disk));
  expect([after.log.epoch, after.log.health()]).toEqual([2, 'ok']);
});

test('[LG-14] [S2] a database older than the mark is noticed, and time goes on after the mark', async () => {
  let mark = { tick: 0, epoch: 0 };
  const highWater = { read: () => mark, write: (next: typeof mark) => (mark = next) };
  const disk = makeMemoryDisk();
  const open = (storage: MemoryDisk): ReturnType<typeof makeLogService> =>
    makeLogService({
      storage: makeMemoryStorage(storage),
      clock: makeManualClock(START_MS),
      randomBytes: seededBytes('mark'),
      highWater,
    });
  const log = await open(disk);
  await log.createRoom(LOG_ROOM);
  const backup = copyOf(disk);
  const secondCopy = copyOf(disk);
  const facts = await log.appendFacts(LOG_ROOM, [{ kind: 'deviceRevoked', device: 'd' as DeviceId }]);
  expect(mark.tick).toBe(facts[0]?.tick);
  expect((await open(disk)).health()).toBe('ok');
  const restored = await open(backup);
  expect([restored.epoch, restored.health()]).toEqual([2, 'recovering']);
  expect(restored.lastTick()).toBe(mark.tick);
  const [next] = await restored.appendFacts(LOG_ROOM, [{ kind: 'deviceRevoked', device: 'd' as DeviceId }]);
  expect(next?.tick).toBeGreaterThan(facts[0]?.tick ?? 0);
  // the same backup once more: an epoch no device has seen
  expect((await open(secondCopy)).epoch).toBe(3);
});

test('[LG-15] [S10] rows given back keep their received and do not stand in the device’s way', async () => {
  const { before, restored, device, given } = await loseAfterBackup();
  const foreign = makeYjsLog('dev-a', 5);
  expect(await restored.log.giveBack(LOG_ROOM, given, [])).toEqual({ rows: 2, facts: 0, refused: 0 });
  expect(rowsIn(restored)).toEqual(rowsIn(before));
  // again, and from a second holder: known
  expect(await restored.log.giveBack(LOG_ROOM, given, [])).toEqual({ rows: 0, facts: 0, refused: 0 });
  const replica = new Y.Doc();
  for (const { update } of restored.log.diff(LOG_ROOM, Uint8Array.of(0), null)) Y.applyUpdate(replica, update);
  expect(replica.getArray('e:dev-a').length).toBe(2);
  expect(replica.getArray('e:dev-a:r2').toArray()).toEqual(given.map(({ row }) => row));
  // the device goes on from what the relay has of its own log, its old rows being known by slot and id
  Y.applyUpdate(foreign.doc, device.all());
  expect(await restored.append(foreign.all())).toMatchObject({ kind: 'stored' });
  expect(await restored.append(device.push(makeEvent({ n: 4 })))).toMatchObject({ kind: 'stored' });
  const received = new Map(rowsIn(restored));
  expect([...received].slice(0, 4)).toEqual(rowsIn(before));
});

test('[LG-15] [LG-26] what no receipt of this relay proves is refused', async () => {
  const { restored, given } = await loseAfterBackup();
  const [first] = given;
  if (!first) throw new Error('a row');
  const other = await openTestLog(undefined, { seed: 'another key' });
  const refused = { rows: 0, facts: 0, refused: 1 };
  const tampered = { ...first, row: first.row.replace('通话', '成交') };
  expect(await restored.log.giveBack(LOG_ROOM, [tampered], [])).toEqual(refused);
  expect(await restored.log.giveBack(LOG_ROOM, [{ ...first, received: first.received - 1 }], [])).toEqual(refused);
  expect(await restored.log.giveBack(LOG_ROOM, [{ ...first, mac: '' }], [])).toEqual(refused);
  expect(await restored.log.giveBack(LOG_ROOM, [{ ...first, row: 'no row' }], [])).toEqual(refused);
  await restored.log.createRoom('log:west:2026Q4@1');
  expect(await restored.log.giveBack('log:west:2026Q4@1', [first], [])).toEqual(refused);
  expect(await other.log.giveBack(LOG_ROOM, [first], [])).toEqual(refused);
  expect(rowsIn(restored).length).toBe(2);
});

test('[LG-16] [S10] an older receipt lowers a row sent again, and what came before it', async () => {
  const { before, restored, device, given } = await loseAfterBackup();
  // the device was faster than whoever gives back: its rows stand with a later received
  expect(await restored.append(device.all())).toMatchObject({ kind: 'stored' });
  expect(rowsIn(restored)[2]?.[1]).toBe(START_MS + 120_000);
  const [, last] = given;
  if (!last) throw new Error('a row');
  expect(await restored.log.giveBack(LOG_ROOM, [last], [])).toEqual({ rows: 1, facts: 0, refused: 0 });
  expect(rowsIn(restored)).toEqual(rowsIn(before));
  const lowered = [...restored.log.facts(LOG_ROOM)].flatMap((fact) => (fact.kind === 'received' ? [fact] : []));
  expect(lowered.map(({ id, time }) => [id, time]).sort()).toEqual([
    ['ev-dev-a-2', START_MS + 60_000],
    ['ev-dev-a-3', START_MS + 60_000],
  ]);
  expect(restored.log.unsealed(LOG_ROOM).map(({ received }) => received)).toContain(START_MS + 60_000);
});

test('[LG-16] [S10] the predecessor on another device is lowered with it', async () => {
  const first = makeEvent({ n: 5 });
  const second = makeEvent({ n: 0, id: 'second' as EventId, device: 'dev-b' as DeviceId, prev: first.id, lam: 9 });
  const early = await openTestLog();
  const a = makeYjsLog('dev-a', 5).push(first);
  const b = makeYjsLog('dev-b', 6).push(second);
  const outcome = await early.append(b, { device: 'dev-b' });
  const receipt = outcome.kind === 'stored' ? outcome.receipts[0] : undefined;
  const given = { row: encodeRow(second), received: receipt?.received ?? 0, mac: receipt?.mac ?? '' };
  // the same key, an empty database: everything was lost
  const late = await openTestLog();
  late.clock.set(START_MS + 60_000);
  await late.append(a);
  await late.append(b, { device: 'dev-b' });
  await late.log.giveBack(LOG_ROOM, [given], []);
  expect(rowsIn(late).map(([, received]) => received)).toEqual([given.received, given.received]);
});

test('[LG-17] a fact of one document is no fact of another, and later ticks are greater than given ones', async () => {
  const { before, factTexts } = await loseAfterBackup();
  const other = 'log:west:2026Q4@1';
  // behind the lost ticks in time
  const restored = await openTestLog(undefined, { restored: true, rooms: [LOG_ROOM, other] });
  expect(await restored.log.giveBack(other, [], factTexts)).toEqual({ rows: 0, facts: 0, refused: 2 });
  expect(await restored.log.giveBack(LOG_ROOM, [], factTexts)).toEqual({ rows: 0, facts: 2, refused: 0 });
  const last = Math.max(...[...before.log.facts(LOG_ROOM)].map(({ tick }) => tick));
  const [next] = await restored.log.appendFacts(LOG_ROOM, [{ kind: 'deviceRevoked', device: 'dev-x' as DeviceId }]);
  expect(next?.tick).toBeGreaterThan(last);
});

test('[LG-16] lowered times survive a restart', async () => {
  const disk = makeMemoryDisk();
  const opened = await openTestLog(makeMemoryStorage(disk));
  await opened.append(makeYjsLog('dev-a', 5).push(makeEvent({ n: 0 })));
  const fact = { kind: 'received' as const, id: 'ev-dev-a-0' as EventId, time: START_MS - 5 };
  await opened.log.appendFacts(LOG_ROOM, [fact]);
  const again = await openTestLog(makeMemoryStorage(disk));
  expect(rowsIn(again)).toEqual([['ev-dev-a-0', START_MS - 5]]);
});

test('[LG-17] [S10] facts come back with their own tick, once, and only with a right MAC', async () => {
  const { before, restored, given, factTexts } = await loseAfterBackup();
  await restored.log.giveBack(LOG_ROOM, given, []);
  const [seal = '', revoked = ''] = factTexts;
  const forged = revoked.replace('dev-x', 'dev-y');
  expect(await restored.log.giveBack(LOG_ROOM, [], [seal, revoked, revoked, forged, 'x'])).toEqual({
    rows: 0,
    facts: 2,
    refused: 2,
  });
  expect(await restored.log.giveBack(LOG_ROOM, [], [seal])).toEqual({ rows: 0, facts: 0, refused: 0 });
  const facts = [...restored.log.facts(LOG_ROOM)];
  expect(facts).toEqual([...before.log.facts(LOG_ROOM)]);
  // the seal covers the rows again
  expect(restored.log.unsealed(LOG_ROOM)).toEqual([]);
  expect(restored.log.lastTick()).toBeGreaterThanOrEqual(facts[1]?.tick ?? Number.POSITIVE_INFINITY);
  const body = (fact: RelayFact | undefined): string => (fact ? relayFactBody(fact) : '');
  expect(body(decodeRelayFact(revoked)?.fact)).toBe(body(facts[1]));
});

test('[LG-28] [S10] a room the backup does not know is made by what proves that it once was, and by nothing else', async () => {
  const room = 'contact:c-9@1';
  const before = await openTestLog();
  await before.log.createRoom(room);
  const event = makeEvent({ n: 0, type: 'contactSaved', subject: 'c-9', payload: { person: 'p', name: '陈工' } });
  const outcome = await before.append(makeYjsLog('dev-a', 7).push(event), { room });
  const [receipt] = outcome.kind === 'stored' ? outcome.receipts : [];
  if (receipt === undefined) throw new Error('the row was not taken');
  const given: GivenRow = { row: encodeRow(event), received: receipt.received, mac: receipt.mac };
  const restored = await openTestLog(undefined, { restored: true });
  expect(await restored.log.giveBack(room, [{ ...given, mac: 'made-up' }], ['[]'])).toEqual({
    rows: 0,
    facts: 0,
    refused: 2,
  });
  expect(restored.log.rooms()).not.toContain(room);
  expect(await restored.log.giveBack(room, [given], [])).toEqual({ rows: 1, facts: 0, refused: 0 });
  expect([...restored.log.rows(room)].map(({ event: stored }) => stored.id)).toEqual([event.id]);
});

test('[LG-28] [S10] a room younger than the backup is made again by what proves that it was there, and by nothing else', async () => {
  const disk = makeMemoryDisk();
  const before = await openTestLog(makeMemoryStorage(disk));
  const backup = copyOf(disk);
  const young = 'contact:c1@1';
  await before.log.createRoom(young);
  const [fact] = await before.log.appendFacts(young, [{ kind: 'deviceRevoked', device: 'dev-x' as DeviceId }]);
  const replica = new Y.Doc();
  for (const { update } of before.log.diff(young, Uint8Array.of(0), null)) Y.applyUpdate(replica, update);
  const texts = replica.getArray<string>('e:relay:1').toArray();
  const restored = await openTestLog(makeMemoryStorage(backup), { restored: true, seed: 'restored' });
  expect(await restored.log.giveBack(young, [], ['no fact'])).toMatchObject({ facts: 0, refused: 1 });
  expect(restored.log.rooms()).not.toContain(young);
  expect(await restored.log.giveBack(young, [], texts)).toMatchObject({ facts: 1, refused: 0 });
  expect([...restored.log.facts(young)]).toEqual([fact]);
});

test('[LG-29] [S10] [I1] a row given back that a stored successor bounds is told to be earlier than its receipt', async () => {
  const first = makeEvent({ n: 0 });
  const early = await openTestLog();
  early.clock.set(START_MS + 60_000);
  const outcome = await early.append(makeYjsLog('dev-a', 5).push(first));
  const receipt = outcome.kind === 'stored' ? outcome.receipts[0] : undefined;
  const given = { row: encodeRow(first), received: receipt?.received ?? 0, mac: receipt?.mac ?? '' };
  const next = 'log:east:2027Q1@1';
  // the same key, an empty database, and the successor is there first
  const late = await openTestLog(makeMemoryStorage(), { rooms: [LOG_ROOM, next] });
  await late.append(makeYjsLog('dev-a', 7).push(makeEvent({ n: 1, prev: first.id })), { room: next });
  const [successor] = [...late.log.rows(next)];
  await late.log.giveBack(LOG_ROOM, [given], []);
  expect(rowsIn(late)).toEqual([[first.id, successor?.received]]);
  expect([...late.log.facts(LOG_ROOM)]).toMatchObject([{ kind: 'received', id: first.id, time: successor?.received }]);
});
