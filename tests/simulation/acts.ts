import type { CustomerState, EventId, Fold } from '#rules';
import type { CommandOutcome } from '../../client/data/contract.ts';
import type { Prng } from '../support/prng.ts';
import { type DrawnCommand, drawCommand } from './commands.ts';
import type { SimDevice } from './device.ts';
import { count } from './faults.ts';
import type { World } from './world.ts';

/** How often somebody thinks again before he tries what is refused. */
const TRIES = 8;

/** Notes what a person was told is saved; the events. */
export const remember = (world: World, device: SimDevice, outcome: CommandOutcome | undefined): readonly EventId[] => {
  if (outcome?.kind !== 'saved') return [];
  const isTimed = device.wasAlwaysRight && !world.relayClockWasWrong;
  for (const id of outcome.events) {
    if (!world.saved.has(id)) world.saved.set(id, { device, atMs: world.time.now(), isTimed });
  }
  return outcome.events;
};

/** S31: what somebody has done shows at his device at once, whatever the relay knows. */
const checkShown = (world: World, device: SimDevice, events: readonly EventId[]): void => {
  const fold = device.workspace()?.fold();
  for (const id of events) {
    if (fold?.placement(id) === null) world.violate('S31', `${device.name} does not show its own ${id}`);
  }
};

/** Something has been done about the customer that somebody may answer. */
const isPending = ({ pool, mergedInto, mark, opportunities }: CustomerState): boolean =>
  pool !== null ||
  mergedInto.length > 0 ||
  mark?.automatic != null ||
  opportunities.some(({ ended }) => ended !== null);

/** Any customer, more often one that waits for somebody. */
const pickCustomer = (fold: Fold, random: Prng): CustomerState | null => {
  const all = [...fold.customerIds()].map((id) => fold.customer(id)).filter((state) => state !== null);
  const pending = all.filter(isPending);
  const from = pending.length > 0 && random.chance(0.5) ? pending : all;
  return from.length === 0 ? null : random.pick(from);
};

export const draw = async (world: World, device: SimDevice): Promise<DrawnCommand | null> => {
  const workspace = device.workspace();
  if (workspace === null) return null;
  const { random } = world;
  const fold = workspace.fold();
  return drawCommand({
    device,
    fold,
    random,
    member: workspace.member(),
    nowMs: workspace.clock.now(),
    customer: pickCustomer(fold, random),
    newId: () => `x${random.int(0x7fffffff).toString(36)}${random.int(0x7fffffff).toString(36)}`,
    plantPhone: (customer) => world.plantPhone(customer),
    attach: async (bytes, documentType) => {
      const file = { arrayBuffer: async () => Uint8Array.from(bytes).buffer } as unknown as Blob;
      const outcome = await world.finish(
        device.core()?.attach(file, `${documentType}.bin`, documentType) ?? Promise.resolve(undefined),
      );
      return outcome?.kind === 'queued' ? outcome.evidence : null;
    },
  });
};

/** People mostly try what can be done; some commands are refused all the same. */
const drawAccepted = async (world: World, device: SimDevice): Promise<DrawnCommand | null> => {
  let drawn: DrawnCommand | null = null;
  for (let turn = 0; turn < TRIES; turn += 1) {
    drawn = (await draw(world, device)) ?? drawn;
    const core = device.core();
    if (drawn === null || core === null) continue;
    if ((await world.finish(core.check(drawn.command)))?.kind === 'saved') return drawn;
  }
  return drawn;
};

/** Somebody does something at a device; answers the saved events. */
export const act = async (world: World, device: SimDevice, isTwice = false): Promise<readonly EventId[]> => {
  const drawn = await drawAccepted(world, device);
  if (drawn === null || !device.isRunning()) return [];
  const id = world.newCommandId();
  const outcome = await world.finish(device.run(drawn.command, id));
  world.say(`${device.name}: ${drawn.kind} on ${drawn.command.subject} → ${outcome?.kind ?? 'nothing'}`);
  const events = remember(world, device, outcome);
  checkShown(world, device, events);
  if (events.length > 0) count(world.commands, drawn.kind);
  if (isTwice && events.length > 0 && device.isRunning()) {
    const second = await world.finish(device.run(drawn.command, id));
    world.fault('command sent twice', device.name);
    if (second?.kind !== 'saved' || second.events.join() !== events.join()) {
      world.violate('I2', `the same command sent twice was done twice by ${device.name}`);
    }
  }
  return events;
};
