import type { CustomerId, EventId } from '#rules';
import { RecordsLost } from '../../client/data/worker/shelf.ts';
import { act, draw, remember } from './acts.ts';
import { STAFF, TERRITORIES } from './commands.ts';
import { copyPeerDisk, type SimDevice } from './device.ts';
import { count } from './faults.ts';
import type { World } from './world.ts';

const DAY_MS = 24 * 3_600_000;
/** How often so much time passes at once, at most, ms: shares add up. */
const LEAPS: readonly (readonly [share: number, longestMs: number])[] = [
  [0.15, 20 * 3_600_000],
  [0.36, 4 * DAY_MS],
  [0.4, 20 * DAY_MS],
];
const MOST_CLONES = 1;

const running = (world: World): readonly SimDevice[] =>
  world.devices.filter((device) => device.isRunning() && device.workspace() !== null);

const kill = (device: SimDevice): void => {
  device.line.cut();
  device.kill();
};
const start = async (world: World, device: SimDevice): Promise<void> => {
  await world.finish(device.start());
};

/** Everything one disk holds of its own events. */
const ownIds = ({ disk }: SimDevice): Set<string> =>
  new Set(
    (['pending', 'acked', 'quarantine'] as const).flatMap((name) => [...(disk.store.stores.get(name)?.keys() ?? [])]),
  );

const startRelay = async (world: World): Promise<void> => {
  if (world.relay.core() !== null) return;
  await world.finish(world.relay.start());
  world.checkDurable();
  world.say('relay is up');
};

type Step = (world: World, device: SimDevice) => Promise<void> | void;

/** What goes wrong on the way between device and relay. */
const NETWORK: readonly (readonly [weight: number, step: Step])[] = [
  [
    5,
    (world, device) => {
      world.say(`${device.name}: slow line`);
      device.line.slowMs = world.random.pick([500, 5_000, 60_000]);
    },
  ],
  [
    5,
    (world, device) => {
      world.say(`${device.name}: full line, then a new socket`);
      device.line.setFull(true, world.random.int(12));
      device.line.cut();
    },
  ],
  [
    6,
    (world, device) => {
      world.say(`${device.name}: cut in the middle of what comes`);
      device.line.cutAfter = 1 + world.random.int(3);
      if (world.random.chance(0.6)) device.line.cut();
    },
  ],
  [
    5,
    (world, device) => {
      world.fault('partition, noticed', device.name);
      device.line.isUp = false;
      device.core()?.lost();
    },
  ],
  [
    4,
    (world, device) => {
      world.fault('partition, unnoticed', device.name);
      device.line.setSilent(true);
    },
  ],
  [
    4,
    (world, device) => {
      world.say(`${device.name}: socket cut`);
      device.line.cut();
    },
  ],
  [6, (_world, device) => device.line.arm('acknowledgement lost')],
  [2, (_world, device) => device.line.arm('HTTP answer lost')],
  [4, (_world, device) => device.line.arm('append sent twice')],
];

/** What happens to the relay. */
const RELAY: readonly (readonly [weight: number, step: Step])[] = [
  [
    4,
    (world) => {
      world.relay.killAt = world.random.pick(['before', 'after']);
    },
  ],
  [
    2,
    async (world) => {
      if (world.relay.core() === null) return;
      world.fault('relay restarted');
      await world.finish(world.relay.stop());
    },
  ],
  [
    3,
    async (world) => {
      world.say('relay: backup');
      await world.finish(world.relay.backUp());
    },
  ],
  [
    4,
    async (world) => {
      if (!world.relay.hasBackup()) return;
      world.fault('relay restored from backup');
      await world.finish(world.relay.restore(world.random.chance(0.5)));
      world.forgetUnstored();
    },
  ],
  [
    2,
    async (world) => {
      world.say('relay: operator looks');
      await world.finish(world.relay.calm());
    },
  ],
  [
    4,
    (world) => {
      world.say('relay: storage fails');
      world.relay.isStorageFailing = true;
    },
  ],
  [
    1,
    (world) => {
      world.fault('relay clock jump');
      world.relayClockWasWrong = true;
      world.relay.wallError = (world.random.int(7) - 3) * DAY_MS;
    },
  ],
];

/** What happens to a device. */
const DEVICE: readonly (readonly [weight: number, step: Step])[] = [
  [
    3,
    async (world, device) => {
      device.disk.store.refusal = () => {
        count(world.faults, 'device disk full');
        return 'quota';
      };
      await act(world, device);
    },
  ],
  [
    3,
    async (world, device) => {
      world.fault('device killed', device.name);
      kill(device);
      if (world.random.chance(0.5)) await start(world, device);
    },
  ],
  [
    5,
    async (world, device) => {
      const events = await act(world, device);
      if (events.length > 0) world.fault('device killed before sending', device.name);
      kill(device);
      await start(world, device);
    },
  ],
  [
    4,
    async (world, device) => {
      device.disk.store.beforeCommit = () => {
        world.fault('device killed inside a commit', device.name);
        device.disk.store.beforeCommit = () => Promise.resolve();
        kill(device);
        return new Promise(() => undefined);
      };
      await act(world, device);
      device.disk.store.beforeCommit = () => Promise.resolve();
      await start(world, device);
    },
  ],
  [
    4,
    (world, device) => {
      world.fault('device clock jump', device.name);
      device.wallError = world.random.chance(0.3) ? 0 : (world.random.int(61) - 30) * DAY_MS;
      device.wasAlwaysRight = false;
    },
  ],
  [
    3,
    async (world, device) => {
      world.fault('replica lost', device.name);
      kill(device);
      device.disk.replicas.clear();
      await start(world, device);
    },
  ],
  [
    2,
    async (world, device) => {
      const older = copyPeerDisk(device.disk);
      const before = ownIds(device);
      for (let turn = world.random.int(3); turn >= 0; turn -= 1) {
        await act(world, device);
        await world.time.advance(world.random.pick([50, 400, 2_000]));
      }
      world.fault('local tail lost', device.name);
      kill(device);
      for (const id of ownIds(device)) if (!before.has(id)) world.fragile.add(id as EventId);
      device.restoreDisk(older);
      await start(world, device);
    },
  ],
  [
    2,
    async (world, device) => {
      if (world.devices.filter(({ name }) => name.endsWith('+')).length >= MOST_CLONES) return;
      world.fault('device cloned', device.name);
      const clone = world.add(`${device.name}+`, copyPeerDisk(device.disk));
      clone.wallError = device.wallError;
      clone.wasAlwaysRight = device.wasAlwaysRight;
      await start(world, clone);
      await act(world, clone);
      await act(world, device);
    },
  ],
  [
    3,
    async (world, device) => {
      world.fault('second owner of the data', device.name);
      const before = await world.finish(device.overtake());
      const drawn = await draw(world, device);
      if (before == null) return;
      if (drawn !== null) {
        // Told that it is no owner any more, or refused: never "saved". What slept there the new owner swept (SL-6).
        const answer = before.core.run(drawn.command, world.newCommandId()).catch((cause: unknown) => {
          if (cause instanceof RecordsLost) return null;
          throw cause;
        });
        const outcome = await world.finish(answer);
        if (outcome?.kind === 'saved') world.violate('I2', `an owner of ${device.name} that was replaced still saves`);
      }
      before.kill();
    },
  ],
  [
    5,
    async (world, device) => {
      device.spoilNext = true;
      device.onSpoiled = () => world.fault('event rejected', device.name);
      await act(world, device);
      device.spoilNext = false;
    },
  ],
];

const memberName = (device: SimDevice): string => device.member() ?? '';

/** An administrator takes rights from somebody who goes on working, mostly offline. */
const takeRights: Step = async (world, device) => {
  const boss = running(world).find(({ name }) => name === 'boss');
  const member = memberName(device);
  if (boss === undefined || !(member in STAFF)) return;
  const isOffline = world.random.chance(0.7);
  if (isOffline) {
    device.line.isUp = false;
    device.core()?.lost();
  }
  const command = world.random.chance(0.5)
    ? { member, territories: [world.random.pick(TERRITORIES)] }
    : { member, role: world.random.pick(['rep', 'presales', 'manager'] as const) };
  const outcome = await world.finish(
    boss.run({ type: 'memberChanged', subject: 'org', payload: command }, world.newCommandId()),
  );
  if (remember(world, boss, outcome).length > 0 && isOffline) world.fault('rights taken while offline', member);
  await world.time.advance(300);
  for (let turn = 0; turn < 3; turn += 1) await act(world, device);
};

/** Some of what is broken is mended. */
const mendSome = async (world: World): Promise<void> => {
  const { random, relay } = world;
  for (const device of world.devices) {
    if (random.chance(0.25)) {
      device.line.heal();
      device.core()?.kick();
    }
    if (random.chance(0.4)) device.disk.store.refusal = () => null;
    if (!device.isRunning() && random.chance(0.4)) await start(world, device);
  }
  if (random.chance(0.4)) relay.isStorageFailing = false;
  if (random.chance(0.3)) relay.wallError = 0;
  if (random.chance(0.6)) await startRelay(world);
};

const weighted = (world: World, table: readonly (readonly [weight: number, step: Step])[]): Step => {
  let left = world.random.int(table.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, step] of table) {
    left -= weight;
    if (left < 0) return step;
  }
  throw new RangeError('nothing to draw from');
};

/** One thing happens, then some time passes. */
export const step = async (world: World): Promise<void> => {
  const { random, time } = world;
  const devices = running(world);
  const dice = random.next();
  if (devices.length > 0) {
    const device = random.pick(devices);
    if (dice < 0.43) await act(world, device, random.chance(0.05));
    else if (dice < 0.7) await weighted(world, NETWORK)(world, device);
    else if (dice < 0.82) await weighted(world, RELAY)(world, device);
    else if (dice < 0.96) await weighted(world, DEVICE)(world, device);
    else await takeRights(world, device);
  }
  await time.advance(random.pick([0, 20, 80, 300, 1_200]));
  const passing = random.next();
  if (passing < 0.4) {
    const longest = LEAPS.find(([share]) => passing < share)?.[1] ?? 0;
    time.leap(random.int(longest));
    await time.advance(random.pick([60, 1_500]));
  }
  await mendSome(world);
};

export type { CustomerId };
export { start as startDevice, startRelay };
