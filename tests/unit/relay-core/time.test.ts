import { describe, expect, test } from 'vitest';
import type { DeviceId, Envelope, EventId, RelayFact } from '#rules';
import { makeRelayClock } from '../../../sync-relay/clock.ts';
import { FrozenFailure } from '../../../sync-relay/log/contract.ts';
import { makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { LOG_ROOM, openTestLog, START_MS, type TestLog } from '../../support/relay-log.ts';
import { makeEvent, makeYjsLog } from '../../support/yjs-log.ts';

const OTHER = 'log:west:2026Q4@1';
const receivedOf = ({ log }: TestLog, room = LOG_ROOM): Record<string, number> =>
  Object.fromEntries([...log.rows(room)].map(({ event, received }) => [event.id, received]));

describe('ticks', () => {
  test('[LG-6] [S1] ticks rise while the clock stands still, and each fact has its own', async () => {
    const opened = await openTestLog();
    const { log, append } = opened;
    const a = makeYjsLog('dev-a', 5);
    const ticks: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const outcome = await append(a.push(makeEvent({ n })));
      if (outcome.kind === 'stored') ticks.push(outcome.receipts[0]?.received ?? 0);
    }
    const facts = await log.appendFacts(LOG_ROOM, [
      { kind: 'deviceRevoked', device: 'dev-x' as DeviceId },
      { kind: 'deviceRevoked', device: 'dev-y' as DeviceId },
    ]);
    ticks.push(...facts.map(({ tick }) => tick));
    expect(ticks).toEqual([...new Set(ticks)].sort((x, y) => x - y));
    expect(log.lastTick()).toBe(ticks.at(-1));
    opened.clock.set(START_MS + 60_000);
    const [later] = await log.appendFacts(LOG_ROOM, [{ kind: 'deviceRevoked', device: 'dev-x' as DeviceId }]);
    expect(later?.tick).toBe(START_MS + 60_000);
    expect(log.now()).toBe(START_MS + 60_000);
  });

  test('[LG-6] rows of one flush share its tick', async () => {
    const opened = await openTestLog();
    await Promise.all(
      ['dev-a', 'dev-b'].map((device, index) =>
        opened.append(makeYjsLog(device, 5 + index).push(makeEvent({ n: 0, device: device as DeviceId })), { device }),
      ),
    );
    expect(new Set(Object.values(receivedOf(opened))).size).toBe(1);
  });
});

describe('received', () => {
  const chain = (count: number, device = 'dev-a', first = 0): Envelope[] =>
    Array.from({ length: count }, (_, index) =>
      makeEvent({
        n: first + index,
        id: `c-${index}` as EventId,
        device: device as DeviceId,
        prev: index === 0 ? null : (`c-${index - 1}` as EventId),
        lam: index + 1,
      }),
    );

  test('[LG-7] [S5] a predecessor uploaded later is lowered to its successor, over documents', async () => {
    const opened = await openTestLog(undefined, { rooms: [LOG_ROOM, OTHER] });
    const [first, second, third] = chain(3);
    if (!first || !second || !third) throw new Error('three events');
    const late = makeYjsLog('dev-a', 5);
    await opened.append(makeYjsLog('dev-a', 6).push(second), { room: OTHER });
    opened.clock.set(START_MS + 10_000);
    await opened.append(late.push(first));
    opened.clock.set(START_MS + 20_000);
    await opened.append(late.push(third));
    const lowered = receivedOf(opened, OTHER)['c-1'] ?? 0;
    expect(receivedOf(opened)).toEqual({ 'c-0': lowered, 'c-2': START_MS + 20_000 });
  });

  test('[LG-7] [S5] [S9] the next row of a clone’s branch follows another and bounds nothing', async () => {
    const opened = await openTestLog(undefined, { rooms: [LOG_ROOM, OTHER] });
    const [first, second] = chain(2);
    if (!first || !second) throw new Error('two events');
    const branch = { ...second, id: 'other-1' as EventId, prev: 'other-0' as EventId };
    await opened.append(makeYjsLog('dev-a', 6).push(branch), { room: OTHER });
    opened.clock.set(START_MS + 10_000);
    await opened.append(makeYjsLog('dev-a', 5).push(first));
    expect(receivedOf(opened)).toEqual({ 'c-0': START_MS + 10_000 });
  });

  test('[LG-7] [S5] the bound reaches back through all rows of one flush', async () => {
    const opened = await openTestLog(undefined, { rooms: [LOG_ROOM, OTHER] });
    const rows = chain(4);
    await opened.append(makeYjsLog('dev-a', 6).push(...rows.slice(3)), { room: OTHER });
    const bound = receivedOf(opened, OTHER)['c-3'];
    opened.clock.set(START_MS + 10_000);
    await opened.append(makeYjsLog('dev-a', 5).push(...rows.slice(0, 3)));
    expect(receivedOf(opened)).toEqual({ 'c-0': bound, 'c-1': bound, 'c-2': bound });
  });

  test('[LG-7] [S5] [S9] along prev over a change of device', async () => {
    const opened = await openTestLog();
    const [first, second] = chain(2);
    if (!first || !second) throw new Error('two events');
    const moved = { ...second, device: 'dev-b' as DeviceId, n: 0 };
    await opened.append(makeYjsLog('dev-b', 6).push(moved), { device: 'dev-b' });
    opened.clock.set(START_MS + 10_000);
    await opened.append(makeYjsLog('dev-a', 5).push(first));
    const received = receivedOf(opened);
    expect(received['c-0']).toBe(received['c-1']);
  });

  test('[LG-7] [S5] the bound reaches back over a change of device inside one flush', async () => {
    const opened = await openTestLog();
    const [first, second, third] = chain(3);
    if (!first || !second || !third) throw new Error('three events');
    const on = (event: Envelope, device: string, n: number): Envelope => ({ ...event, device: device as DeviceId, n });
    await opened.append(makeYjsLog('dev-c', 7).push(on(third, 'dev-c', 0)), { device: 'dev-c' });
    opened.clock.set(START_MS + 10_000);
    await Promise.all([
      opened.append(makeYjsLog('dev-a', 5).push(on(first, 'dev-a', 9)), { device: 'dev-a' }),
      opened.append(makeYjsLog('dev-b', 6).push(on(second, 'dev-b', 0)), { device: 'dev-b' }),
    ]);
    const received = receivedOf(opened);
    expect([received['c-0'], received['c-1']]).toEqual([received['c-2'], received['c-2']]);
  });

  test('[LG-7] a later row of the device bounds an earlier one though the row between is missing', async () => {
    const opened = await openTestLog(undefined, { rooms: [LOG_ROOM, OTHER] });
    const [first, , third] = chain(3);
    if (!first || !third) throw new Error('three events');
    await opened.append(makeYjsLog('dev-a', 6).push(third), { room: OTHER });
    opened.clock.set(START_MS + 10_000);
    await opened.append(makeYjsLog('dev-a', 5).push(first));
    expect(receivedOf(opened)['c-0']).toBe(receivedOf(opened, OTHER)['c-2']);
  });

  test('[LG-7] [LG-2] what waits for its predecessor is known after a restart', async () => {
    const disk = makeMemoryDisk();
    const before = await openTestLog(makeMemoryStorage(disk));
    const [first, second] = chain(2);
    if (!first || !second) throw new Error('two events');
    await before.append(makeYjsLog('dev-b', 6).push({ ...second, device: 'dev-b' as DeviceId, n: 0 }), {
      device: 'dev-b',
    });
    const after = await openTestLog(makeMemoryStorage(disk));
    after.clock.set(START_MS + 10_000);
    await after.append(makeYjsLog('dev-a', 5).push(first));
    const received = receivedOf(after);
    expect(received['c-0']).toBe(received['c-1']);
  });

  test('[LG-7] a row of another device or a later one is not lowered', async () => {
    const opened = await openTestLog();
    await opened.append(makeYjsLog('dev-a', 5).push(makeEvent({ n: 7 })));
    opened.clock.set(START_MS + 10_000);
    await opened.append(makeYjsLog('dev-a', 5).push(makeEvent({ n: 7 }), makeEvent({ n: 8 })));
    await opened.append(makeYjsLog('dev-b', 6).push(makeEvent({ n: 0, device: 'dev-b' as DeviceId })), {
      device: 'dev-b',
    });
    expect(Object.values(receivedOf(opened)).filter((received) => received >= START_MS + 10_000)).toHaveLength(2);
  });
});

describe('seals', () => {
  const seal = async ({ log }: TestLog, room = LOG_ROOM): Promise<RelayFact | undefined> =>
    (await log.appendFacts(room, [{ kind: 'seal', ranges: log.unsealed(room) }]))[0];

  test('[LG-9] [S8] a seal covers its rows with the offset to their received', async () => {
    const opened = await openTestLog();
    const a = makeYjsLog('dev-a', 5);
    await opened.append(a.push(makeEvent({ n: 0 }), makeEvent({ n: 1 })));
    opened.clock.set(START_MS + 5000);
    await opened.append(a.push(makeEvent({ n: 2 })));
    const received = receivedOf(opened);
    const fact = await seal(opened);
    const covered =
      fact?.kind === 'seal'
        ? fact.ranges.map(([device, from, to, offset]) => [device, from, to, fact.tick - offset])
        : [];
    expect(covered).toEqual([
      ['dev-a', 0, 1, received['ev-dev-a-0']],
      ['dev-a', 2, 2, received['ev-dev-a-2']],
    ]);
    expect(opened.log.unsealed(LOG_ROOM)).toEqual([]);
  });

  test('[LG-9] ranges never join devices, and a seal covers no more than its range', async () => {
    const opened = await openTestLog();
    const rows = (device: string): Envelope[] => [0, 1].map((n) => makeEvent({ n, device: device as DeviceId }));
    await Promise.all(
      ['dev-a', 'dev-b'].map((device, index) =>
        opened.append(makeYjsLog(device, 5 + index).push(...rows(device)), { device }),
      ),
    );
    const ranges = opened.log.unsealed(LOG_ROOM);
    expect(ranges.map(({ device, from, to }) => [device, from, to])).toEqual([
      ['dev-a', 0, 1],
      ['dev-b', 0, 1],
    ]);
    const [first] = ranges;
    if (first) await opened.log.appendFacts(LOG_ROOM, [{ kind: 'seal', ranges: [{ ...first, to: 0 }] }]);
    expect(opened.log.unsealed(LOG_ROOM).map(({ device, from, to }) => [device, from, to])).toEqual([
      ['dev-a', 1, 1],
      ['dev-b', 0, 1],
    ]);
  });

  test('[LG-9] a range spans slots of other documents, never free ones', async () => {
    const opened = await openTestLog(undefined, { rooms: [LOG_ROOM, OTHER] });
    const a = makeYjsLog('dev-a', 5);
    const west = makeYjsLog('dev-a', 6);
    const append = [
      opened.append(a.push(makeEvent({ n: 0 }), makeEvent({ n: 2 }), makeEvent({ n: 4 }))),
      opened.append(west.push(makeEvent({ n: 1 })), { room: OTHER }),
    ];
    await Promise.all(append);
    expect(opened.log.unsealed(LOG_ROOM).map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [4, 4],
    ]);
    const fact = await seal(opened);
    // the free slot 3 comes late with a received of its own
    opened.clock.set(START_MS + 5000);
    await opened.append(a.push(makeEvent({ n: 3, lam: 1 })));
    expect(opened.log.unsealed(LOG_ROOM).map(({ from, to }) => [from, to])).toEqual([[3, 3]]);
    expect(fact?.kind).toBe('seal');
  });

  test('[LG-13] [LG-25] [S2] [S10] frozen after a restore and after a jump; appends go on', async () => {
    const opened = await openTestLog(undefined, { restored: true });
    const { log, clock } = opened;
    const a = makeYjsLog('dev-a', 5);
    const draft = { kind: 'seal' as const, ranges: [] };
    expect(log.health()).toBe('recovering');
    expect(await opened.append(a.push(makeEvent({ n: 0 })))).toMatchObject({ kind: 'stored' });
    await expect(log.appendFacts(LOG_ROOM, [draft])).rejects.toBeInstanceOf(FrozenFailure);
    await log.endRecovery();
    expect(log.health()).toBe('ok');
    clock.setJumped(true);
    expect(log.health()).toBe('clockJumped');
    expect(await opened.append(a.push(makeEvent({ n: 1 })))).toMatchObject({ kind: 'stored' });
    await expect(log.appendFacts(LOG_ROOM, [draft])).rejects.toBeInstanceOf(FrozenFailure);
    log.confirmClock();
    expect((await log.appendFacts(LOG_ROOM, [draft]))[0]?.kind).toBe('seal');
  });
});

describe('relay clock', () => {
  const machine = (wallMs: number): { wall: number; mono: number; clock: ReturnType<typeof makeRelayClock> } => {
    const state = { wall: wallMs, mono: 0 };
    return Object.assign(state, { clock: makeRelayClock({ wall: () => state.wall, mono: () => state.mono }) });
  };
  const MINUTE_MS = 60_000;

  test('[LG-24] [S2] a small error of the wall clock is slewed, forwards and backwards, never falling', () => {
    for (const error of [MINUTE_MS, -MINUTE_MS]) {
      const m = machine(START_MS);
      m.clock.startAfter(0);
      m.wall += error;
      let last = m.clock.now();
      for (let step = 0; step < 40; step += 1) {
        m.wall += MINUTE_MS;
        m.mono += MINUTE_MS;
        const now = m.clock.now();
        expect(now).toBeGreaterThan(last);
        expect(Math.abs(now - last - MINUTE_MS)).toBeLessThanOrEqual(MINUTE_MS * 0.06);
        last = now;
      }
      expect(Math.abs(last - m.wall)).toBeLessThan(2);
      expect(m.clock.jumped()).toBe(false);
    }
  });

  test('[LG-24] time starts after the highest durable tick', () => {
    const m = machine(START_MS);
    m.clock.startAfter(START_MS + MINUTE_MS);
    expect(m.clock.now()).toBe(START_MS + MINUTE_MS);
    expect(m.clock.jumped()).toBe(false);
  });

  test.each([10 * MINUTE_MS, -10 * MINUTE_MS, 30 * 24 * 60 * MINUTE_MS])('[LG-25] [S2] a jump by %i ms', (jump) => {
    const m = machine(START_MS);
    m.clock.startAfter(0);
    m.wall += jump + 1000;
    m.mono += 1000;
    expect(m.clock.jumped()).toBe(true);
    expect(m.clock.now()).toBe(START_MS + 1000);
    m.wall += 1000;
    m.mono += 1000;
    expect(m.clock.now()).toBe(START_MS + 2000);
    m.clock.confirm();
    expect(m.clock.jumped()).toBe(false);
    const after = m.clock.now();
    expect(after).toBe(jump > 0 ? m.wall : START_MS + 2000);
    m.wall += 1000;
    m.mono += 1000;
    expect(m.clock.now()).toBe(after + 1000);
    expect(m.clock.jumped()).toBe(false);
  });

  test('[LG-25] a wall clock far behind the last tick at start is a jump', () => {
    const m = machine(START_MS);
    m.clock.startAfter(START_MS + 10 * MINUTE_MS);
    expect(m.clock.jumped()).toBe(true);
    expect(m.clock.now()).toBe(START_MS + 10 * MINUTE_MS);
  });
});
