import type { Command } from '#rules';
import { makeMemoryDisk } from '../../sync-relay/storage/memory.ts';
import { makePeerDisk, type PeerDisk } from '../support/peer.ts';
import { makePrng } from '../support/prng.ts';
import { ADMIN, STAFF } from './commands.ts';
import { SimDevice } from './device.ts';
import { type RelayDisk, RelayMachine } from './relay-machine.ts';
import { makeVirtualTime } from './virtual-time.ts';

/** A founded company at rest: disks of the relay and of every device. Every history starts from copies of them. */
export interface Base {
  readonly atMs: number;
  readonly relay: RelayDisk;
  readonly devices: ReadonlyMap<string, PeerDisk>;
}

/** 2026-12-23 09:00 in Shanghai: a quarter ends within most histories. */
const START_MS = Date.UTC(2026, 11, 23, 1, 0, 0);
/** Member of each device; `boss` founds. */
export const DEVICES: ReadonlyMap<string, string> = new Map([
  ['boss', 'boss'],
  ['mia', 'mia'],
  ['rae', 'rae'],
  ['rae-tablet', 'rae'],
  ['rob', 'rob'],
  ['pia', 'pia'],
  [ADMIN, ADMIN],
]);

const customer = (subject: string, territory: string, owner: string): Command => ({
  type: 'customerCreated',
  subject,
  payload: {
    territory,
    owner,
    profile: { name: `客户 ${subject}`, city: '上海' },
    opportunity: { opportunity: `o-${subject}`, name: '首单', stage: 'initialContact' },
  },
});

/** Founds the company over the production parts, with nothing going wrong. */
export const makeBase = async (): Promise<Base> => {
  const time = makeVirtualTime(START_MS);
  const random = makePrng(20261223);
  const faults = new Map();
  const fail = (cause: unknown): never => {
    throw new Error('founding the company failed', { cause });
  };
  time.install();
  try {
    const empty: RelayDisk = { database: makeMemoryDisk(), files: new Map(), mark: { tick: 0, epoch: 0 } };
    const relay = new RelayMachine(
      { time, random: random.fork(), faults, report: fail, onDown: () => undefined },
      empty,
    );
    await relay.start();
    const devices = new Map<string, SimDevice>();
    const add = async (name: string, secret: () => Promise<string>): Promise<SimDevice> => {
      const disk = makePeerDisk();
      const deps = { time, random: random.fork(), faults, relay, onSent: () => undefined };
      const device = new SimDevice(name, disk, deps);
      devices.set(name, device);
      await device.start();
      const link = secret();
      await time.advance(100);
      const joined = device.core()?.join(await link, name);
      await time.advance(3_000);
      if ((await joined)?.kind !== 'joined') fail(await joined);
      return device;
    };
    const run = async (name: string, command: Command): Promise<void> => {
      const outcome = devices.get(name)?.run(command, `${name}-${time.now()}`);
      await time.advance(1_500);
      if ((await outcome)?.kind !== 'saved') fail(await outcome);
    };
    const linkOf = async (member: string): Promise<string> => {
      const invited = await relay.core()?.authn.makeInvite(member as never);
      return invited?.secret ?? fail('no relay');
    };
    await add('boss', async () => (await relay.core()?.authn.makeOwnerLink()) ?? fail('no relay'));
    await run('boss', { type: 'companyFounded', subject: 'org', payload: { name: '甲公司' } });
    await run('boss', { type: 'territoryDefined', subject: 'org', payload: { territory: 'east', name: '华东' } });
    await run('boss', { type: 'territoryDefined', subject: 'org', payload: { territory: 'west', name: '华西' } });
    for (const [member, more] of Object.entries(STAFF)) {
      const invited = { member, name: member, ...more, territories: [...more.territories] };
      await run('boss', { type: 'memberInvited', subject: 'org', payload: invited });
    }
    const admin = { member: ADMIN, name: ADMIN, role: 'admin', territories: [] } as const;
    await run('boss', { type: 'memberInvited', subject: 'org', payload: { ...admin, territories: [] } });
    for (const [name, member] of DEVICES) if (name !== 'boss') await add(name, () => linkOf(member));
    await run('rae', customer('c1', 'east', 'rae'));
    await run('rae', customer('c2', 'east', 'rae'));
    await run('rob', customer('c3', 'west', 'rob'));
    await run('rob', { ...customer('c4', 'west', 'rob'), type: 'createPrivateCustomer' } as Command);
    await time.advance(10_000);
    for (const device of devices.values()) await Promise.all([device.stop(), time.advance(1_000)]);
    await Promise.all([relay.stop(), time.advance(1_000)]);
    return {
      atMs: time.now(),
      relay: relay.disk(),
      devices: new Map([...devices].map(([name, device]) => [name, device.disk])),
    };
  } finally {
    time.uninstall();
  }
};
