import { DAY_MS } from '#rules';
import { type Base, makeBase } from './base.ts';
import { checkAll } from './checks.ts';
import type { Fault } from './faults.ts';
import { heal, passDays, restartSome } from './heal.ts';
import { startDevice, startRelay, step } from './steps.ts';
import { installVirtualCrypto } from './virtual-crypto.ts';
import { World } from './world.ts';

/** Things that happen in one history. */
const STEPS = 34;

export interface HistoryResult {
  readonly seed: number;
  /** Digest of everything the relay holds at the end. */
  readonly digest: string;
  readonly faults: readonly (readonly [Fault, number])[];
  readonly commands: readonly (readonly [string, number])[];
  readonly events: number;
  readonly violations: readonly string[];
  readonly trace: readonly string[];
}

/** Runs histories one after the other in this process. */
export interface Simulator {
  run(seed: number, options?: { readonly trace?: boolean }): Promise<HistoryResult>;
}

/** Days since the company was founded, drawn: some histories begin when pooling by itself is near, or long open. */
const AGES = [0, 10, 27, 31, 45] as const;

const live = async (world: World): Promise<void> => {
  world.time.leap(world.random.pick(AGES) * DAY_MS);
  await startRelay(world);
  for (const device of world.devices) await startDevice(world, device);
  await world.time.advance(300);
  if (world.random.chance(0.5)) await world.finish(world.relay.backUp());
  for (let turn = 0; turn < STEPS; turn += 1) {
    await step(world);
    world.watchTimes();
    world.watchVerdicts();
    world.watchRights();
  }
  await heal(world);
  await passDays(world);
  world.watchVerdicts();
  world.watchTimes();
  await restartSome(world);
};

/** Each y-websocket provider listens for the end of the process; those of a history that is over would be kept for ever. */
const forgetListeners = (before: readonly unknown[]): void => {
  for (const listener of process.listeners('exit')) if (!before.includes(listener)) process.off('exit', listener);
};

const runHistory = async (base: Base, seed: number, trace: boolean): Promise<HistoryResult> => {
  const listeners = process.listeners('exit');
  const world = new World(base, seed, trace);
  let digest = '';
  world.time.install();
  try {
    await live(world);
    digest = checkAll(world);
  } catch (cause) {
    world.violate('I22', cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  } finally {
    for (const device of world.devices) device.kill();
    world.relay.kill();
    world.time.uninstall();
    forgetListeners(listeners);
  }
  return {
    seed,
    digest,
    faults: [...world.faults],
    commands: [...world.commands],
    events: world.saved.size,
    violations: world.violations,
    trace: world.trace,
  };
};

/** Founds the company once; every history starts from copies of its disks. */
export const makeSimulator = async (): Promise<Simulator> => {
  const uninstall = installVirtualCrypto();
  try {
    const base = await makeBase();
    return {
      async run(seed, { trace = false } = {}) {
        const restore = installVirtualCrypto();
        try {
          return await runHistory(base, seed, trace);
        } finally {
          restore();
        }
      },
    };
  } finally {
    uninstall();
  }
};
