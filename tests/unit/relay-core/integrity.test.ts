import { describe, expect, test } from 'vitest';
import type { DeviceId } from '#rules';
import { MalformedBytes } from '../../../sync-relay/inspector/index.ts';
import { CorruptLog } from '../../../sync-relay/log/index.ts';
import { decodeSegment, EMPTY_CHAIN, encodeSegment } from '../../../sync-relay/log/segment.ts';
import { verifyStorage } from '../../../sync-relay/log/verify.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { readTrace } from '../../crash/trace.ts';
import { CORPUS } from '../../fuzz/corpus.ts';
import { attackerEvent, attackerRow, makeWorld, OWN_ROWS } from '../../fuzz/world.ts';
import { makePrng } from '../../support/prng.ts';
import { LOG_ROOM, openTestLog, START_MS } from '../../support/relay-log.ts';
import { makeEvent, makeYjsLog } from '../../support/yjs-log.ts';

/** A disk with some history: two devices, lowered times, seals, two rooms. */
const historyDisk = async (): Promise<MemoryDisk> => {
  const disk = makeMemoryDisk();
  const other = 'log:west:2026Q4@1';
  const { log, clock, append } = await openTestLog(makeMemoryStorage(disk), { rooms: [LOG_ROOM, other] });
  const a = makeYjsLog('dev-a', 5);
  const b = makeYjsLog('dev-b', 6);
  const eventOfB = (n: number): ReturnType<typeof makeEvent> => makeEvent({ n, device: 'dev-b' as DeviceId });
  for (let n = 0; n < 6; n += 2) {
    await append(a.push(makeEvent({ n: n + 1 })));
    clock.set(START_MS + 1000 * n);
    await Promise.all([
      append(b.push(eventOfB(n)), { device: 'dev-b', room: other }),
      append(a.push(makeEvent({ n }))),
    ]);
    await log.appendFacts(LOG_ROOM, [{ kind: 'seal', ranges: log.unsealed(LOG_ROOM) }]);
  }
  return disk;
};

/** Adds an update to a room's history as a flawless segment, as a broken relay might have stored it. */
const plant = (disk: MemoryDisk, room: string, update: Uint8Array): void => {
  const segments = disk.segments.get(room) ?? [];
  let chain = EMPTY_CHAIN;
  for (const bytes of segments) chain = decodeSegment(bytes, room, chain).chain;
  segments.push(encodeSegment({ tick: START_MS, lowered: [], update }, room, chain).bytes);
};

test('[LG-21] an honest history has no problem, with and without later planting', async () => {
  const disk = await historyDisk();
  const { problems, rooms } = await verifyStorage(makeMemoryStorage(disk));
  expect(problems).toEqual([]);
  expect(rooms.map(({ rows, facts }) => [rows, facts])).toEqual([
    [6, 3],
    [3, 0],
  ]);
});

/** What the connection alone tells (author, role) or the caller's state (receipts) is no longer in the bytes. */
const NEEDS_CONNECTION: ReadonlySet<string> = new Set([
  'row: author is another member',
  'row: shared history nobody received',
]);
/** Elements the relay already holds are never stored twice; planted again they break the order of the log. */
const planted = CORPUS.filter(({ name }) => !NEEDS_CONNECTION.has(name));

test.each(planted.map((hostile) => [hostile.name, hostile] as const))(
  '[LG-21] planted on disk it is named: %s',
  async (_name, { update }) => {
    const { disk } = await makeWorld();
    plant(disk, LOG_ROOM, update);
    const { problems } = await verifyStorage(makeMemoryStorage(disk));
    expect(problems).not.toEqual([]);
    for (const problem of problems) expect(problem).toContain(LOG_ROOM);
  },
);

test('[LG-21] a seal that names a wrong time, and a fact with a wrong MAC', async () => {
  const disk = makeMemoryDisk();
  const { log, append } = await openTestLog(makeMemoryStorage(disk));
  await append(makeYjsLog('dev-a', 5).push(makeEvent({ n: 0 })));
  const [range] = log.unsealed(LOG_ROOM);
  if (range) await log.appendFacts(LOG_ROOM, [{ kind: 'seal', ranges: [{ ...range, received: range.received - 1 }] }]);
  const { problems } = await verifyStorage(makeMemoryStorage(disk));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('says');
  disk.meta.set('log.macKey', '00'.repeat(32));
  const second = await verifyStorage(makeMemoryStorage(disk));
  expect(second.problems.join()).toContain('wrong MAC');
  await expect(openTestLog(makeMemoryStorage(disk))).rejects.toBeInstanceOf(CorruptLog);
});

test('[LG-18] one changed, added or missing byte anywhere is found at the next start', async () => {
  const disk = await historyDisk();
  const prng = makePrng(18);
  const segments = [...disk.segments].flatMap(([room, list]) => list.map((bytes, index) => ({ room, index, bytes })));
  for (let trial = 0; trial < 300; trial += 1) {
    const { room, index, bytes } = prng.pick(segments);
    const at = prng.int(bytes.length);
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ (1 << prng.int(8));
    const tampered = makeMemoryDisk();
    for (const [key, value] of disk.meta) tampered.meta.set(key, value);
    for (const name of disk.rooms) tampered.rooms.add(name);
    for (const [name, list] of disk.segments) {
      tampered.segments.set(
        name,
        name === room ? list.map((one, position) => (position === index ? changed : one)) : list,
      );
    }
    await expect(openTestLog(makeMemoryStorage(tampered))).rejects.toSatisfy(
      (error) => error instanceof CorruptLog || error instanceof MalformedBytes,
    );
  }
});

test('[LG-18] a segment removed from the middle of a history is found', async () => {
  const disk = await historyDisk();
  disk.segments.get(LOG_ROOM)?.splice(1, 1);
  await expect(openTestLog(makeMemoryStorage(disk))).rejects.toBeInstanceOf(CorruptLog);
});

test('[LG-18] a segment belongs to its room and to the history before it', () => {
  const segment = { tick: 5, lowered: [[0, 3]] as const, update: Uint8Array.of(0, 0) };
  const { bytes, chain } = encodeSegment(segment, LOG_ROOM, EMPTY_CHAIN);
  expect(decodeSegment(bytes, LOG_ROOM, EMPTY_CHAIN)).toMatchObject({ tick: 5, lowered: [[0, 3]] });
  expect(() => decodeSegment(bytes, 'org@1', EMPTY_CHAIN)).toThrow(CorruptLog);
  expect(() => decodeSegment(bytes, LOG_ROOM, chain)).toThrow(CorruptLog);
});

test('[LG-19] heads name the log: equal for equal logs however they were sent, other for others', async () => {
  const heads: string[] = [];
  const rows = [0, 1, 2].map((n) => makeEvent({ n }));
  const one = await openTestLog();
  const a = makeYjsLog('dev-a', 5);
  for (const row of rows) {
    const outcome = await one.append(a.push(row));
    if (outcome.kind === 'stored') heads.push(outcome.head);
  }
  const disk = makeMemoryDisk();
  const two = await openTestLog(makeMemoryStorage(disk), { seed: 'two' });
  const together = await two.append(makeYjsLog('dev-a', 99).push(...rows));
  expect(together).toMatchObject({ kind: 'stored', head: heads[2] });
  expect(new Set(heads).size).toBe(3);
  const again = await openTestLog(makeMemoryStorage(disk));
  const b = makeYjsLog('dev-a', 99);
  b.push(...rows);
  expect(await again.append(b.all())).toMatchObject({ kind: 'stored', head: heads[2] });
});

test('[LG-8] the acknowledgement names every row of the batch, known or new', async () => {
  const world = await makeWorld();
  world.attacker.push(attackerEvent(OWN_ROWS));
  const outcome = await world.append(world.attacker.all());
  if (outcome.kind !== 'stored') throw new Error(outcome.detail);
  expect(outcome.receipts.map(({ device, n, id }) => [device, n, id])).toEqual(
    [0, 1, 2, 3].map((n) => ['dev-a', n, `ev-dev-a-${n}`]),
  );
  const stored = new Map([...world.log.rows(LOG_ROOM)].map(({ event, received }) => [event.id, received]));
  for (const { id, received } of outcome.receipts) expect(received).toBe(stored.get(id as never));
  expect(new Set(outcome.receipts.map(({ mac }) => mac)).size).toBe(4);
  const given = outcome.receipts.map(({ n, received, mac }) => ({ row: attackerRow(n), received, mac }));
  expect((await world.log.giveBack(LOG_ROOM, given, [])).refused).toBe(0);
});

describe('the order of sync and acknowledgement', () => {
  const write = '7 pwrite64(21, "...[1,\\"ev-1\\",...", 4096, 0) = 4096';
  const ack = '9 write(1, "ack ev-1\\n", 9) = 9';
  test('[LG-27] an acknowledgement after its sync passes', () => {
    expect(readTrace([write, '7 fdatasync(21) = 0', ack].join('\n'))).toEqual({
      acknowledged: 1,
      followed: 1,
      syncs: 1,
      violations: [],
    });
    const split = [write, '7 fdatasync(21 <unfinished ...>', '7 <... fdatasync resumed>) = 0', ack];
    expect(readTrace(split.join('\n')).violations).toEqual([]);
  });

  test.each([
    ['no sync at all', [write, ack]],
    ['sync of another file', [write, '7 fdatasync(22) = 0', ack]],
    ['sync before the write', ['7 fdatasync(21) = 0', write, ack]],
    ['sync not finished', [write, '7 fdatasync(21 <unfinished ...>', ack]],
    ['sync failed', [write, '7 fdatasync(21) = -1 EIO', ack]],
    ['written during the sync', ['7 fdatasync(21 <unfinished ...>', write, '7 <... fdatasync resumed>) = 0', ack]],
  ])('[LG-27] %s is a violation', (_name, lines) => {
    expect(readTrace(lines.join('\n')).violations).toHaveLength(1);
  });
});
