import { afterEach, beforeEach, expect } from 'vitest';
import type { ReplicaStore, Sleep } from '../../../client/data/platform.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../../client/data/replica/memory-store.ts';
import { makeVirtualTime, type VirtualTime } from '../../simulation/virtual-time.ts';
import { busyStage, Q3, RestingDevice, ROOMS, RoomWriter } from '../../support/resting-device.ts';
import { note } from '../../support/rules-stage.ts';

// Every y-websocket provider listens for the end of the process.
process.setMaxListeners(0);

/** Longer than a room has to be quiet before it rests, ms. */
export const LONG_MS = 20_000;
export let time: VirtualTime;
/** Every test of the file has a time of its own. Called by the file: this module is loaded once for many of them. */
export const onVirtualTime = (): void => {
  beforeEach(() => {
    time = makeVirtualTime(Date.UTC(2026, 10, 20));
    time.install();
  });
  afterEach(() => time.uninstall());
};

export const timers = {
  after: (ms: number, callback: () => void) => {
    const handle = time.setTimeout(callback, ms);
    return () => time.clear(handle);
  },
};
export const isQ3 = (room: string): boolean => room === Q3;

/** A device in sync with a company that was busy; everything the relay sends comes through at once from then on. */
export const openDevice = async (
  isStaged: ((room: string) => boolean) | null = isQ3,
  store: (disk: ReplicaDisk) => ReplicaStore = makeMemoryReplicas,
  sleep?: Sleep,
) => {
  const device = new RestingDevice(timers, isStaged, store, undefined, sleep);
  const stage = busyStage(12);
  const writer = new RoomWriter();
  let told = { rows: 0, facts: 0 };
  /** The relay hears of all that was done on the stage since. */
  const tell = (): void => {
    for (const row of stage.rows.slice(told.rows)) device.line.commit(...writer.row(row));
    for (const fact of stage.facts.slice(told.facts)) device.line.commit(...writer.fact(fact));
    told = { rows: stage.rows.length, facts: stage.facts.length };
  };
  /** Two rows come in the wrong order: between the closed quarter's log and the first to come is a gap. */
  const tellOverGap = (): void => {
    for (let turn = 0; turn < 2; turn += 1) stage.act('rae', 'visitNoteRecorded', note(), late);
    tell();
    device.line.swap();
  };
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 250) {
      device.line.deliver();
      await time.advance(250);
    }
    device.line.deliver();
    await time.settle();
  };
  tell();
  device.setRooms(ROOMS);
  await pass(1_000);
  expect(device.replicas.syncedCount()).toBe(ROOMS.length);
  return { device, stage, tell, tellOverGap, pass, expected: () => stage.fold().digest() };
};
/** Written into the quarter that is over. */
export const late = { doc: 'log:east:2026Q3' };
