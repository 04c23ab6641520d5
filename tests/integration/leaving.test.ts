import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Command, decodeRow } from '#rules';
import { makeExtrasFor } from '../../client/data/extras/extras.ts';
import { atOnce, fetchedLater } from '../../client/data/worker/later.ts';
import { plainDrowsing } from '../support/drowsy.ts';
import { makeFickleScratch } from '../support/fickle-scratch.ts';
import { orgModel } from '../support/no-extras.ts';
import {
  makePeer,
  makePeerDisk,
  originFetch,
  originSocket,
  type Peer,
  type PeerDisk,
  type PeerOptions,
} from '../support/peer.ts';
import { plainDecide } from '../support/plain-decide.ts';
import { realTimers } from '../support/real-timers.ts';
import { until } from '../support/until.ts';
import { foundCompany, type TestCompany } from '../unit/relay-edge/company.ts';
import { goodPdf } from '../unit/relay-edge/files.ts';

let company: TestCompany;
let ren: Peer;
const peers: Peer[] = [];

const peerOn = async (disk: PeerDisk = makePeerDisk(), more: Partial<PeerOptions> = {}): Promise<Peer> => {
  const makeExtras = makeExtrasFor(company.url);
  const peer = await makePeer({
    relayUrl: company.url,
    disk,
    decide: plainDecide,
    makeReadModels: orgModel,
    makeExtras,
    ...more,
  });
  peers.push(peer);
  return peer;
};
const invite = async (member: string): Promise<string> => {
  const { body } = await company.owner.post('/api/invites', { member });
  return new URL((body as { link: string }).link).hash.slice(1);
};
const create: Command = {
  type: 'customerCreated',
  subject: 'c1',
  payload: {
    territory: 'east',
    profile: { name: '丙客户' },
    owner: 'ren',
    opportunity: { opportunity: 'o1', name: '首单', stage: 'initialContact' },
  },
};
const pendingOf = (disk: PeerDisk): number => disk.store.stores.get('pending')?.size ?? 0;
const sessionStatus = async (cookies: ReadonlyMap<string, string>): Promise<number> =>
  (await originFetch(company.url, new Map(cookies))('/api/session', {})).status;

beforeEach(async () => {
  company = await foundCompany();
  ren = await peerOn();
  expect(await ren.core.join(await invite('ren'), null)).toMatchObject({ kind: 'joined', member: 'ren' });
});
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.stop();
  await company.stop();
});

/** A record and a file that the relay does not have. */
const leaveUnsent = async (): Promise<Uint8Array<ArrayBuffer>> => {
  ren.goOffline();
  const bytes = Uint8Array.from(goodPdf());
  expect((await ren.core.attach(new Blob([bytes]), '确认书.pdf', 'requirementConfirmation')).kind).toBe('queued');
  expect((await ren.core.run(create)).kind).toBe('saved');
  return bytes;
};

describe('joining over unsent records', () => {
  it('[LV-1] as another member: nothing wiped, the link not used up, until told to', async () => {
    await leaveUnsent();
    const secret = await invite('mia');
    expect(await ren.core.join(secret, null)).toEqual({ kind: 'failed', reason: 'offline' });
    const asked = await joinOverHttp(secret);
    expect(asked).toEqual({ kind: 'unsent', unsent: { records: 1, files: 1 } });
    expect(pendingOf(ren.disk)).toBe(1);
    expect(await ren.core.ask({ kind: 'session' })).toMatchObject({ member: 'ren' });
    ren.goOnline();
    expect(await ren.core.join(secret, null, true)).toMatchObject({ kind: 'joined', member: 'mia' });
    expect(await ren.core.ask({ kind: 'session' })).toMatchObject({ member: 'mia' });
  });

  it('[LV-1] as the same member: everything goes on under the new device and arrives', async () => {
    await leaveUnsent();
    const secret = await invite('ren');
    ren.goOnline();
    expect(await ren.core.join(secret, null)).toMatchObject({ kind: 'joined', member: 'ren' });
    await until('sent', () => pendingOf(ren.disk) === 0);
    expect(company.relay.company.fold.customer('c1' as never)).not.toBeNull();
  });
});

/** Joins while the socket cannot be opened, so that nothing unsent slips out meanwhile. */
const joinOverHttp = async (secret: string) => {
  const disk = ren.disk;
  ren.kill();
  const peer = await makePeer({
    relayUrl: company.url,
    disk,
    decide: plainDecide,
    makeReadModels: orgModel,
    makeExtras: makeExtrasFor('http://127.0.0.1:9'),
    openSocket: originSocket('http://127.0.0.1:9'),
  });
  peers.push(peer);
  const outcome = await peer.core.join(secret, null);
  peer.kill();
  ren = await peerOn(disk);
  return outcome;
};

describe('signing out', () => {
  it('[LV-1][LV-2] over unsent records wipes nothing, and gives all of it as text', async () => {
    const bytes = await leaveUnsent();
    expect(await ren.core.signOut(false)).toEqual({ kind: 'unsent', unsent: { records: 1, files: 1 } });
    expect(pendingOf(ren.disk)).toBe(1);
    const lines = (await ren.core.exportUnsent())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(lines).toHaveLength(2);
    expect(decodeRow(lines[0]?.['row'] ?? '')).toMatchObject({ type: 'customerCreated', subject: 'c1' });
    expect(lines[1]).toMatchObject({
      name: '确认书.pdf',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      base64: Buffer.from(bytes).toString('base64'),
    });
  });

  it('[LV-3] without a line: the session at the relay ends at the next chance, after a restart', async () => {
    await until('quiet', () => ren.core.workspace()?.syncState().connection === 'online');
    const cookies = new Map(ren.disk.cookies);
    ren.goOffline();
    expect(await ren.core.signOut(false)).toEqual({ kind: 'signedOut', relaySession: 'open' });
    expect(await sessionStatus(cookies)).toBe(200);
    ren.kill();
    ren = await peerOn(ren.disk);
    await vi.waitFor(async () => expect(await sessionStatus(cookies)).toBe(401), { timeout: 10_000 });
    await until('forgotten', () => ren.disk.store.stores.get('meta')?.size === 0);
  });

  it('[SL-5] nothing of who slept here is on the scratch then, nor what an earlier worker left there', async () => {
    const scratch = makeFickleScratch(100, () => scratch.end(false));
    const { make } = plainDrowsing(() => scratch);
    const wiped: (readonly [onScratch: number, kept: number])[] = [];
    await ren.core.run(create, 'create-1');
    await until('sent', () => ren.core.workspace()?.outbox.pendingCount() === 0);
    await ren.stop();
    const { disk } = ren;
    ren = await peerOn(disk, {
      sleep: { awake: 0, rows: 0, openingRows: 1, load: () => Promise.resolve(make) },
      later: (parts) =>
        atOnce({
          ...parts,
          wipeScratch: async () => {
            wiped.push([scratch.files.size, disk.store.stores.get('meta')?.size ?? 0]);
          },
        }),
    });
    await until('asleep', () => scratch.files.size > 0);
    expect((await ren.core.signOut(true)).kind).toBe('signedOut');
    expect(scratch.files.size).toBe(0);
    // before the device forgets who it belongs to: a start after a crash does it again
    expect(wiped).toEqual([[0, expect.any(Number)]]);
    expect(wiped[0]?.[1]).toBeGreaterThan(0);
  });

  it('[SL-5] nor what was left there by who signed out before there was anybody to delete it', async () => {
    let wiped = 0;
    const scratch = {
      sweep: () => Promise.resolve(),
      wipe: async () => {
        wiped += 1;
      },
    };
    await ren.core.run(create, 'create-1');
    await until('sent', () => ren.core.workspace()?.outbox.pendingCount() === 0);
    await ren.stop();
    const never = { now: () => null, whenHere: () => new Promise<never>(() => undefined), isMissing: () => true };
    const rest = { begin: () => undefined, again: () => undefined, stop: () => undefined };
    ren = await peerOn(ren.disk, { scratch, later: () => ({ ...never, ...rest }) });
    expect((await ren.core.signOut(true)).kind).toBe('signedOut');
    ren.kill();
    expect(wiped).toBe(0);
    ren = await peerOn(ren.disk, { scratch, later: (parts) => fetchedLater(() => Promise.resolve(parts), realTimers) });
    await until('wiped', () => wiped > 0);
  });

  it('[RP-13][R90] a copy that a killed process did not live to delete goes once the relay says what may be read', async () => {
    await ren.core.run(create, 'create-1');
    await until('sent', () => ren.core.workspace()?.outbox.pendingCount() === 0);
    await until('here', () => ren.core.workspace()?.isComplete() === true);
    await ren.stop();
    const { disk } = ren;
    const before = [...disk.replicas.keys()].sort();
    expect(before).not.toEqual([]);
    const [first] = before;
    for (const lost of ['pool:elsewhere@1', 'pool:elsewhere@1 in sync']) {
      disk.replicas.set(lost, [...(disk.replicas.get(first ?? '') ?? [])]);
    }
    ren = await peerOn(disk);
    await until('swept', () => !disk.replicas.has('pool:elsewhere@1'));
    expect(disk.replicas.has('pool:elsewhere@1 in sync')).toBe(false);
    expect(before.filter((room) => !disk.replicas.has(room))).toEqual([]);
  });

  it('[LV-3] without a line, and somebody else joins there: the session left is ended, his own is not', async () => {
    const cookies = new Map(ren.disk.cookies);
    ren.goOffline();
    await ren.core.signOut(false);
    const secret = await invite('mia');
    ren.goOnline();
    expect(await ren.core.join(secret, null)).toMatchObject({ kind: 'joined', member: 'mia' });
    expect(await sessionStatus(cookies)).toBe(401);
    expect(await sessionStatus(ren.disk.cookies)).toBe(200);
  });
});
