import { DAY_MS, type MemberId } from '#rules';
import { TURN_MS } from '../support/rule-oracle/pairs.ts';
import type { SimDevice } from './device.ts';
import { startDevice, startRelay } from './steps.ts';
import type { World } from './world.ts';

/** Rounds of two seconds after which everything must have come to rest. */
const MOST_ROUNDS = 150;

const isRevoked = async (world: World, device: SimDevice): Promise<boolean> => {
  const core = device.core();
  return core !== null && (await world.finish(core.ask({ kind: 'session' })))?.kind === 'revoked';
};

/** A device the relay does not know any more signs in again; what it holds goes on under its new id. */
const signInAgain = async (world: World, device: SimDevice): Promise<void> => {
  const member = device.member();
  const invited = await world.finish(
    world.relay.core()?.authn.makeInvite(member as MemberId) ?? Promise.resolve(undefined),
  );
  const core = device.core();
  if (invited === undefined || core === null) return;
  const joined = await world.finish(core.join(invited.secret, null), 15_000);
  world.say(`${device.name} signs in again: ${joined?.kind ?? 'no answer'}`);
};

/** What still moves; empty = at rest. */
const unrest = (world: World): readonly string[] => {
  const core = world.relay.core();
  if (core === null) return ['the relay is down'];
  const found: string[] = [];
  for (const device of world.devices) {
    const workspace = device.workspace();
    if (workspace === null) found.push(`${device.name} does not run`);
    else if (!workspace.isConnected()) found.push(`${device.name} is not connected`);
    else if (!workspace.isComplete()) found.push(`${device.name} is not complete`);
    else if (workspace.outbox.pendingCount() > 0) {
      const rows = workspace.outbox.pending().map(({ event, doc }) => `${event.type} for ${doc}`);
      found.push(`${device.name} has not sent ${rows.join(', ')}`);
    } else if (workspace.outbox.head().epoch !== core.log.epoch) found.push(`${device.name} is in another epoch`);
  }
  return found;
};

const rest = async (world: World): Promise<void> => {
  for (let round = 0; round < MOST_ROUNDS && unrest(world).length > 0; round += 1) {
    for (const device of world.devices) {
      device.core()?.kick();
      if (round % 5 === 4 && (await isRevoked(world, device))) await signInAgain(world, device);
    }
    await world.time.advance(2_000);
  }
  for (const fault of unrest(world)) world.violate('I2', `no rest: ${fault}`);
};

/** Sealing and firing are done and everybody has heard of it. */
const settle = async (world: World): Promise<void> => {
  await world.finish(world.relay.calm());
  await world.time.advance(3_000);
  await rest(world);
};

/** Ends every fault and lets everything run until nothing moves any more. */
export const heal = async (world: World): Promise<void> => {
  const { relay, devices, time } = world;
  world.say('everything heals');
  relay.killAt = null;
  relay.isStorageFailing = false;
  relay.wallError = 0;
  await startRelay(world);
  for (const device of devices) {
    device.line.heal();
    device.disk.store.refusal = () => null;
    if (!device.isRunning()) await startDevice(world, device);
  }
  // Ticks and catalogues of the relay, and longest pauses of the clients.
  await time.advance(2_000);
  await rest(world);
  await settle(world);
  await settle(world);
};

/** Days pass with everything in order, so that what a cap holds back has its turn (I4). */
export const passDays = async (world: World): Promise<void> => {
  for (let passed = 0; passed <= TURN_MS; passed += DAY_MS) {
    world.time.leap(DAY_MS);
    await world.finish(world.relay.calm());
    await world.time.advance(1_500);
  }
  await rest(world);
  await settle(world);
};

/** Some devices start anew from their disks alone: they must show the same as those that go on. */
export const restartSome = async (world: World): Promise<void> => {
  for (const device of world.devices) {
    if (world.random.chance(0.5)) continue;
    await world.finish(device.stop(), 2_000);
    device.wasRestarted = true;
    await startDevice(world, device);
  }
  await world.time.advance(400);
  await rest(world);
  // A file may have been sent only now: what follows from it is not fired yet.
  await settle(world);
};
