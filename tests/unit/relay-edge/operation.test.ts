import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MUX_PROTOCOL, TICKET_PREFIX } from '#protocol';
import { makeManualClock } from '../../../sync-relay/clock.ts';
import { makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { openRelay } from '../../support/relay.ts';
import { until } from '../../support/until.ts';
import { foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';
import { openLine, openSocket } from './raw-device.ts';

let running: TestCompany | null = null;
const found = async (options: Parameters<typeof foundCompany>[0]): Promise<TestCompany> => {
  running = await foundCompany(options);
  return running;
};
afterEach(async () => {
  await running?.stop();
  running = null;
});

interface RawAnswer {
  readonly status: number;
  readonly cookie: string;
  readonly body: unknown;
}
/** A request with any Host header, as a proxy in front of the relay sends it. */
const rawPost = (port: number, path: string, body: object, headers: Record<string, string>): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    request({ port, path, method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          cookie: response.headers['set-cookie']?.[0] ?? '',
          body: JSON.parse(String(Buffer.concat(chunks))),
        }),
      );
    })
      .on('error', reject)
      .end(JSON.stringify(body));
  });
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const CALL = { channel: 'call', answered: true, summary: '通话', atMs: 1 };

describe('lines', () => {
  it('[FD-27] a socket that answers no ping is ended; one that answers stays', async () => {
    const timers = makeManualTimers();
    const company = await found({ deps: { timers } });
    const dead = await openLine(company.url, company.owner);
    dead.socket.pause();
    expect(company.relay.hub.size).toBe(2);
    for (let round = 0; round < 3; round += 1) {
      const pinged = new Promise((resolve) => company.owner.line.socket.once('ping', resolve));
      timers.advance(20_000);
      await pinged;
      // an answer on the same line comes after the pong
      await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: `t${round}`, name: 't' });
    }
    await until('the dead socket is gone', () => company.relay.hub.size === 1);
    dead.socket.terminate();
  });
  it('[FD-27] a stock client hears something every 15 seconds', async () => {
    const timers = makeManualTimers();
    const company = await found({ deps: { timers } });
    const frames: Uint8Array[] = [];
    const wire = {
      send: (bytes: Uint8Array) => frames.push(bytes),
      close: () => undefined,
      buffered: () => 0,
      pause: () => undefined,
      resume: () => undefined,
    };
    const { member, device } = company.owner.author;
    const connection = company.relay.hub.connect({ member, device, csrf: '' }, wire, 'org@1');
    const heard: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const before = frames.length;
      timers.advance(15_000);
      heard.push(frames.length - before);
    }
    expect(heard).toEqual([1, 1, 1]);
    connection.ended();
    timers.advance(60_000);
    expect(frames.length).toBe(4);
  });
});

describe('quarters', () => {
  it('[FD-28] at the turn of a quarter the next log is announced as open, and the one before takes what comes late', async () => {
    const clock = makeManualClock(Date.UTC(2026, 8, 30, 15, 59));
    const timers = makeManualTimers();
    const company = await found({ clock, deps: { timers } });
    const ren = await company.joinAs('ren', 'dev-ren');
    const [old, next] = ['log:east:2026Q3@1', 'log:east:2026Q4@1'];
    expect(QUARTER_ROOM(company, 'east')).toBe(old);
    const open = async (room: string): Promise<readonly string[]> => {
      const isOpen = (entry: { room: string; open: boolean }): boolean => entry.room === room && entry.open;
      const { entries } = await ren.line.take('catalogue', (frame) => frame.entries.some(isOpen));
      return entries.filter((entry) => entry.open && entry.room.startsWith('log:east')).map(({ room: name }) => name);
    };
    expect(await open(old)).toEqual([old]);
    clock.set(Date.UTC(2026, 8, 30, 16, 0));
    timers.advance(15_000);
    expect(await open(next)).toEqual([next]);
    expect(company.log.rooms()).toContain('log:east:2027Q1@1');
    for (const room of [old, next]) {
      const answer = await send(ren, room, ren.author.update(room, 'interactionRecorded', 'c-1', CALL));
      expect(answer.type).toBe('ack');
    }
  });
});

describe('operator', () => {
  it('[HT-8] links and origins follow PUBLIC_URL, and cookies are secure behind https', async () => {
    const publicUrl = 'https://jieli.example';
    const port = await freePort();
    const relay = await openRelay({ port, deps: { publicUrl } });
    expect(relay.url).toBe(publicUrl);
    const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<RawAnswer> =>
      rawPost(port, path, body, { origin: publicUrl, host: 'jieli.example', ...headers });
    const secret = await relay.relay.authn.makeOwnerLink();
    const founder = { secret, device: 'dev-owner', publicKey: {}, name: '老板' };
    expect((await post('/api/join', founder, { origin: 'https://other.example' })).status).toBe(403);
    const joined = await post('/api/join', founder);
    expect(joined.cookie).toMatch(/; Secure/);
    const { csrf, member } = joined.body as { csrf: string; member: string };
    const signedIn = { cookie: joined.cookie.split(';')[0] ?? '', 'x-jieli-csrf': csrf };
    const invite = await post('/api/invites', { member }, signedIn);
    expect((invite.body as { link: string }).link).toMatch(/^https:\/\/jieli\.example\/join#[\w-]{20,}$/);
    const { ticket } = (await post('/api/ticket', {}, signedIn)).body as { ticket: string };
    const local = `http://127.0.0.1:${port}`;
    const socket = openSocket(local, '/mux', [MUX_PROTOCOL, TICKET_PREFIX + ticket], publicUrl);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
    await relay.stop();
  });
  it('[HT-7] behind a proxy a guesser uses up only his own tries, whatever he writes before the proxy’s word', async () => {
    const publicUrl = 'https://jieli.example';
    const guess = async (port: number, forwarded: string): Promise<number> => {
      const headers = { origin: publicUrl, host: 'jieli.example', 'x-forwarded-for': forwarded };
      return (await rawPost(port, '/api/invites/look', { secret: 'x'.repeat(20) }, headers)).status;
    };
    const clock = makeManualClock(1_790_000_000_000);
    const behind = await freePort();
    const relay = await openRelay({ clock, port: behind, deps: { publicUrl } });
    for (let tries = 0; tries < 20; tries += 1)
      expect(await guess(behind, `203.0.113.${tries}, 198.51.100.7`)).toBe(410);
    expect(await guess(behind, '198.51.100.9, 198.51.100.7')).toBe(429);
    expect(await guess(behind, '198.51.100.8')).toBe(410);
    await relay.stop();
    const open = await openRelay({ clock });
    const port = Number(new URL(open.url).port);
    const direct = async (forwarded: string) =>
      (
        await rawPost(
          port,
          '/api/invites/look',
          { secret: 'x'.repeat(20) },
          { origin: open.url, host: new URL(open.url).host, 'x-forwarded-for': forwarded },
        )
      ).status;
    for (let tries = 0; tries < 20; tries += 1) expect(await direct(`203.0.113.${tries}`)).toBe(410);
    expect(await direct('203.0.113.99')).toBe(429);
    await open.stop();
  });
  it('[HT-9] [S10] a restored relay seals again only when the owner says so', async () => {
    const disk = makeMemoryDisk();
    const clock = makeManualClock(1_790_000_000_000);
    const company = await found({ storage: makeMemoryStorage(disk), clock });
    await company.relay.ruleHost.settle();
    const restored = await openRelay({ storage: makeMemoryStorage(disk), clock, restored: true });
    const { log, relay } = restored;
    expect([log.epoch, log.health()]).toEqual([2, 'recovering']);
    const line = await openLine(restored.url, {
      ...company.owner,
      post: (path, body) =>
        fetch(restored.url + path, {
          method: 'POST',
          headers: { ...company.owner.headers(), origin: restored.url, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }).then(async (answer) => ({ status: answer.status, body: await answer.json() })),
    });
    expect((await line.take('welcome')).epoch).toBe(2);
    const update = company.owner.author.update('org@1', 'territoryDefined', 'org', { territory: 'n', name: 'n' });
    line.send({ type: 'append', batch: 1, room: 'org@1', clock: { boot: 'b', mono: 1, wall: 1 }, update });
    await line.take('ack');
    await relay.ruleHost.settle();
    expect(log.unsealed('org@1')).toHaveLength(1);
    const end = await fetch(`${restored.url}/api/admin/end-recovery`, {
      method: 'POST',
      headers: { ...company.owner.headers(), origin: restored.url },
    });
    expect(await end.json()).toEqual({ health: 'ok' });
    expect(log.unsealed('org@1')).toEqual([]);
    await restored.stop();
  });
  it('[BK-1] [S11] the owner announces a backup; every device hears its tick, also after a restart', async () => {
    const disk = makeMemoryDisk();
    const timers = makeManualTimers();
    const company = await found({ storage: makeMemoryStorage(disk), deps: { timers } });
    const ren = await company.joinAs('ren', 'dev-ren');
    expect((await ren.line.take('catalogue')).backupTick).toBe(0);
    const tick = company.log.lastTick();
    const announce = (from: typeof ren, value: number) => from.post('/api/admin/backup-made', { tick: value });
    expect((await announce(ren, tick)).body).toEqual({ error: 'notEntitled' });
    expect((await announce(company.owner, tick + 1e9)).body).toEqual({ error: 'badRequest' });
    expect((await announce(company.owner, tick)).body).toEqual({ tick });
    expect((await announce(company.owner, tick - 5)).body).toEqual({ tick });
    timers.advance(15_000);
    expect((await ren.line.take('catalogue', ({ backupTick }) => backupTick > 0)).backupTick).toBe(tick);
    const again = await openRelay({ storage: makeMemoryStorage(disk) });
    expect(again.relay.backup.tick()).toBe(tick);
    await again.stop();
  });
});
