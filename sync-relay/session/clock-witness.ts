import type { DeviceId, MemberId } from '#rules';
import type { LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Storage } from '../storage/contract.ts';

/**
 * Tells a wall clock that was wrong already when the relay started (S2). Devices whose clocks agreed with relay time
 * before the start say at their first hello after it what their clocks read now. Two of different people who agree
 * with each other and not with the relay stop sealing and firing until an operator has looked; two who agree with the
 * relay settle it. Asked once for each start: later a wrong clock is the device's.
 */
export interface ClockWitness {
  hello(device: DeviceId, member: MemberId, wall: number): void;
}

export interface ClockWitnessDeps {
  readonly storage: Pick<Storage, 'commit'>;
  readonly meta: ReadonlyMap<string, string>;
  readonly log: Pick<LogService, 'now' | 'suspectClock'>;
  readonly metrics: Metrics;
}

const PREFIX = 'clock.good.';
/** As far as a good clock may be off (S2). */
const GOOD_MS = 2 * 60_000;
const WITNESSES = 2;

export const makeClockWitness = ({ storage, meta, log, metrics }: ClockWitnessDeps): ClockWitness => {
  const good = new Set([...meta.keys()].filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)));
  const wasGood = new Set(good);
  const heard = new Map<MemberId, number>();
  let isSettled = false;

  const remember = (device: DeviceId, isGood: boolean): void => {
    if (good.has(device) === isGood) return;
    if (isGood) good.add(device);
    else good.delete(device);
    // Lost with a failing disk it is only one witness fewer.
    storage.commit({ meta: new Map([[PREFIX + device, isGood ? '1' : null]]) }).catch(() => undefined);
  };
  const judge = (): void => {
    const offsets = [...heard.values()];
    if (offsets.filter((offset) => Math.abs(offset) <= GOOD_MS).length >= WITNESSES) isSettled = true;
    const against = offsets.filter((offset) => Math.abs(offset) > GOOD_MS);
    const agreeing = against.map((one) => against.filter((other) => Math.abs(other - one) <= GOOD_MS).length);
    if (isSettled || Math.max(0, ...agreeing) < WITNESSES) return;
    isSettled = true;
    metrics.count('jieli_clock_doubted_total');
    log.suspectClock();
  };

  return {
    hello(device, member, wall) {
      const offset = wall - log.now();
      const isGood = Math.abs(offset) <= GOOD_MS;
      if (!isSettled && wasGood.has(device) && !heard.has(member)) {
        heard.set(member, offset);
        judge();
      }
      // While it is open who is wrong, nobody loses his standing.
      if (isGood || isSettled) remember(device, isGood);
    },
  };
};
