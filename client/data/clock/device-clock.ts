import type { ClockReading } from '#protocol';
import type { ClockReadings } from '#rules';

/** The platform's clocks: wall in ms, a counter in ms that never falls, and a name for this run of the counter. */
export interface Clocks {
  readonly boot: string;
  wall(): number;
  mono(): number;
}

/** What the device knows of time: its own clocks, the highest tick it saw, and how far it is from the relay. */
export interface DeviceClock {
  /** Evidence for an event about to be written (S24). */
  readings(): ClockReadings;
  /** What the device states at each sync. */
  statement(): ClockReading;
  /** Highest relay tick seen anywhere. */
  seen(): number;
  /** Notes a tick; true when it is higher than all before. */
  see(tick: number): boolean;
  /** Relay time measured between `sentWall` and now, ms. */
  measure(relayMs: number, sentWall: number): void;
  /** Wall minus relay time, ms; null before the first measurement. */
  offset(): number | null;
  /** Best known relay time, ms: never below the highest tick seen. */
  now(): number;
}

export const makeDeviceClock = (clocks: Clocks, seenBefore: number, offsetBefore: number | null): DeviceClock => {
  let seen = seenBefore;
  let monoSeen: number | null = null;
  let offset = offsetBefore;
  const wall = (): number => Math.max(0, Math.floor(clocks.wall()));
  const mono = (): number => Math.max(0, Math.floor(clocks.mono()));
  return {
    readings: () => ({ wall: wall(), boot: clocks.boot, mono: mono(), monoSeen }),
    statement: () => ({ boot: clocks.boot, mono: mono(), wall: wall() }),
    seen: () => seen,
    see: (tick) => {
      if (!Number.isSafeInteger(tick) || tick <= seen) return false;
      seen = tick;
      monoSeen = mono();
      return true;
    },
    measure: (relayMs, sentWall) => {
      offset = Math.round((sentWall + wall()) / 2 - relayMs);
    },
    offset: () => offset,
    now: () => Math.max(seen, wall() - (offset ?? 0)),
  };
};
