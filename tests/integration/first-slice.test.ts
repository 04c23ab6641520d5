import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import {
  type Command,
  type CustomerId,
  decodeRow,
  deviceLog,
  type Envelope,
  type EventId,
  encodeRow,
  type MemberId,
  type TerritoryId,
} from '#rules';
import type { Head } from '../../client/data/device/head.ts';
import type { ReplicaStore } from '../../client/data/platform.ts';
import { makeMemoryReplicas } from '../../client/data/replica/memory-store.ts';
import { readsRecordsOf } from '../../client/data/worker/device-answers.ts';
import { noExtras, orgModel } from '../support/no-extras.ts';
import {
  copyOfDisk,
  digestOf,
  makePeer,
  makePeerDisk,
  originFetch,
  originSocket,
  type Peer,
  type PeerDisk,
  type PeerOptions,
} from '../support/peer.ts';
import { plainDecide } from '../support/plain-decide.ts';
import { until } from '../support/until.ts';
import { startTestRelay, type TestRelay } from './support/test-relay.ts';

let relay: TestRelay;
let anna: Peer;
let bo: Peer;

const peerOn = (disk: PeerDisk = makePeerDisk(), more: Partial<PeerOptions> = {}): Promise<Peer> =>
  makePeer({ relayUrl: relay.url, disk, decide: plainDecide, makeReadModels: orgModel, makeExtras: noExtras, ...more });

const workspaceOf = (peer: Peer) => {
  const workspace = peer.core.workspace();
  if (workspace === null) throw new Error('not signed in');
  return workspace;
};
const run = async (peer: Peer, command: Command): Promise<string> => {
  const outcome = await peer.core.run(command);
  if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome));
  return outcome.events[0] ?? '';
};
const inSync = (...peers: Peer[]): boolean => {
  const all = peers.every((peer) => {
    const { connection, pending } = workspaceOf(peer).syncState();
    return connection === 'online' && pending === 0 && workspaceOf(peer).isComplete();
  });
  return all && new Set(peers.map((peer) => digestOf(peer.core))).size === 1;
};
const mark = (customer: string, need: string): Command => ({
  type: 'statusMarked',
  subject: customer,
  payload: { colour: 'yellow', need, openItems: ['budget'] },
});

const call = (summary: string): Command => ({
  type: 'interactionRecorded',
  subject: 'c1',
  payload: { channel: 'call', answered: true, summary, atMs: 1_790_000_000_000 },
});
const timeline = (peer: Peer) =>
  workspaceOf(peer)
    .fold()
    .customer('c1' as CustomerId)?.timeline ?? [];
/** As when the disk is slow: no replica is ever read. */
const hangingReplicas: ReplicaStore = {
  open: () => ({
    whenLoaded: new Promise(() => undefined),
    keep: () => Promise.resolve(false),
    isWhole: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  }),
  append: () => Promise.resolve(false),
  since: () => Promise.resolve(null),
  delete: () => Promise.resolve(),
  wipe: () => Promise.resolve(),
};
const head = (disk: PeerDisk): Head => disk.store.stores.get('meta')?.get('head') as Head;

beforeAll(async () => {
  relay = await startTestRelay();
  anna = await peerOn();
  const joined = await anna.core.join(await relay.relay().authn.makeOwnerLink(), '安娜');
  expect(joined.kind).toBe('joined');
  await run(anna, { type: 'companyFounded', subject: 'org', payload: { name: '甲公司' } });
  await run(anna, { type: 'territoryDefined', subject: 'org', payload: { territory: 'east', name: '华东' } });
  await run(anna, {
    type: 'memberInvited',
    subject: 'org',
    payload: { member: 'bo', name: '小波', role: 'rep', territories: ['east'] },
  });
  await until('founded', () => inSync(anna));
  const link = await anna.core.inviteLink('bo' as MemberId);
  if (link.kind !== 'link') throw new Error(JSON.stringify(link));
  bo = await peerOn();
  expect(await bo.core.join(new URL(link.link).hash.slice(1), null)).toMatchObject({ kind: 'joined', member: 'bo' });
  await run(bo, {
    type: 'customerCreated',
    subject: 'c1',
    payload: {
      territory: 'east',
      profile: { name: '丙客户' },
      owner: 'bo',
      opportunity: { opportunity: 'o1', name: '首单', stage: 'initialContact' },
    },
  });
  await until('both hold the customer', () => inSync(anna, bo));
});
afterAll(async () => {
  await anna?.stop();
  await bo?.stop();
  await relay?.remove();
});

describe('first slice', () => {
  it('[RP-1] one mark goes from an outbox over the relay to disk, is sealed, and folds equally on both devices', async () => {
    const id = await run(bo, mark('c1', '要一条产线'));
    await until('sealed on both', () =>
      [anna, bo].every((peer) => {
        const state = workspaceOf(peer)
          .fold()
          .customer('c1' as CustomerId);
        return state?.mark?.id === id && state.mark.standing === 'sealed';
      }),
    );
    expect(inSync(anna, bo)).toBe(true);
  });

  it('[RP-2] what two devices did offline is on both soon after they are back, nothing lost and nothing doubled', async () => {
    anna.goOffline();
    bo.goOffline();
    const made: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      made.push(await run(anna, call(`安娜 ${turn}`)), await run(bo, call(`小波 ${turn}`)));
    }
    expect(workspaceOf(bo).syncState()).toMatchObject({ connection: 'offline', pending: 5 });
    anna.goOnline();
    bo.goOnline();
    await until('merged', () => inSync(anna, bo));
    for (const peer of [anna, bo]) {
      const ids = timeline(peer).map((entry) => entry.id as string);
      expect(ids.filter((id) => made.includes(id)).toSorted()).toEqual(made.toSorted());
    }
  });

  it('[RP-3][S11] a killed device goes on from its disk: saved events are sent once, by the next process', async () => {
    bo.goOffline();
    const id = await run(bo, call('被杀之前'));
    bo.kill();
    bo = await peerOn(bo.disk);
    await until('sent by the next process', () => inSync(anna, bo));
    expect(timeline(anna).filter((entry) => entry.id === id)).toHaveLength(1);
  });

  it('[RP-4] a killed relay comes back with everything acknowledged, and takes what was saved meanwhile', async () => {
    const before = await run(bo, call('之前'));
    await until('acknowledged', () => workspaceOf(bo).syncState().pending === 0);
    await relay.stop();
    await until('noticed', () => workspaceOf(bo).syncState().connection !== 'online');
    const during = await run(bo, call('中断时'));
    await relay.start();
    bo.goOnline();
    anna.goOnline();
    await until('merged', () => inSync(anna, bo));
    const ids = timeline(anna).map((entry) => entry.id as string);
    expect(ids).toEqual(expect.arrayContaining([before, during]));
  });

  it('[OB-12] an event the relay refuses waits in quarantine with its reason; what was made with it arrives', async () => {
    bo.goOffline();
    const bad = await run(bo, call(''));
    const good = await run(bo, call('好的'));
    bo.goOnline();
    await until('judged', () => inSync(anna, bo));
    const [item] = await bo.core.ask({ kind: 'quarantine' });
    expect(item).toMatchObject({ id: bad, type: 'interactionRecorded', reason: 'schema', customer: 'c1' });
    expect(timeline(anna).map((entry) => entry.id)).toContain(good);
    expect(await bo.core.quarantine.exportAll()).toContain(bad);
    const fixed = await bo.core.quarantine.fix(bad as EventId, call('改好了'));
    expect(fixed.kind).toBe('saved');
    expect(await bo.core.ask({ kind: 'quarantine' })).toEqual([]);
    await until('fixed one arrives', () => inSync(anna, bo));
  });

  it('[RP-5][S9] a cloned device goes on under another id: the events of both copies arrive', async () => {
    await until('quiet', () => inSync(anna, bo));
    bo.goOffline();
    const copy = copyOfDisk(bo.disk);
    const one = await run(bo, call('原件'));
    const clone = await peerOn(copy);
    const two = await run(clone, call('副本'));
    await until('clone sent', () => inSync(anna, clone));
    bo.goOnline();
    await until('both copies arrive', () => {
      const ids = timeline(anna).map((entry) => entry.id as string);
      return ids.includes(one) && ids.includes(two);
    });
    expect(workspaceOf(bo).outbox.quarantine()).toEqual([]);
    await clone.stop();
    await until('quiet again', () => inSync(anna, bo));
  });

  it('[RP-7][S9] killed when the relay knows its new id and its disk does not: all of it arrives, nothing is refused', async () => {
    const refused = () => relay.relay().metrics.value('jieli_strikes_total', 'foreignLog');
    const before = refused();
    bo.goOffline();
    const saved = await run(bo, call('换号之前'));
    bo.kill();
    const session = { 'content-type': 'application/json', 'x-jieli-csrf': String(head(bo.disk).csrf) };
    const replaced = await originFetch(relay.url, bo.disk.cookies)('/api/devices/replace', {
      method: 'POST',
      headers: session,
      body: JSON.stringify({ device: 'dev-asked-for' }),
    });
    expect(replaced.status).toBe(200);
    bo = await peerOn(bo.disk);
    await until('arrives under an id of its own', () => inSync(anna, bo));
    expect(timeline(anna).filter((entry) => entry.id === saved)).toHaveLength(1);
    expect(refused()).toBe(before);
    expect(workspaceOf(bo).outbox.quarantine()).toEqual([]);
  });
});

describe('signing out', () => {
  it('[AU-8] ends the session at the relay too, and leaves nothing on the device', async () => {
    const second = await peerOn();
    await second.core.join(await relay.relay().authn.makeOwnerLink(), null);
    const cookies = new Map(second.disk.cookies);
    const session = () => originFetch(relay.url, new Map(cookies))('/api/session', {});
    expect((await session()).status).toBe(200);
    expect(await second.core.signOut(false)).toEqual({ kind: 'signedOut', relaySession: 'ended' });
    expect((await session()).status).toBe(401);
    expect([...second.disk.store.stores.values()].reduce((sum, store) => sum + store.size, 0)).toBe(0);
    expect(second.disk.replicas.size).toBe(0);
    await second.stop();
  });
});

describe('the projection snapshot', () => {
  it('[DW-1][R98] a restarted device shows its last screen before any replica is read', async () => {
    await until('quiet', () => inSync(anna, bo));
    const seen = await bo.core.ask({ kind: 'org' });
    await until('written', () => bo.disk.store.stores.get('snapshot')?.has('answers') === true);
    bo.kill();
    // The replica store hangs: whatever is answered now cannot come from the fold.
    const hanging = await peerOn(bo.disk, { replicas: hangingReplicas });
    const shown: unknown[] = [];
    hanging.core.watch({ kind: 'org' }, (answer) => shown.push(answer));
    hanging.core.watch({ kind: 'session' }, (answer) => shown.push(answer));
    expect(shown).toEqual([seen, expect.objectContaining({ kind: 'signedIn', member: 'bo', role: 'rep' })]);
    hanging.kill();
    bo = await peerOn(bo.disk);
    await until('whole again', () => inSync(anna, bo));
    expect(await bo.core.ask({ kind: 'org' })).toEqual(seen);
  });
});

describe('a device that has just joined', () => {
  it('[DW-6][R43] counts nobody of a territory before its records are here as a whole', async () => {
    const link = await anna.core.inviteLink('bo' as MemberId);
    if (link.kind !== 'link') throw new Error(JSON.stringify(link));
    const disk = makePeerDisk();
    const replicas = makeMemoryReplicas(disk.replicas);
    const logsHang: ReplicaStore = {
      ...replicas,
      open: (room, doc) => (room.startsWith('log:') ? hangingReplicas : replicas).open(room, doc),
    };
    const slow = await peerOn(disk, { replicas: logsHang });
    await slow.core.join(new URL(link.link).hash.slice(1), null);
    const east = 'east' as TerritoryId;
    await until(
      'customers are here',
      () =>
        workspaceOf(slow)
          .fold()
          .customer('c1' as CustomerId) !== null,
    );
    expect(workspaceOf(slow).catalogue().logRooms(east).length).toBeGreaterThan(0);
    expect(readsRecordsOf(workspaceOf(slow), east)).toBe(false);
    slow.kill();
    const whole = await peerOn(disk);
    await until('its records are here', () => readsRecordsOf(workspaceOf(whole), east));
    await until('all of it', () => inSync(anna, whole));
    await whole.stop();
  });
});

describe('a stock y-websocket client', () => {
  it('[RP-6] reads a room and appends its own log with a ticket', async () => {
    const cookies = new Map(bo.disk.cookies);
    const device = workspaceOf(bo).device();
    const room =
      workspaceOf(bo)
        .catalogue()
        .roomFor(workspaceOf(bo).catalogue().openLog('east') ?? '') ?? '';
    await bo.stop();
    const socketOf = originSocket(relay.url);
    expect(socketOf).toBeTypeOf('function');
    const ticket = await originFetch(relay.url, cookies)('/api/ticket', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-jieli-csrf': String(head(bo.disk).csrf) },
      body: '{}',
    });
    const { ticket: once } = (await ticket.json()) as { ticket: string };
    const doc = new Y.Doc();
    class WithOrigin extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { origin: relay.url });
      }
    }
    const provider = new WebsocketProvider(`${relay.url.replace('http', 'ws')}/y`, room, doc, {
      protocols: [`ticket.${once}`],
      WebSocketPolyfill: WithOrigin as never,
      disableBc: true,
    });
    await until('synced', () => provider.synced);
    const own = doc.getArray<string>(deviceLog(device));
    expect(own.length).toBeGreaterThan(0);
    const last = decodeRow(own.get(own.length - 1));
    const { nextN } = head(bo.disk);
    if (last === null) throw new Error('the own log ends with no row');
    const event: Envelope = { ...last, id: 'stock-1' as EventId, n: Number(nextN), prev: last.id, cites: [] };
    // A new client id follows the log's last element: stock Yjs chains it by itself.
    own.insert(own.length, [encodeRow(event)]);
    await until('with the other device', () => timeline(anna).some((entry) => (entry.id as string) === 'stock-1'));
    provider.destroy();
  });
});
