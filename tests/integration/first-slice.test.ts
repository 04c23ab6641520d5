import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command, CustomerId, MemberId, OpportunityId, TerritoryId } from '#rules';
import { noExtras, orgModel } from '../support/no-extras.ts';
import { makePeer, makePeerDisk, type Peer, type PeerDisk } from '../support/peer.ts';
import { plainDecide } from '../support/plain-decide.ts';
import { until } from '../support/until.ts';
import { startTestRelay, type TestRelay } from './support/test-relay.ts';

let relay: TestRelay;
let anna: Peer;
let bo: Peer;

const peerOn = (disk: PeerDisk = makePeerDisk()): Promise<Peer> =>
  makePeer({ relayUrl: relay.url, disk, decide: plainDecide, makeReadModels: orgModel, makeExtras: noExtras });

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
  return all && new Set(peers.map((peer) => peer.core.digest())).size === 1;
};
const mark = (customer: string, need: string): Command => ({
  type: 'statusMarked',
  subject: customer,
  payload: { colour: 'yellow', need, openItems: ['budget'] },
});

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
      territory: 'east' as TerritoryId,
      profile: { name: '丙客户' },
      owner: 'bo' as MemberId,
      opportunity: { opportunity: 'o1' as OpportunityId, name: '首单', stage: 'initialContact' },
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
        const state = workspaceOf(peer).fold().customer('c1' as CustomerId);
        return state?.mark?.id === id && state.mark.standing === 'sealed';
      }),
    );
    expect(inSync(anna, bo)).toBe(true);
  });
});
