import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CLOSE_CODES } from '#protocol';
import type { ReplicaStore } from '../../client/data/platform.ts';
import { makeIndexedDbReplicas } from '../../client/data/replica/indexed-db-store.ts';
import type { RoomMarks } from '../../client/data/replica/let-rest.ts';
import { type ManualTimers, makeManualTimers } from '../support/manual-timers.ts';
import { RestingDevice } from '../support/resting-device.ts';
import { type Act, odd, push, Room } from '../support/room-acts.ts';
import { RoomLine } from '../support/room-line.ts';

// Every y-websocket provider listens for the end of the process.
process.setMaxListeners(0);

const RUNS = 120;
const ROOM = 'pool:east@1';
/** Longer than what comes at rest waits for company, and than a room has to be quiet, ms. */
const [GATHERED_MS, QUIET_MS] = [300, 2_000];

type Step =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'acts'; readonly acts: readonly Act[] }
  | { readonly kind: 'many' | 'flush' | 'wake' | 'rest' | 'mark' };
/** What becomes of the copy while the device is off. */
type Spoil = 'nothing' | 'lost' | 'older' | 'opened';
interface Session {
  readonly isAtMark: boolean;
  readonly steps: readonly Step[];
  readonly spoil: Spoil;
}

/** What takes nothing out, for that was told of already. */
const adds = ({ kind }: Act): boolean => kind !== 'delete' && kind !== 'map';
const act = fc.oneof({ weight: 12, arbitrary: push }, { weight: 1, arbitrary: odd.filter(adds) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('act' as const), act }) },
  // the first two change places: a gap
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('acts' as const), acts: fc.array(act, { minLength: 2, maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('many' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constantFrom('flush' as const, 'wake', 'rest', 'rest', 'mark', 'mark') }),
  },
);
const session: fc.Arbitrary<Session> = fc.record({
  isAtMark: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  steps: fc.array(step, { maxLength: 8 }),
  spoil: fc.oneof(
    { weight: 5, arbitrary: fc.constant('nothing' as const) },
    { weight: 3, arbitrary: fc.constantFrom('lost' as const, 'older', 'opened') },
  ),
});

/** What was known when marks were taken. */
interface Opening {
  readonly marks: RoomMarks;
  readonly told: readonly string[];
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** One device's starts over one disk, and the relay. */
class History {
  readonly room = new Room();
  readonly line = new RoomLine();
  readonly timers: ManualTimers = makeManualTimers();
  readonly store: ReplicaStore;
  opening: Opening | null = null;
  #device: RestingDevice | null = null;
  #before: readonly string[] = [];
  #older: Awaited<ReturnType<ReplicaStore['since']>> = null;

  constructor(name: string) {
    this.store = makeIndexedDbReplicas(name, this.timers, () => false);
  }

  async start(opening: Opening | null): Promise<RestingDevice> {
    this.#before = opening?.told ?? [];
    const before = { line: this.line, disk: new Map(), ...(opening && { marks: opening.marks }) };
    const device = new RestingDevice(
      this.timers,
      () => true,
      () => this.store,
      before,
    );
    this.#device = device;
    device.setRooms([ROOM]);
    await this.#calm(device);
    return device;
  }
  /** Everything is read from the disk, and everything under way comes. */
  async #calm(device: RestingDevice): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet = this.line.deliver() > 0 ? 0 : quiet + 1) {
      await device.replicas.whenLoaded();
      await turns(2);
    }
  }
  /** What this start knows: what it began with, and what it was told since. */
  known(): readonly string[] {
    return [...this.#before, ...(this.#device?.deltas ?? []).flatMap(([, { rows, facts }]) => [...rows, ...facts])];
  }
  async end(): Promise<readonly string[]> {
    await this.#device?.replicas.close();
    const known = this.known();
    this.#device = null;
    return known;
  }

  #commit(acts: readonly Act[]): void {
    const from = this.room.updates.length;
    for (const one of acts) this.room.act(one);
    for (const update of this.room.updates.slice(from)) this.line.commit(ROOM, update);
  }
  async #rest(device: RestingDevice): Promise<void> {
    for (let turn = 0; turn < 10 && device.isAwake(ROOM); turn += 1) {
      this.timers.advance(QUIET_MS);
      await turns(20);
    }
  }

  async #take(device: RestingDevice, one: Step): Promise<void> {
    if (one.kind === 'act') this.#commit([one.act]);
    else if (one.kind === 'acts') {
      this.#commit(one.acts);
      this.line.swap();
    } else if (one.kind === 'many') {
      for (let turn = 0; turn < 205; turn += 1) {
        this.#commit([{ kind: 'push', log: 0, count: 1 }]);
        this.line.deliver();
        this.timers.advance(GATHERED_MS);
        await turns(8);
      }
    } else if (one.kind === 'flush') this.timers.advance(GATHERED_MS);
    else if (one.kind === 'wake' && device.isAtRest(ROOM)) this.line.end(ROOM, CLOSE_CODES.rateLimited.code);
    else if (one.kind === 'rest') await this.#rest(device);
    else if (one.kind === 'mark') {
      this.opening = (await device.takeMarks((marks) => ({ marks, told: this.known() }))) ?? this.opening;
      this.#older ??= await this.store.since(ROOM, 0);
    }
    await this.#calm(device);
  }

  async run({ isAtMark, steps, spoil }: Session): Promise<void> {
    const device = await this.start(isAtMark ? this.opening : null);
    for (const one of steps) await this.#take(device, one);
    const known = await this.end();
    expect(new Set(known).size).toBe(known.length);
    await this.#spoil(spoil);
  }
  async #spoil(spoil: Spoil): Promise<void> {
    if (spoil === 'nothing' || (spoil === 'older' && this.#older === null)) return;
    if (spoil !== 'opened') await this.store.delete(ROOM);
    if (spoil === 'lost') return;
    const doc = new Y.Doc();
    const file = this.store.open(ROOM, doc);
    await file.whenLoaded;
    if (spoil === 'older') {
      for (const piece of this.#older?.pieces ?? []) Y.applyUpdate(doc, piece);
      if (this.#older?.inSync) await file.keep(this.#older.inSync);
    }
    await file.close();
  }
}

const setOf = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())].sort();

beforeAll(async () => {
  // it is fetched behind the first screen, and here not while rooms are read
  await import('../../client/data/replica/whole-copy.ts');
});

test('[RQ-16][RQ-17][I1] what was known at the mark, with what is told from there on, is what a device tells that reads everything, and each once', async () => {
  const seen = { rested: 0, told: 0, opened: 0 };
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(session, { minLength: 1, maxLength: 3 }), async (sessions) => {
      run += 1;
      const history = new History(`begins-${run}`);
      const first: readonly Step[] = [
        { kind: 'act', act: { kind: 'push', log: 0, count: 2 } },
        { kind: 'rest' },
        { kind: 'mark' },
      ];
      await history.run({ isAtMark: false, steps: first, spoil: 'nothing' });
      for (const one of sessions) await history.run(one);
      const { opening, line } = history;
      const knew = opening?.told ?? [];

      // without a line: what the copy holds
      line.cut();
      const atMark = await history.start(opening);
      if (atMark.isAtRest(ROOM)) seen.rested += 1;
      else seen.opened += 1;
      if (atMark.deltas.length > 0) seen.told += 1;
      const fromMark = await history.end();
      await history.start(null);
      const fromCopy = await history.end();
      expect(setOf(fromMark)).toEqual(setOf(knew, fromCopy));
      expect(new Set(fromMark).size).toBe(fromMark.length);

      // with one: what the relay has
      line.restore();
      const online = await history.start(opening);
      expect(online.replicas.isSynced(ROOM)).toBe(true);
      const fromRelay = await history.end();
      await history.store.delete(ROOM);
      await history.start(null);
      const everything = await history.end();
      expect(setOf(fromRelay)).toEqual(setOf(knew, everything));
      expect(new Set(fromRelay).size).toBe(fromRelay.length);
      await history.store.delete(ROOM);
    }),
    { numRuns: RUNS },
  );
  // the property is about both
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 16);
});
