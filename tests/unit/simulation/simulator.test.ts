import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CustomerId, MemberId } from '#rules';
import { SimDevice } from '../../simulation/device.ts';
import { makeSimulator, type Simulator } from '../../simulation/history.ts';
import { mayKnowContacts, mayReplicate } from '../../simulation/oracle.ts';
import { World } from '../../simulation/world.ts';
import { makeStage } from '../../support/rules-stage.ts';

/** Within so many histories a planted defect must show. */
const FEW = 12;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await makeSimulator();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Ids of the invariants that the first few histories violate. */
const found = async (wanted: string): Promise<string | undefined> => {
  for (let seed = 1; seed <= FEW; seed += 1) {
    const { violations } = await simulator.run(seed);
    const hit = violations.find((violation) => violation.startsWith(wanted));
    if (hit !== undefined) return hit;
  }
  return undefined;
};

describe('the simulator', () => {
  it('[SM-2] a seed replays to the same trace and digest', async () => {
    const first = await simulator.run(7, { trace: true });
    await simulator.run(8);
    const again = await simulator.run(7, { trace: true });
    expect(first.trace.length).toBeGreaterThan(20);
    expect(again).toEqual(first);
  });

  it('[SM-3] [I1] [I2] [I17] [I21] [I24] histories end at rest, with everything that must hold', async () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const { violations, faults } = await simulator.run(seed);
      expect(violations).toEqual([]);
      expect(faults.reduce((sum, [, times]) => sum + times, 0)).toBeGreaterThan(5);
    }
  });

  it('[SM-4] [I2] an outbox that does not outlive its process is found', async () => {
    const start = SimDevice.prototype.start;
    vi.spyOn(SimDevice.prototype, 'start').mockImplementation(function (this: SimDevice) {
      this.disk.store.stores.get('pending')?.clear();
      return start.call(this);
    });
    expect(await found('[I2]')).toMatch(/neither stored nor in quarantine/);
  });

  it('[SM-4] [I2] a command done twice is found', async () => {
    const run = SimDevice.prototype.run;
    let times = 0;
    vi.spyOn(SimDevice.prototype, 'run').mockImplementation(function (this: SimDevice, command) {
      times += 1;
      return run.call(this, command, `never the same ${times}`);
    });
    expect(await found('[I2]')).toMatch(/done twice/);
  });

  it('[SM-4] [I21] a contact sent to somebody not entitled is found', async () => {
    const plant = World.prototype.plantPhone;
    // The number also stands where everyone reads it.
    vi.spyOn(World.prototype, 'plantPhone').mockImplementation(function (this: World, customer) {
      const phone = plant.call(this, customer);
      for (const device of this.devices) {
        const member = device.member();
        const fold = this.relay.core()?.company.fold;
        if (member === null || fold === undefined || mayKnowContacts(fold, member, customer as CustomerId)) continue;
        device.line.deps.onSent(new TextEncoder().encode(`{"phone":"${phone}"}`), null, null);
      }
      return phone;
    });
    expect(await found('[I21]')).toMatch(/was sent a contact of/);
  });

  it('[SM-5] [R67] [R72] contacts go to owner, chain of managers and granted; logs to territory and owners', () => {
    const stage = makeStage();
    const fold = stage.fold();
    const knows = (member: string): boolean => mayKnowContacts(fold, member as MemberId, 'c1' as CustomerId);
    expect(['rae', 'mia', 'boss', 'rob', 'pia'].map(knows)).toEqual([true, true, true, false, false]);
    expect(mayReplicate(fold, 'rob' as MemberId, 'private:rae')).toBe(false);
    expect(mayReplicate(fold, 'mia' as MemberId, 'private:rae')).toBe(true);
    expect(mayReplicate(fold, 'rae' as MemberId, 'contact:c1')).toBe(false);
    expect(mayReplicate(fold, 'nobody' as MemberId, 'org')).toBe(false);
  });
});
