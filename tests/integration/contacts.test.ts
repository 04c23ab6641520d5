import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Command, type CustomerId, decide, type MemberId } from '#rules';
import { makeReadModels } from '../../client/data/answers/read-models.ts';
import { makeExtrasFor } from '../../client/data/extras/extras.ts';
import { makePeer, makePeerDisk, type Peer, type PeerOptions } from '../support/peer.ts';
import { until } from '../support/until.ts';
import { startTestRelay, type TestRelay } from './support/test-relay.ts';

const CUSTOMER = 'c1' as CustomerId;
const HOUR_MS = 3_600_000;

let relay: TestRelay;
/** Owner of the company, whose phone is an hour slow. */
let anna: Peer;
/** Salesperson, owner of the customer. */
let bo: Peer;

const peerOn = (clocks?: PeerOptions['clocks']): Promise<Peer> => {
  const disk = makePeerDisk();
  const cookie = () => ({ cookie: [...disk.cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  const makeExtras = makeExtrasFor(relay.url, cookie);
  return makePeer({
    relayUrl: relay.url,
    disk,
    decide,
    makeReadModels,
    makeExtras,
    ...(clocks === undefined ? {} : { clocks }),
  });
};
const workspaceOf = (peer: Peer) => {
  const workspace = peer.core.workspace();
  if (workspace === null) throw new Error('not signed in');
  return workspace;
};
const run = async (peer: Peer, command: Command): Promise<void> => {
  const outcome = await peer.core.run(command);
  if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome));
};
const synced = (...peers: readonly Peer[]): boolean =>
  peers.every((peer) => {
    const { connection, pending } = workspaceOf(peer).syncState();
    return connection === 'online' && pending === 0 && workspaceOf(peer).isComplete();
  });
const phoneIs = (phone: string): Command => ({
  type: 'contactSaved',
  subject: CUSTOMER,
  payload: { person: 'p1', name: '王总', phone },
});
/** Phone numbers of each person as this device shows them, the first one as shown. */
const phones = async (peer: Peer): Promise<readonly (readonly (string | undefined)[])[]> => {
  const outcome = await peer.core.revealContacts(CUSTOMER);
  if (outcome.kind !== 'contacts') throw new Error(outcome.reason);
  return outcome.people.map(({ leaves }) => leaves.map(({ payload }) => payload.phone));
};

beforeAll(async () => {
  relay = await startTestRelay();
  anna = await peerOn({ boot: 'slow', wall: () => Date.now() - HOUR_MS, mono: () => performance.now() });
  await anna.core.join(await relay.relay().authn.makeOwnerLink(), '安娜');
  await run(anna, { type: 'companyFounded', subject: 'org', payload: { name: '甲公司' } });
  await run(anna, { type: 'territoryDefined', subject: 'org', payload: { territory: 'east', name: '华东' } });
  await run(anna, {
    type: 'memberInvited',
    subject: 'org',
    payload: { member: 'bo', name: '小波', role: 'rep', territories: ['east'] },
  });
  await until('founded', () => synced(anna));
  const link = await anna.core.inviteLink('bo' as MemberId);
  if (link.kind !== 'link') throw new Error(JSON.stringify(link));
  bo = await peerOn();
  await bo.core.join(new URL(link.link).hash.slice(1), null);
  await run(bo, {
    type: 'customerCreated',
    subject: CUSTOMER,
    payload: {
      territory: 'east',
      profile: { name: '丙客户' },
      owner: 'bo',
      opportunity: { opportunity: 'o1', name: '首单', stage: 'initialContact' },
    },
  });
  await run(bo, phoneIs('13800000001'));
  await until('both hold the customer', () => synced(anna, bo) && workspaceOf(anna).fold().customer(CUSTOMER) !== null);
});
afterAll(async () => {
  await anna?.stop();
  await bo?.stop();
  await relay?.remove();
});

describe('a person corrected from two devices', () => {
  it('[CC-7][CC-8][R67] a correction replaces what was shown, from a slow phone too, and the old one does not return', async () => {
    expect(await phones(anna)).toEqual([['13800000001']]);
    await run(anna, phoneIs('13800000002'));
    await until('corrected', () => synced(anna));
    expect(await phones(anna)).toEqual([['13800000002']]);
    expect(await phones(bo)).toEqual([['13800000002']]);
    await run(bo, phoneIs('13800000003'));
    expect(await phones(bo)).toEqual([['13800000003']]);
    await until('corrected again', () => synced(bo));
    expect(await phones(anna)).toEqual([['13800000003']]);
    expect(await phones(bo)).toEqual([['13800000003']]);
  });

  it('[CC-5][R12] two made apart stay both until one settles them', async () => {
    bo.goOffline();
    await run(bo, phoneIs('13800000004'));
    await run(anna, phoneIs('13800000005'));
    await until('one is there', () => synced(anna));
    bo.goOnline();
    await until('both are there', () => synced(anna, bo));
    const both = await phones(anna);
    expect(both[0]?.toSorted()).toEqual(['13800000004', '13800000005']);
    await run(anna, phoneIs('13800000004'));
    await until('settled', () => synced(anna));
    expect(await phones(anna)).toEqual([['13800000004']]);
    expect(await phones(bo)).toEqual([['13800000004']]);
  });
});
