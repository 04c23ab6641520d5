import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Command, type CustomerId, decide, type MemberId } from '#rules';
import { makeReadModels } from '../../client/data/answers/index.ts';
import { noExtras } from '../support/no-extras.ts';
import { copyOfDisk, digestOf, makePeer, makePeerDisk, type Peer, type PeerDisk } from '../support/peer.ts';
import { until } from '../support/until.ts';
import { foundCompany, type TestCompany } from '../unit/relay-edge/company.ts';
import { OpeningDevice, toldBy, toldByReader } from './support/opening-device.ts';

const MIA = 'mia' as MemberId;
const CUSTOMERS = 12;
/** Whoever may not read the west has what is in its pool, but not what was recorded there. */
const IN_WEST = 'c0' as CustomerId;
const SECRET = '只给西南看';

let company: TestCompany;
/** Of a device of mia's that stopped with everything here, before it ever made an opening. */
let fetched: PeerDisk;
let ren: Peer;
let device: OpeningDevice;

const customer = (id: string, territory: string): Command => ({
  type: 'customerCreated',
  subject: id,
  payload: {
    territory,
    profile: { name: `客户${id}` },
    opportunity: { opportunity: `${id}-1`, name: id, stage: 'initialContact' },
  },
});
const call = (subject: string, summary = '约了周三'): Command => ({
  type: 'interactionRecorded',
  subject,
  payload: { channel: 'call', answered: true, summary, atMs: Date.now() },
});
const run = async ({ core }: Peer, command: Command): Promise<void> => {
  expect(await core.run(command)).toMatchObject({ kind: 'saved' });
};
const isInSync = ({ core }: Peer): boolean => {
  const workspace = core.workspace();
  const state = workspace?.syncState();
  return state?.connection === 'online' && state.pending === 0 && workspace?.isComplete() === true;
};
/** Every record is sealed, and it knows: what it holds does not hang on receipts, which a kill may lose. */
const isSealed = (peer: Peer): boolean =>
  isInSync(peer) &&
  customersOn(peer).every(
    (id) => !/"standing":"(local|received)"/.test(JSON.stringify(peer.core.workspace()?.fold().customer(id))),
  );
const untilSealed = async (peer: Peer): Promise<void> => {
  await until('in sync', () => isInSync(peer));
  await company.relay.ruleHost.settle();
  await until('sealed', () => isSealed(peer));
};
const customersOn = ({ core }: Peer): readonly CustomerId[] =>
  [...(core.workspace()?.fold().customerIds() ?? [])].toSorted();

const knowsSecret = ({ core }: Peer): boolean =>
  JSON.stringify(core.workspace()?.fold().customer(IN_WEST)).includes(SECRET);

const joined = async (member: string, disk: PeerDisk): Promise<Peer> => {
  const peer = await makePeer({ relayUrl: company.url, disk, decide, makeReadModels, makeExtras: noExtras });
  const { body } = await company.owner.post('/api/invites', { member });
  const secret = new URL((body as { link: string }).link).hash.slice(1);
  expect((await peer.core.join(secret, null)).kind).toBe('joined');
  return peer;
};
const miaReads = (territories: readonly string[]): Promise<void> =>
  company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: MIA, territories });

beforeAll(async () => {
  company = await foundCompany();
  await miaReads(['east', 'west']);
  fetched = makePeerDisk();
  const mia = await joined(MIA, fetched);
  ren = await joined('ren', makePeerDisk());
  await until('both territories', () => mia.core.workspace()?.catalogue().logTerritories().size === 2);
  for (let at = 0; at < CUSTOMERS; at += 1) await run(mia, customer(`c${at}`, at % 3 === 0 ? 'west' : 'east'));
  await run(mia, call('c1'));
  const wei = await joined('wei', makePeerDisk());
  await until('wei knows of it', () => customersOn(wei).includes(IN_WEST));
  await run(wei, call(IN_WEST, SECRET));
  await until('told', () => knowsSecret(mia));
  await wei.stop();
  await until('all is here', () => isInSync(mia) && isInSync(ren) && customersOn(ren).length >= 8);
  await untilSealed(mia);
  await until('written', () => fetched.store.stores.get('pending')?.size === 0);
  await mia.stop();
});
afterAll(async () => {
  await ren.stop();
  await company.stop();
});
afterEach(async () => {
  await device.end();
  await miaReads(['east', 'west']);
});

/** A device that was stopped once it had made an opening. */
const withOpening = async (): Promise<void> => {
  device = new OpeningDevice(company.url, copyOfDisk(fetched));
  const peer = await device.start();
  await until('made', () => device.named() !== undefined);
  expect(device.opened).not.toEqual([]);
  await peer.stop();
};

/** What the next start tells is what a device does that reads everything. */
const tellsTheSame = async (): Promise<Peer> => {
  const expected = await toldByReader(company.url, device.disk, MIA);
  const peer = await device.start({ isOnline: false });
  expect(await toldBy(peer, MIA)).toEqual(expected);
  return peer;
};

describe('a start with what the last one left', () => {
  it('[OP-1][I1][R98] reads no copy of a room of customers, and answers every question as one that read everything', async () => {
    await withOpening();
    expect(device.named()?.files.parts.length).toBeGreaterThan(1);
    const peer = await tellsTheSame();
    expect(device.opened).toEqual([]);
    expect(customersOn(peer).length).toBeGreaterThanOrEqual(CUSTOMERS);
  });

  it('[OP-1][I1] holds what came while it was off, and what comes', async () => {
    await withOpening();
    await run(ren, customer('while-off', 'east'));
    await run(ren, call('c2', '来晚了'));
    await until('sent', () => isInSync(ren));
    const peer = await device.start();
    await until('came', () => isInSync(peer) && customersOn(peer).includes('while-off' as CustomerId));
    const before = digestOf(peer.core);
    await run(ren, call('c4', '刚刚'));
    await until('came as well', () => isInSync(ren) && digestOf(peer.core) !== before);
    await untilSealed(peer);
    expect(device.opened).toEqual([]);
    await peer.stop();
    await tellsTheSame();
  });

  it('[OP-1][R8] judges a save at once, keeps it over another start, and sends it', async () => {
    await withOpening();
    const first = await device.start({ isOnline: false });
    const [known, unknown] = await Promise.all([first.core.run(call('c1')), first.core.run(call('nobody'))]);
    expect([known.kind, unknown.kind]).toEqual(['saved', 'refused']);
    await first.stop();
    const second = await tellsTheSame();
    expect(device.opened).toEqual([]);
    expect(await second.core.ask({ kind: 'customer', id: 'c1' as CustomerId })).toMatchObject({
      unsynced: [expect.anything()],
    });
    await second.stop();
    const third = await device.start();
    await untilSealed(third);
    expect(device.opened).toEqual([]);
    await third.stop();
    await tellsTheSame();
  });

  it('[OP-4] makes another after many rows, and its files take the place of those before', async () => {
    await withOpening();
    const before = device.named();
    const peer = await device.start();
    await run(peer, call('c5'));
    await until('made', () => device.named()?.files.opening !== before?.files.opening);
    await until('gone', () => !device.scratch.files.has(Number(before?.files.opening)));
    await untilSealed(peer);
    await peer.stop();
    const named = device.named();
    expect(device.filesOf(named)).toHaveLength(1 + (named?.files.parts.length ?? 0));
    expect(device.scratch.files.size).toBe(device.filesOf(named).length);
    await tellsTheSame();
    expect(device.opened).toEqual([]);
  });
});

describe('an opening that is not good', () => {
  /** Everything is read, as if there were none; what is left of it goes. */
  const isNoGood = async (): Promise<void> => {
    const before = device.named();
    const peer = await tellsTheSame();
    expect(device.opened).not.toEqual([]);
    await until('its files are gone', () => device.filesOf(before).length === 0);
    await peer.stop();
  };
  const partsOf = (): readonly number[] => (device.named()?.files.parts ?? []).map(Number);
  const change = (file: number, bytes: Uint8Array | null): void => {
    const files = device.scratch.files as Map<number, Uint8Array>;
    if (bytes === null) files.delete(file);
    else files.set(file, bytes);
  };

  it('[OP-2] because one of its files is missing', async () => {
    await withOpening();
    change(partsOf()[1] ?? 0, null);
    await isNoGood();
    expect(device.named()).toBeUndefined();
    // And the next one is made as if there had been none.
    const peer = await device.start();
    await until('made', () => device.named() !== undefined);
    await peer.stop();
    await tellsTheSame();
    expect(device.opened).toEqual([]);
  });

  it('[OP-2] because it lost its end', async () => {
    await withOpening();
    const file = Number(device.named()?.files.opening);
    change(file, device.scratch.files.get(file)?.subarray(0, -1) ?? null);
    await isNoGood();
    expect(device.named()).toBeUndefined();
  });

  it('[OP-2] because another build made it, or another member', async () => {
    await withOpening();
    device.rename({ build: 'another' });
    await isNoGood();
    await device.end();
    await withOpening();
    device.rename({ member: 'ren' });
    await isNoGood();
  });

  it('[OP-2][R90] because a room it speaks of may not be read any more', async () => {
    await withOpening();
    const { files } = device.named() ?? {};
    await miaReads(['east']);
    // It learns of it in a process that never saw what comes behind the first screen, and so no opening.
    const meta = device.disk.store.stores.get('meta');
    const entries = meta?.get('catalogue') as readonly { readonly room: string }[];
    const lost = entries.filter(({ room }) => room.startsWith('log:west'));
    meta?.set(
      'catalogue',
      entries.filter((entry) => !lost.includes(entry)),
    );
    for (const { room } of lost) device.disk.replicas.delete(room);
    expect(lost).not.toEqual([]);
    expect(files).toBeDefined();
    await isNoGood();
    expect(device.named()).toBeUndefined();
  });
});

describe('access that is lost', () => {
  it('[OP-3][R90] while the device was off: nothing begins with it again from when it is told', async () => {
    await withOpening();
    const before = device.named();
    await miaReads(['east']);
    const peer = await device.start();
    await until('lost', () => isInSync(peer) && !knowsSecret(peer));
    await until('gone', () => !device.scratch.files.has(Number(before?.files.opening)));
    expect(device.named()?.files.opening).not.toBe(before?.files.opening);
    await until('another', () => device.named() !== undefined);
    await peer.stop();
    expect(device.filesOf(before)).toEqual([]);
    const next = await tellsTheSame();
    // The catalogue on disk may still be the one before: of what was lost there are copies without anything.
    expect(device.opened.filter((room) => !room.startsWith('log:west'))).toEqual([]);
    expect(knowsSecret(next)).toBe(false);
  });
});

describe('an opening that is not named', () => {
  /** A process that waits for the disk to take its opening. */
  const writing = async (): Promise<Peer> => {
    device = new OpeningDevice(company.url, copyOfDisk(fetched), 1_000_000);
    device.isHeld = true;
    const peer = await device.start();
    await until('it is written', () => device.scratch.waiting() > 0);
    return peer;
  };

  it('[OP-5] because the process is killed: nothing begins with it, and the next start deletes it', async () => {
    const killed = await writing();
    killed.kill();
    device.isHeld = false;
    device.scratch.end(false);
    await until('it is there', () => device.scratch.files.size === 1);
    expect(device.named()).toBeUndefined();
    const [left = 0] = device.scratch.files.keys();
    const peer = await tellsTheSame();
    expect(device.opened).not.toEqual([]);
    expect(device.scratch.files.has(left)).toBe(false);
    await peer.stop();
  });

  it('[OP-5] because another process owns the data by now: its files go', async () => {
    await writing();
    const next = await device.start({ isOnline: false });
    device.isHeld = false;
    device.scratch.end(false);
    await until('taken', () => device.scratch.counts.written === 1);
    await until('gone', () => device.scratch.files.size === 0);
    expect(device.named()).toBeUndefined();
    await next.stop();
  });

  it('[OP-5] because the disk refuses: the one before stays good', async () => {
    await withOpening();
    const before = device.named();
    const peer = await device.start();
    device.disk.store.refusal = (writes) => (writes.some(({ key }) => key === 'opening') ? 'quota' : null);
    const { written } = device.scratch.counts;
    await run(peer, call('c7'));
    await until('written', () => device.scratch.counts.written > written + 1);
    await untilSealed(peer);
    peer.kill();
    device.disk.store.refusal = () => null;
    expect(device.named()).toEqual(before);
    expect(device.filesOf(before)).toHaveLength(1 + (before?.files.parts.length ?? 0));
    await tellsTheSame();
    expect(device.opened).toEqual([]);
  });
});

describe('signing out', () => {
  it('[OP-3][SL-5] signing out leaves nothing of it', async () => {
    await withOpening();
    const peer = await device.start();
    await until('in sync', () => isInSync(peer));
    expect((await peer.core.signOut(true)).kind).toBe('signedOut');
    expect([device.named(), device.scratch.files.size]).toEqual([undefined, 0]);
  });
});
