import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, type MemberId } from '#rules';
import { makeReadModels } from '../../client/data/answers/index.ts';
import type { LaterParts } from '../../client/data/worker/core-deps.ts';
import { fetchedLater } from '../../client/data/worker/later.ts';
import { noExtras } from '../support/no-extras.ts';
import { makePeer, makePeerDisk, type Peer, type PeerDisk } from '../support/peer.ts';
import { realTimers } from '../support/real-timers.ts';
import { until } from '../support/until.ts';
import { startTestRelay, type TestRelay } from './support/test-relay.ts';

let relay: TestRelay;
const peers: Peer[] = [];

/** A device whose later parts come when `send` is called; each refused try is `refuse`. */
const lateDevice = async (disk: PeerDisk = makePeerDisk()) => {
  const open: { send: () => void; refuse: () => void }[] = [];
  const peer = await makePeer({
    relayUrl: relay.url,
    disk,
    decide,
    makeReadModels,
    makeExtras: noExtras,
    later: (parts) =>
      fetchedLater(
        () =>
          new Promise<LaterParts>((resolve, reject) => {
            open.push({ send: () => resolve(parts), refuse: () => reject(new TypeError('no network')) });
          }),
        realTimers,
      ),
  });
  peers.push(peer);
  return { peer, disk, last: () => open.at(-1) };
};

/** A disk on which somebody has signed in before: that alone needs the later parts. */
const signedInOn = async (secret: string, name: string | null): Promise<PeerDisk> => {
  const first = await lateDevice();
  const joined = first.peer.core.join(secret, name);
  first.last()?.send();
  expect((await joined).kind).toBe('joined');
  await first.peer.stop();
  return first.disk;
};

beforeAll(async () => {
  relay = await startTestRelay();
});
afterAll(async () => {
  for (const peer of peers) await peer.stop();
  await relay.stop();
});

describe('a device whose later parts are not here yet', () => {
  it('[LT-3][R98] saves nothing and says nothing is saved until they are; then once, whoever asks again', async () => {
    const { peer, last, disk } = await lateDevice(await signedInOn(await relay.relay().authn.makeOwnerLink(), '安娜'));
    await until(
      'the founder is known',
      () => Object.keys(peer.core.workspace()?.fold().org().members ?? {}).length > 0,
    );
    const outcomes: unknown[] = [];
    const found = () =>
      peer.core
        .run({ type: 'companyFounded', subject: 'org', payload: { name: '甲公司' } }, 'found-1')
        .then((outcome) => outcomes.push(outcome));
    const saves = [found(), found()];
    await until('they are asked for', () => last() !== undefined);
    last()?.refuse();
    const problems: unknown[] = [];
    const stop = peer.core.watch({ kind: 'sync' }, ({ problem }) => problems.push(problem));
    await until('said to be missing', () => problems.at(-1) === 'incomplete');
    stop();
    expect(outcomes).toEqual([]);
    expect(disk.store.stores.get('pending')?.size ?? 0).toBe(0);
    peer.core.kick();
    last()?.send();
    await Promise.all(saves);
    expect(outcomes).toMatchObject([{ kind: 'saved' }, { kind: 'saved' }]);
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect((await peer.core.ask({ kind: 'sync' })).problem).toBeNull();
    expect((await peer.core.ask({ kind: 'org' })).companyName).toBe('甲公司');
    await until('sent', () => peer.core.workspace()?.syncState().pending === 0);
  });

  it('[LT-3] what one asked for is not done once he has signed out, nor in the name of who signed in meanwhile', async () => {
    const owner = peers.findLast((peer) => peer.core.workspace() !== null);
    if (owner === undefined) throw new Error('the company is founded by the test before');
    const invited = await owner.core.run({
      type: 'memberInvited',
      subject: 'org',
      payload: { member: 'bo', name: '小波', role: 'rep', territories: [] },
    });
    expect(invited.kind).toBe('saved');
    await until('sent', () => owner.core.workspace()?.syncState().pending === 0);
    const link = async (member: string): Promise<string> => {
      const answer = await owner.core.inviteLink(member as MemberId);
      if (answer.kind !== 'link') throw new Error(JSON.stringify(answer));
      return new URL(answer.link).hash.slice(1);
    };
    const self = owner.core.workspace()?.member() ?? '';
    const { peer, last } = await lateDevice(await signedInOn(await link(self), null));
    const renamed = peer.core.run({ type: 'companyFounded', subject: 'org', payload: { name: '乙公司' } });
    const refused = expect(renamed).rejects.toThrow('nobody is signed in');
    expect((await peer.core.signOut(true)).kind).toBe('signedOut');
    const joined = peer.core.join(await link('bo'), null);
    last()?.send();
    await refused;
    expect((await joined).kind).toBe('joined');
    expect((await peer.core.ask({ kind: 'org' })).companyName).toBe('甲公司');
  });
});
