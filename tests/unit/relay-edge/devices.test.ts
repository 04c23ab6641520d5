import { afterEach, describe, expect, it } from 'vitest';
import { CLOSE_CODES, type DevicesAnswer } from '#protocol';
import { type ManualClock, makeManualClock } from '../../../sync-relay/clock.ts';
import { updateMessage } from '../../../sync-relay/session/sync-messages.ts';
import { type Storage, StorageFailure } from '../../../sync-relay/storage/contract.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { type InProcessRelay, openRelay } from '../../support/relay.ts';
import { customer, foundCompany, send, type TestCompany } from './company.ts';
import { makeHttp } from './raw-device.ts';

let company: TestCompany | null = null;
let relay: InProcessRelay | null = null;
afterEach(async () => {
  await company?.stop();
  await relay?.stop();
  [company, relay] = [null, null];
});
const START_MS = 1_790_000_000_000;

describe('ending a device', () => {
  it('[AU-6] [R93] a lost phone is cut off, may write nothing more, and is told to wipe at its next contact', async () => {
    company = await foundCompany();
    const lost = await company.joinAs('ren', 'dev-lost');
    const ren = await company.joinAs('ren', 'dev-ren');
    const unused = (await lost.post('/api/ticket', {})).body as { ticket: string };
    const late = send(
      lost,
      'pool:east@1',
      lost.author.update('pool:east@1', 'customerCreated', 'c-1', customer('ren')),
    );
    expect((await late).type).toBe('ack');
    expect((await ren.post('/api/devices/end', { device: 'dev-lost' })).status).toBe(200);
    expect((await lost.line.closed).code).toBe(CLOSE_CODES.deviceRevoked.code);
    expect(company.relay.authn.redeemTicket(unused.ticket)).toBeNull();
    const answer = await lost.get('/api/session');
    expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([401, '"cache", "cookies", "storage"']);
    expect((await makeHttp(company.url).get('/api/session')).headers.get('clear-site-data')).toBeNull();
    expect((await ren.get('/api/session')).status).toBe(200);
    expect(company.relay.company.org().members['ren']?.devices).toEqual(['dev-ren']);
  });
  it('[AU-6] an append that arrives before the socket is closed is refused', async () => {
    company = await foundCompany();
    const lost = await company.joinAs('ren', 'dev-lost');
    const frames: Uint8Array[] = [];
    const wire = {
      send: (bytes: Uint8Array) => frames.push(bytes),
      close: () => undefined,
      buffered: () => 0,
      pause: () => undefined,
      resume: () => undefined,
    };
    const session = { member: lost.author.member, device: lost.author.device, csrf: '' };
    const connection = company.relay.hub.connect(session, wire, 'pool:east@1');
    await company.relay.authn.endDevice(lost.author.device);
    const before = [...company.log.rows('pool:east@1')].length;
    const update = lost.author.update('pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    connection.receive(updateMessage(update));
    // judged and stored, if at all, before a row given later
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: 'n', name: '华北' });
    expect([...company.log.rows('pool:east@1')].length).toBe(before);
  });
  it('[AU-7] only its member and who leads him see a device and end it', async () => {
    company = await foundCompany();
    const ren = await company.joinAs('ren', 'dev-ren');
    const mia = await company.joinAs('mia', 'dev-mia');
    const wei = await company.joinAs('wei', 'dev-wei');
    const seen = async (from: typeof ren): Promise<string[]> => {
      const { devices } = (await (await from.get('/api/devices')).json()) as DevicesAnswer;
      return devices.map(({ device }) => device).sort();
    };
    expect(await seen(wei)).toEqual(['dev-wei']);
    expect(await seen(mia)).toEqual(['dev-mia', 'dev-ren']);
    expect(await seen(company.owner)).toEqual(['dev-mia', 'dev-owner', 'dev-ren', 'dev-wei']);
    const end = async (from: typeof ren, device: string) => (await from.post('/api/devices/end', { device })).status;
    expect(await end(wei, 'dev-ren')).toBe(404);
    expect(await end(mia, 'dev-owner')).toBe(404);
    expect(await end(mia, 'dev-nobody')).toBe(404);
    expect(await end(mia, 'dev-ren')).toBe(200);
    expect(await seen(mia)).toEqual(['dev-mia']);
  });
  it('[AU-8] signing out ends the device and its socket', async () => {
    company = await foundCompany();
    const ren = await company.joinAs('ren', 'dev-ren');
    expect((await ren.post('/api/session/end', {})).status).toBe(200);
    expect((await ren.line.closed).code).toBe(CLOSE_CODES.notSignedIn.code);
    expect((await ren.get('/api/session')).status).toBe(401);
    expect(company.relay.company.org().members['ren']?.devices).toEqual([]);
  });
});

/** Storage whose next commit but `skip` fails: not stored, or stored without anybody hearing of it (a kill). */
const failingStorage = (disk: MemoryDisk) => {
  const inner = makeMemoryStorage(disk);
  let left = Number.POSITIVE_INFINITY;
  let isStored = false;
  const storage: Storage = {
    ...inner,
    async commit(flush) {
      left -= 1;
      if (left !== -1) return inner.commit(flush);
      if (isStored) await inner.commit(flush);
      throw new StorageFailure('injected');
    },
  };
  const arm = (skip: number, stored: boolean): void => {
    [left, isStored] = [skip, stored];
  };
  return { storage, arm, failed: () => left < 0 };
};

describe('joining through failures', () => {
  const body = (secret: string, device: string, key = 'x') => ({ secret, device, publicKey: { key }, name: '老板' });
  const sessions = async (storage: Storage): Promise<number> =>
    [...(await storage.load()).meta.keys()].filter((key) => key.startsWith('auth.session.')).length;

  it('[AU-9] killed or refused at each commit, the link then lets in one owner with one device and one session', async () => {
    let tried = 0;
    for (const stored of [false, true]) {
      for (let skip = 0; ; skip += 1) {
        const disk = makeMemoryDisk();
        const { storage, arm, failed } = failingStorage(disk);
        relay = await openRelay({ storage });
        const secret = await relay.relay.authn.makeOwnerLink();
        arm(skip, stored);
        const first = await makeHttp(relay.url).post('/api/join', body(secret, 'dev-1'));
        const wasHit = failed();
        if (wasHit && skip === 0) expect(first.status).toBe(503);
        await relay.stop();
        relay = await openRelay({ storage: makeMemoryStorage(disk) });
        const again = await makeHttp(relay.url).post('/api/join', body(secret, 'dev-1'));
        expect([stored, skip, again.status]).toEqual([stored, skip, 200]);
        expect((await makeHttp(relay.url).post('/api/join', body(secret, 'dev-2'))).status).toBe(410);
        const members = Object.values(relay.relay.company.org().members);
        expect(members.map(({ devices }) => devices)).toEqual([['dev-1']]);
        expect(await sessions(relay.relay.storage)).toBe(1);
        await relay.stop();
        relay = null;
        if (!wasHit) break;
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThanOrEqual(2);
  });
  it('[AU-10] the same device asks again with its key for ten minutes; another key or device does not get in', async () => {
    const clock: ManualClock = makeManualClock(START_MS);
    relay = await openRelay({ clock });
    const secret = await relay.relay.authn.makeOwnerLink();
    const ask = async (device: string, key: string): Promise<number> =>
      (await makeHttp(relay?.url ?? '').post('/api/join', body(secret, device, key))).status;
    expect(await ask('dev-1', 'mine')).toBe(200);
    expect(await ask('dev-1', 'mine')).toBe(200);
    expect(await sessions(relay.relay.storage)).toBe(1);
    expect(await ask('dev-1', 'other')).toBe(410);
    expect(await ask('dev-2', 'mine')).toBe(410);
    clock.set(START_MS + 11 * 60_000);
    expect(await ask('dev-1', 'mine')).toBe(410);
  });
});
