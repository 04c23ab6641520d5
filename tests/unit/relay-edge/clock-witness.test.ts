import { afterEach, describe, expect, it } from 'vitest';
import { makeManualClock } from '../../../sync-relay/clock.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { type InProcessRelay, openRelay } from '../../support/relay.ts';
import { until } from '../../support/until.ts';
import { type Colleague, foundCompany } from './company.ts';
import { openLine } from './raw-device.ts';

const START_MS = 1_790_000_000_000;
const DAYS = 24 * 3_600_000;

let relay: InProcessRelay | null = null;
afterEach(async () => {
  await relay?.stop();
  relay = null;
});

/** A relay on which two people's clocks were found right, closed again. */
const witnessed = async (): Promise<{ disk: MemoryDisk; colleagues: Colleague[] }> => {
  const disk = makeMemoryDisk();
  const clock = makeManualClock(START_MS);
  const company = await foundCompany({ storage: makeMemoryStorage(disk), clock });
  const colleagues = [await company.joinAs('ren', 'dev-ren'), await company.joinAs('wei', 'dev-wei')];
  for (const { line } of colleagues) {
    line.send({ type: 'hello', version: 1, clock: { boot: 'b', mono: 1, wall: clock.now() } });
  }
  await until(
    'known as right',
    () => [...disk.meta.keys()].filter((key) => key.startsWith('clock.good.')).length === 2,
  );
  await company.stop();
  return { disk, colleagues };
};
const startAgain = async (disk: MemoryDisk, atMs: number): Promise<InProcessRelay> => {
  relay = await openRelay({ storage: makeMemoryStorage(disk), clock: makeManualClock(atMs) });
  return relay;
};
/** The relay has taken everything this session sent: it answers what was sent after. */
const hello = async (opened: InProcessRelay, who: Colleague, wall: number): Promise<void> => {
  const session = Object.assign(who, {
    headers: () => ({ origin: opened.url, cookie: who.cookie, 'x-jieli-csrf': who.csrf }),
  });
  const post = async () => {
    const response = await fetch(`${opened.url}/api/ticket`, {
      method: 'POST',
      headers: session.headers(),
      body: '{}',
    });
    return { status: response.status, body: await response.json() };
  };
  const line = await openLine(opened.url, { ...session, post });
  line.send({ type: 'hello', version: 1, clock: { boot: 'b2', mono: 1, wall } });
  line.send({ type: 'open', channel: 1, room: 'nowhere@1' });
  await line.take('closed');
  line.socket.terminate();
};

describe('a wall clock wrong at the start', () => {
  it('[FD-37] [S2] two people with clocks known as right stop sealing until an operator has looked', async () => {
    const { disk, colleagues } = await witnessed();
    const opened = await startAgain(disk, START_MS + 3 * DAYS);
    for (const [index, who] of colleagues.entries()) {
      expect(opened.log.health()).toBe('ok');
      await hello(opened, who, START_MS + 60_000 + index * 1_000);
    }
    expect(opened.log.health()).toBe('clockJumped');
    expect(await (await fetch(`${opened.url}/readyz`)).text()).toBe('clockJumped\n');
    await opened.relay.duties.confirmClock();
    expect(opened.log.health()).toBe('ok');
  });

  it('[FD-37] [S2] a relay that is right is not stopped, and neither by one device again and again', async () => {
    const { disk, colleagues } = await witnessed();
    const opened = await startAgain(disk, START_MS + 3 * DAYS);
    const [ren, wei] = colleagues;
    if (ren === undefined || wei === undefined) throw new Error('two people');
    for (let times = 0; times < 3; times += 1) await hello(opened, ren, START_MS);
    expect(opened.log.health()).toBe('ok');
    await hello(opened, wei, START_MS + 3 * DAYS);
    expect(opened.log.health()).toBe('ok');
  });

  it('[FD-37] clocks never known as right say nothing about the relay’s', async () => {
    const company = await foundCompany({ clock: makeManualClock(START_MS) });
    relay = company;
    for (const [member, device] of [
      ['ren', 'dev-ren'],
      ['wei', 'dev-wei'],
    ] as const) {
      const who = await company.joinAs(member, device);
      who.line.send({ type: 'hello', version: 1, clock: { boot: 'b', mono: 1, wall: START_MS - 9 * DAYS } });
      who.line.send({ type: 'open', channel: 1, room: 'nowhere@1' });
      await who.line.take('closed');
    }
    expect(company.log.health()).toBe('ok');
  });
});
