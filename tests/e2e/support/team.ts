import { randomUUID } from 'node:crypto';
import { type Browser, expect } from '@playwright/test';
import { type Command, type CustomerId, type CustomerState, decide, type MemberId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import { makeExtrasOver } from '../../../client/data/extras/extras.ts';
import { makePeer, makePeerDisk, type Peer } from '../../support/peer.ts';
import { joinWith } from './company.ts';
import { type Device, type DeviceOptions, openDevice } from './device.ts';
import { sendUnderNode } from './node-upload.ts';
import { type RelayProcess, startRelayBehind } from './relay-process.ts';

/** The people of a team: all work in 华东, where 李经理 leads the two reps; 孙倩 sells in 华北 for herself. */
const PEOPLE = {
  manager: { name: '李经理', role: 'manager', territories: ['east'] },
  rep: { name: '张小凡', role: 'rep', territories: ['east'], manager: 'manager' },
  colleague: { name: '赵雪', role: 'rep', territories: ['east'], manager: 'manager' },
  presales: { name: '陈工', role: 'presales', territories: ['east'] },
  admin: { name: '周总监', role: 'admin', territories: [] },
  stranger: { name: '孙倩', role: 'rep', territories: ['north'] },
} as const;
export type Person = keyof typeof PEOPLE;
export const nameOf = (person: Person): string => PEOPLE[person].name;

/**
 * A company that stands already, for journeys which are not about founding one: its owner is the real client under
 * Node, who founded it over the wire as a browser would; everybody else comes in by a link of his.
 */
export interface Team {
  readonly relay: RelayProcess;
  readonly owner: Peer;
  /** A browser of its own for the person, joined and with the first page open. */
  device(person: Person, options?: DeviceOptions): Promise<Device>;
  /** A link by which the person's next device comes in. */
  link(person: Person): Promise<string>;
  /** The real client under Node for the person, joined. */
  peer(person: Person): Promise<Peer>;
  /**
   * Time goes on for relay and peers: from now on their clocks are so many ms behind the machine's. Browsers have the
   * machine's clock, so they belong to the last part of a journey, which is behind by nothing.
   */
  timePasses(behindMs: number): Promise<void>;
  /** Closes every device and the relay, and fails when a page had a fault. */
  close(): Promise<void>;
}

/** Runs a command that must be accepted; resolves when it is saved. @throws Error with the outcome */
export const act = async (peer: Peer, command: Command): Promise<void> => {
  const outcome = await peer.core.run(command);
  if (outcome.kind !== 'saved') throw new Error(`${command.type}: ${JSON.stringify(outcome)}`);
};

/** Everything saved on this client is durable at the relay. */
export const settled = async (peer: Peer): Promise<void> => {
  await expect
    .poll(
      async () => {
        const { connection, pending } = await peer.core.ask({ kind: 'sync' });
        return { connection, pending };
      },
      // Asked within this process, which costs nothing; by itself the tool would look once a second.
      { timeout: 60_000, intervals: [50] },
    )
    .toEqual({ connection: 'online', pending: 0 });
};

/** The customer as this client knows it, as soon as it does: another's row takes its time to come. */
export const stateOf = async (peer: Peer, id: string): Promise<CustomerState> => {
  let state: CustomerState | undefined;
  await expect
    .poll(
      async () => {
        state = (await peer.core.ask({ kind: 'customer', id: id as CustomerId }))?.state;
        return state?.id;
      },
      { intervals: [50], message: `customer ${id}` },
    )
    .toBe(id);
  return state as CustomerState;
};

const clocksOf = (behind: Behind) => ({
  boot: randomUUID(),
  wall: () => Date.now() - behind.ms,
  mono: () => performance.now(),
});

/** How far the clocks of relay and peers are behind the machine's, ms. */
interface Behind {
  ms: number;
}

const openPeer = async (url: string, behind: Behind): Promise<Peer> => {
  const disk = makePeerDisk();
  const cookies = (): Record<string, string> => ({
    origin: url,
    cookie: [...disk.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  return makePeer({
    relayUrl: url,
    disk,
    decide,
    makeReadModels,
    makeExtras: makeExtrasOver(({ csrf }) =>
      sendUnderNode(url, () => ({ 'x-jieli-csrf': csrf() ?? '', ...cookies() })),
    ),
    clocks: clocksOf(behind),
  });
};

const joinPeer = async (peer: Peer, link: string, name: string | null): Promise<void> => {
  const outcome = await peer.core.join(new URL(link).hash.slice(1), name);
  if (outcome.kind !== 'joined') throw new Error(JSON.stringify(outcome));
};

const found = async (owner: Peer): Promise<void> => {
  await act(owner, { type: 'companyFounded', subject: 'org', payload: { name: '瑞康医疗' } });
  await act(owner, { type: 'territoryDefined', subject: 'org', payload: { territory: 'east', name: '华东' } });
  await act(owner, { type: 'territoryDefined', subject: 'org', payload: { territory: 'north', name: '华北' } });
  for (const [member, person] of Object.entries(PEOPLE)) {
    const payload = { ...person, member, territories: [...person.territories] };
    await act(owner, { type: 'memberInvited', subject: 'org', payload });
  }
  await settled(owner);
};

/** @param behindMs how long ago the company was founded: relay and peers begin with clocks so far behind. */
export const openTeam = async (browser: Browser, behindMs = 0): Promise<Team> => {
  const behind: Behind = { ms: behindMs };
  const relay = await startRelayBehind(behindMs);
  const owner = await openPeer(relay.url, behind);
  await joinPeer(owner, relay.ownerLink, '王总');
  await found(owner);
  const devices: Device[] = [];
  const peers: Peer[] = [owner];
  const link: Team['link'] = async (person) => {
    const outcome = await owner.core.inviteLink(person as MemberId);
    if (outcome.kind !== 'link') throw new Error(JSON.stringify(outcome));
    return outcome.link;
  };
  return {
    relay,
    owner,
    link,
    device: async (person, options) => {
      const device = await openDevice(browser, relay, options);
      devices.push(device);
      await joinWith(device, await link(person));
      return device;
    },
    peer: async (person) => {
      const peer = await openPeer(relay.url, behind);
      peers.push(peer);
      await joinPeer(peer, await link(person), null);
      return peer;
    },
    timePasses: async (nowBehindMs) => {
      await relay.kill();
      behind.ms = nowBehindMs;
      await relay.restart(nowBehindMs);
      // At once, and not when each one's back-off is over.
      for (const peer of peers) peer.goOnline();
      for (const peer of peers) await settled(peer);
    },
    close: async () => {
      const faults = devices.flatMap((device) => device.faults);
      for (const device of devices) await device.close();
      for (const peer of peers) await peer.stop();
      await relay.dispose();
      expect(faults).toEqual([]);
    },
  };
};

/** A customer of 华东 as the owner of the company would set it up for somebody; with a past, as an import brings it. */
export const newCustomer = (id: string, name: string, owner: Person | null = 'rep', enteredAtMs?: number): Command => ({
  type: 'customerCreated',
  subject: id,
  payload: {
    territory: 'east',
    profile: { name },
    ...(owner === null ? {} : { owner }),
    opportunity: {
      opportunity: `${id}-1`,
      name,
      stage: 'initialContact',
      ...(enteredAtMs === undefined ? {} : { enteredAtMs }),
    },
    ...(enteredAtMs === undefined ? {} : { imported: { batch: 'b1', file: '名单.csv', row: 2 } }),
  },
});
