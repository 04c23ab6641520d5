import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { DAY_MS, type DeviceId, encodeRelayFact, relayLog, type SealRange } from '#rules';
import { encodeOwnRows } from '../../../client/data/outbox/log-encoding.ts';
import { makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { makePrng } from '../../support/prng.ts';
import { type WireRoom, wireRooms } from './stored.ts';
import { openLog, World, type WorldPlan } from './world.ts';

const TERRITORIES = 20;
const REPS_EACH = 5;
const EVENTS_EACH = 30;
/** Of a customer's events in the pool document: its creation and what is patched. */
const POOL_EVENTS_EACH = 5;
const DAYS = 180;
const NAMES = 'rooms.json';
const MAC = 'M'.repeat(43);
const RELAY = relayLog(1).slice(2) as DeviceId;

/** Rows of one room as they come about, with the seals of the relay. */
class GrowingRoom {
  readonly #doc = new Y.Doc();
  readonly #room: string;
  #facts = 0;

  constructor(room: string) {
    this.#room = room;
  }

  add(update: Uint8Array, range: SealRange, tick: number): void {
    Y.applyUpdate(this.#doc, update);
    const fact = encodeRelayFact({ kind: 'seal', tick, ranges: [range] }, MAC);
    Y.applyUpdate(this.#doc, encodeOwnRows(RELAY, this.#room, this.#facts, [fact]));
    this.#facts += 1;
  }

  wire(): WireRoom {
    return { room: this.#room, updates: [Y.encodeStateAsUpdate(this.#doc)] };
  }
}

/**
 * Half a year of a company with 30 events for each of so many customers, in 20 territories, as the device of the
 * manager of all of them keeps it, into a folder. Written without the relay, which would take most of the time.
 */
export const writeManagerHistory = async (customers: number, folder: string): Promise<void> => {
  const territories = Array.from({ length: TERRITORIES }, (_, at) => `t${at}`);
  const each = customers / TERRITORIES;
  const plan: WorldPlan = {
    seed: 11,
    territories,
    repsEach: REPS_EACH,
    poolEvents: each * POOL_EVENTS_EACH,
    customers: each,
    logEvents: each * (EVENTS_EACH - POOL_EVENTS_EACH),
    quarters: 1,
  };
  const storage = makeMemoryStorage();
  const startMs = Date.now() - DAYS * DAY_MS;
  const world = await World.found(storage, plan, startMs);
  const log = await openLog(storage, world.clock);
  const company = wireRooms(log, (room) => room.startsWith('org'));
  await log.close();
  const rooms = new Map<string, GrowingRoom>();
  write(world, rooms, 'pool', plan.poolEvents, startMs);
  write(world, rooms, 'log', plan.logEvents, startMs);
  const all = [...company, ...[...rooms.values()].map((room) => room.wire())];
  for (const [at, { updates }] of all.entries()) writeFileSync(join(folder, String(at)), Y.mergeUpdates([...updates]));
  writeFileSync(join(folder, NAMES), JSON.stringify(all.map(({ room }) => room)));
};

/** Rooms of such a folder. */
export const roomsOfManager = (folder: string): readonly string[] =>
  JSON.parse(readFileSync(join(folder, NAMES), 'utf8')) as readonly string[];

/** All of a room, as one update. */
export const readManagerRoom = (folder: string, room: string): Uint8Array =>
  readFileSync(join(folder, String(roomsOfManager(folder).indexOf(room))));

/** So many events of each territory, in runs of two or three, evenly over the half year. */
const write = (
  world: World,
  rooms: Map<string, GrowingRoom>,
  kind: 'pool' | 'log',
  events: number,
  startMs: number,
): void => {
  const random = makePrng(12);
  for (const territory of world.plan.territories) {
    const pens = world.pens().filter(({ worker }) => worker.role === 'rep' && worker.territory === territory);
    for (let done = 0; done < events; ) {
      const size = Math.min(events - done, 2 + random.int(2));
      done += size;
      const pen = random.pick(pens);
      const tick = Math.floor(startMs + (DAYS - 1) * DAY_MS * (done / events));
      const from = pen.next();
      const { room: name, update } = world.write(pen, kind, size, tick - 2, startMs);
      const room = rooms.get(name) ?? new GrowingRoom(name);
      rooms.set(name, room);
      room.add(update, [pen.worker.device, from, from + size - 1, 1], tick);
    }
  }
};
