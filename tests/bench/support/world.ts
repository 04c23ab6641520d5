import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CustomerId, DAY_MS, type OpportunityId, quarterOf, shanghaiDay, startOfDayMs } from '#rules';
import { type ManualClock, makeManualClock } from '../../../sync-relay/clock.ts';
import { holdStorage } from '../../../sync-relay/demo/held-storage.ts';
import { INDUSTRIES, makeCompanyNames, TERRITORIES } from '../../../sync-relay/demo/names.ts';
import { type LogService, makeLogService } from '../../../sync-relay/log/index.ts';
import { DATABASE_FILE, type Storage } from '../../../sync-relay/storage/contract.ts';
import { openSqliteStorage } from '../../../sync-relay/storage/sqlite.ts';
import { makePrng, type Prng } from '../../support/prng.ts';
import { dice, foundCompany, type Worker } from './company.ts';
import { creationAct, type Life, logAct, patchAct } from './customer-life.ts';
import { Pen, type Placements, seededId } from './pen.ts';

/** How much history a world has. */
export interface WorldPlan {
  readonly seed: number;
  readonly territories: readonly string[];
  readonly repsEach: number;
  /** Events of each territory's pool document, and customers among them. */
  readonly poolEvents: number;
  readonly customers: number;
  /** Events of each territory's log document of each quarter. */
  readonly logEvents: number;
  readonly quarters: number;
}

interface Territory {
  readonly id: string;
  readonly pens: readonly Pen[];
  /** Customers of each salesperson. */
  readonly lives: Map<Pen, Life[]>;
  made: number;
}

const SECOND_MS = 1000;
const CITIES: readonly string[] = TERRITORIES.flatMap(({ cities }) => [...cities]);

/** First instants of the last `count` quarters up to `endMs`, oldest first. */
const quarterStarts = (endMs: number, count: number): readonly number[] => {
  const starts: number[] = [];
  for (let day = shanghaiDay(endMs); starts.length < count; day -= 1) {
    if (quarterOf(startOfDayMs(day)) !== quarterOf(startOfDayMs(day - 1))) starts.unshift(startOfDayMs(day));
  }
  return starts;
};

/**
 * A company's history, written run by run (2 or 3 events of one device) into the relay's own log, each run sealed on
 * its own as in real life, where minutes lie between two.
 */
export class World {
  readonly plan: WorldPlan;
  readonly clock: ManualClock;
  readonly workers: readonly Worker[];
  readonly #prng: Prng;
  readonly #territories: readonly Territory[];
  readonly #newName: (city: string, industry: string) => string;

  private constructor(plan: WorldPlan, clock: ManualClock, workers: readonly Worker[], prng: Prng) {
    this.plan = plan;
    this.clock = clock;
    this.workers = workers;
    this.#prng = prng;
    this.#newName = makeCompanyNames(dice(prng));
    const placements: Placements = new Map();
    this.#territories = plan.territories.map((id) => {
      const own = workers.filter(({ territory }) => territory === id);
      const pens = own.map((worker) => new Pen(worker, prng.fork(), placements));
      return { id, pens, lives: new Map(), made: 0 };
    });
  }

  /** Founds the company in an empty storage; its history is still to be written. */
  static async found(storage: Storage, plan: WorldPlan, startMs: number): Promise<World> {
    const prng = makePrng(plan.seed);
    const clock = makeManualClock(startMs);
    const { territories, repsEach } = plan;
    const workers = await foundCompany(storage, { territories, repsEach, clock, prng });
    return new World(plan, clock, workers, prng);
  }

  /** Writes `events` events of each territory's document of that kind, evenly until `endMs`. */
  async live(log: LogService, kind: 'pool' | 'log', events: number, endMs: number): Promise<void> {
    const startMs = this.clock.now();
    for (let done = 0; done < events; ) {
      const size = Math.min(events - done, 2 + this.#prng.int(2));
      done += size;
      this.clock.set(startMs + ((endMs - startMs) * done) / events);
      const rooms = await this.#runs(log, kind, size);
      this.clock.set(this.clock.now() + SECOND_MS);
      await Promise.all(rooms.map((room) => log.appendFacts(room, [{ kind: 'seal', ranges: log.unsealed(room) }])));
    }
  }

  /** One run in every territory, stored together. */
  async #runs(log: LogService, kind: 'pool' | 'log', size: number): Promise<string[]> {
    const atMs = this.clock.now();
    const stored = this.#territories.map(async ({ pens, made }) => {
      // presales engineers create no customers: the first one is a salesperson's
      const pen = this.#prng.pick(made > 0 ? pens : pens.filter(({ worker }) => worker.role === 'rep'));
      const { room, update } = this.write(pen, kind, size, atMs, log.lastTick());
      if (!log.rooms().includes(room)) await log.createRoom(room);
      const { member, device } = pen.worker;
      const outcome = await log.append({ room, device, member, mayAppend: () => true, update });
      if (outcome.kind === 'rejected') throw new Error(`${room}: ${outcome.reason} ${outcome.detail}`);
      return room;
    });
    return Promise.all(stored);
  }

  /** Every device, with what it has written so far. */
  pens(): readonly Pen[] {
    return this.#territories.flatMap(({ pens }) => pens);
  }

  /** The next `size` events of a device, as one update for the room they go to at `atMs`. */
  write(pen: Pen, kind: 'pool' | 'log', size: number, atMs: number, seen: number) {
    const territory = this.#territories.find(({ id }) => id === pen.worker.territory);
    if (territory === undefined) throw new Error(`no territory ${pen.worker.territory}`);
    const room = kind === 'pool' ? `pool:${territory.id}@1` : `log:${territory.id}:${quarterOf(atMs)}@1`;
    const acts = Array.from({ length: size }, () => this.#act(territory, pen, kind, atMs));
    return { room, update: pen.write(room, acts, atMs, seen) };
  }

  #act(
    territory: Territory,
    pen: Pen,
    kind: 'pool' | 'log',
    atMs: number,
  ): readonly [CustomerId, ReturnType<typeof logAct>] {
    const lives = territory.lives.get(pen) ?? [];
    territory.lives.set(pen, lives);
    const mayCreate = kind === 'pool' && pen.worker.role !== 'presales' && territory.made < this.plan.customers;
    if (mayCreate && (lives.length === 0 || this.#prng.chance(this.plan.customers / this.plan.poolEvents))) {
      const life = this.#newLife();
      lives.push(life);
      territory.made += 1;
      const name = this.#newName(this.#prng.pick(CITIES), this.#prng.pick(INDUSTRIES));
      return [life.id, creationAct(life, territory.id, name, pen.worker.member, this.#prng)];
    }
    const life = lives.length > 0 ? this.#prng.pick(lives) : this.#anyLife(territory);
    return [life.id, kind === 'pool' ? patchAct(life, this.#prng) : logAct(life, pen.worker.member, atMs, this.#prng)];
  }

  #newLife(): Life {
    const id = seededId(this.#prng) as CustomerId;
    const opportunity = seededId(this.#prng) as OpportunityId;
    return { id, opportunity, mark: null, stage: 0, stageEntry: null, note: null, patches: new Map() };
  }

  #anyLife({ lives }: Territory): Life {
    return this.#prng.pick([...lives.values()].filter((own) => own.length > 0).map((own) => this.#prng.pick(own)));
  }
}

/** A world at rest in a folder of its own, as the relay's SQLite database. */
export interface StoredWorld {
  readonly folder: string;
  /** Who wrote it, to go on writing. */
  readonly world: World;
  /** A copy of the folder that may be written to. */
  copy(): string;
}

const folders: string[] = [];
/** A new empty folder; all of them are removed by `removeFolders`. */
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'jieli-bench-'));
  folders.push(folder);
  return folder;
};
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

export const openLog = (storage: Storage, clock: ManualClock): Promise<LogService> =>
  makeLogService({ storage, clock, randomBytes });

/** Writes the whole history of a plan, ending yesterday. */
export const writeHistory = async (storage: Storage, plan: WorldPlan, endMs: number): Promise<World> => {
  const starts = quarterStarts(endMs, plan.quarters);
  const world = await World.found(storage, plan, starts[0] ?? endMs);
  const log = await openLog(storage, world.clock);
  for (const [index, startMs] of starts.entries()) {
    const until = (starts[index + 1] ?? endMs) - 60 * SECOND_MS;
    world.clock.set(startMs);
    await world.live(log, 'pool', Math.floor(plan.poolEvents / plan.quarters), (startMs + until) / 2);
    await world.live(log, 'log', plan.logEvents, until);
  }
  await log.close();
  return world;
};

export const storeWorld = async (plan: WorldPlan, endMs = Date.now() - DAY_MS): Promise<StoredWorld> => {
  const folder = newFolder();
  const storage = await openSqliteStorage({ file: join(folder, DATABASE_FILE) });
  const held = holdStorage(storage);
  const world = await writeHistory(held, plan, endMs);
  await held.release();
  await storage.close();
  return {
    folder,
    world,
    copy: () => {
      const target = newFolder();
      cpSync(folder, target, { recursive: true });
      return target;
    },
  };
};
