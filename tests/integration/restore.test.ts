import { afterEach, expect, it } from 'vitest';
import type { Command, MemberId } from '#rules';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../sync-relay/storage/memory.ts';
import { gateStorage } from '../support/gated-storage.ts';
import { noExtras, orgModel } from '../support/no-extras.ts';
import { makePeer, type Peer } from '../support/peer.ts';
import { plainDecide } from '../support/plain-decide.ts';
import { type InProcessRelay, openRelay } from '../support/relay.ts';
import { until } from '../support/until.ts';

let relay: InProcessRelay | null = null;
const peers: Peer[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.stop();
  await relay?.stop();
});

const copyOf = (disk: MemoryDisk): MemoryDisk => ({
  meta: new Map(disk.meta),
  rooms: new Set(disk.rooms),
  segments: new Map([...disk.segments].map(([room, bytes]) => [room, [...bytes]])),
});
const peerOn = async (url: string, secret: string, name: string | null): Promise<Peer> => {
  const peer = await makePeer({ relayUrl: url, decide: plainDecide, makeReadModels: orgModel, makeExtras: noExtras });
  peers.push(peer);
  expect((await peer.core.join(secret, name)).kind).toBe('joined');
  return peer;
};
const run = async (peer: Peer, command: Command): Promise<void> => {
  expect(await peer.core.run(command)).toMatchObject({ kind: 'saved' });
};
const territory = (id: string): Command => ({
  type: 'territoryDefined',
  subject: 'org',
  payload: { territory: id, name: id },
});
const customer = (id: string, home: string): Command => ({
  type: 'customerCreated',
  subject: id,
  payload: {
    territory: home,
    profile: { name: `客户 ${id}` },
    owner: 'bo',
    opportunity: { opportunity: `o-${id}`, name: '首单', stage: 'initialContact' },
  },
});
const contact = (id: string): Command => ({
  type: 'contactSaved',
  subject: id,
  payload: { person: `p-${id}`, name: '陈工', phone: '13800001111' },
});
const customersOn = (peer: Peer): number => [...(peer.core.workspace()?.fold().customerIds() ?? [])].length;
const isQuiet = (peer: Peer): boolean => {
  const state = peer.core.workspace()?.syncState();
  return state?.connection === 'online' && state.pending === 0 && (peer.core.workspace()?.isComplete() ?? false);
};
const inSync = (): boolean => peers.every(isQuiet) && new Set(peers.map(customersOn)).size === 1;

it('[RP-8][S10][S11] a restored relay gets back what came after its backup, also while its disk refuses at first', async () => {
  const disk = makeMemoryDisk();
  relay = await openRelay({ storage: makeMemoryStorage(disk) });
  const { url } = relay;
  const anna = await peerOn(url, await relay.relay.authn.makeOwnerLink(), '安娜');
  await run(anna, { type: 'companyFounded', subject: 'org', payload: { name: '甲公司' } });
  await run(anna, territory('east'));
  const bo = { member: 'bo', name: '小波', role: 'rep', territories: ['east'] } as const;
  await run(anna, { type: 'memberInvited', subject: 'org', payload: { ...bo, territories: ['east'] } });
  await until('founded', inSync);
  const link = await anna.core.inviteLink('bo' as MemberId);
  if (link.kind !== 'link') throw new Error(JSON.stringify(link));
  const rep = await peerOn(url, new URL(link.link).hash.slice(1), null);
  await run(rep, customer('c1', 'east'));
  await until('before the backup', inSync);
  await relay.relay.ruleHost.settle();
  const backup = copyOf(disk);

  // After the backup: a territory with rooms of its own, a customer in it, a customer of the rep, and a contact.
  await run(anna, territory('north'));
  await until(
    'new rooms',
    () => inSync() && (relay?.log.rooms().some((room) => room.startsWith('pool:north')) ?? false),
  );
  await run(anna, customer('c2', 'north'));
  await run(rep, customer('c3', 'east'));
  await run(rep, contact('c3'));
  await until('all of it everywhere', () => inSync() && customersOn(rep) === 3);
  const rows = (log: InProcessRelay['log']): string[] =>
    log
      .rooms()
      .flatMap((room) => [...log.rows(room)].map(({ event }) => `${room} ${event.id}`))
      .toSorted();
  const lost = rows(relay.log);
  const port = Number(new URL(url).port);
  await relay.stop();

  const storage = gateStorage(makeMemoryStorage(backup));
  relay = await openRelay({ storage, restored: true, port });
  expect(rows(relay.log).length).toBeLessThan(lost.length);
  for (const peer of peers) peer.goOnline();
  const restored = relay;
  const given = (): number => restored.relay.metrics.value('jieli_given_back_total', 'rows');
  const movedFor2 = (): boolean => peers.every((peer) => peer.core.workspace()?.outbox.head().movedFor === 2);
  await until('about to give back', movedFor2);
  storage.setFailing(true);
  await until('refused by the disk', () => restored.relay.metrics.value('jieli_storage_failures_total') > 0);
  storage.setFailing(false);
  await until('given back', () => given() >= 4 && inSync());
  expect(rows(restored.log)).toEqual(expect.arrayContaining(lost));
  expect(peers.map(customersOn)).toEqual([3, 3]);
  expect(peers.flatMap((peer) => peer.core.workspace()?.outbox.quarantine() ?? [])).toEqual([]);
  expect(peers.map((peer) => peer.core.workspace()?.outbox.head().epoch)).toEqual([2, 2]);
});
