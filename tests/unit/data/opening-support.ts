import { encodeRelayFact, encodeRow, type MemberId } from '#rules';
import type { OpeningFiles, Timers } from '../../../client/data/platform.ts';
import type { RoomMark } from '../../../client/data/replica/beginning.ts';
import type { RoomMarks } from '../../../client/data/replica/let-rest.ts';
import type { Delta } from '../../../client/data/replica/read-delta.ts';
import { makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { Folding } from '../../../client/data/worker/folding.ts';
import { type OpeningDeps, Openings } from '../../../client/data/worker/openings.ts';
import { Pace } from '../../../client/data/worker/pace.ts';
import type { Workspace } from '../../../client/data/worker/workspace.ts';
import { plainDrowsing } from '../../support/drowsy.ts';
import { type FickleScratch, makeFickleScratch } from '../../support/fickle-scratch.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { creation, makeStage, note } from '../../support/rules-stage.ts';

const MAC = 'M'.repeat(43);
export const ORG = 'org@1';
export const POOL = 'pool:east@1';
export const LOG = 'log:east:2026Q4@1';
const OF_CUSTOMERS = [POOL, LOG] as const;

/** So many rows make another opening due. */
export const DUE_ROWS = 4;

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Customers with a note each, as the rooms of a device hold them; `more` are notes that come later. */
export const history = (customers: number) => {
  const stage = makeStage();
  for (let at = 0; at < customers; at += 1) {
    stage.act('rae', 'customerCreated', creation(), { subject: `x${at}` });
    stage.act('rae', 'visitNoteRecorded', note(), { subject: `x${at}` });
  }
  const told = new Map<string, { rows: number; facts: number }>();
  /** What came to a room since it was asked for last. */
  const newIn = (room: string): Delta => {
    const doc = room.slice(0, room.indexOf('@'));
    const rows = stage.rows.filter((row) => row.doc === doc);
    const facts = stage.facts.filter((fact) => fact.doc === doc);
    const known = told.get(room) ?? { rows: 0, facts: 0 };
    told.set(room, { rows: rows.length, facts: facts.length });
    return {
      rows: rows.slice(known.rows).map(({ event }) => encodeRow(event)),
      facts: facts.slice(known.facts).map(({ fact }) => encodeRelayFact(fact, MAC)),
    };
  };
  return { stage, newIn };
};

/** What outlives the processes of a device. */
export const makeGround = (fileBytes = 1_000) => {
  const ground = {
    disk: makeMemoryDisk(),
    /** Writes to the scratch wait until they are told to end. */
    isHeld: false,
    scratch: makeFickleScratch(fileBytes, () => {
      if (!ground.isHeld) queueMicrotask(() => ground.scratch.end(false));
    }) as FickleScratch,
    named: () => ground.disk.stores.get('meta')?.get('opening') as { readonly files: OpeningFiles } | undefined,
  };
  return ground;
};
export type Ground = ReturnType<typeof makeGround>;

/** What is known of every room of customers. */
export const MARK: RoomMark = { ends: [[1, 4, 'e:dev']], piece: 3, copy: 5 };

interface DeviceOptions {
  readonly awake?: number;
  /** How far each look at the clock moves it, ms. */
  readonly step?: number;
  readonly build?: string;
}

/** Fold and openings of one process, with what is around them as a test sets it. */
export const openProcess = async (ground: Ground, { awake = 0, step = 0, build = 'b' }: DeviceOptions = {}) => {
  const timers = makeManualTimers();
  const { make } = plainDrowsing(() => ground.scratch);
  const sleep = { awake, rows: 0, openingRows: DUE_ROWS, load: () => Promise.resolve(make) };
  const folding = new Folding({ timers, receivedOf: () => null, onTick: () => undefined, sleep });
  const store = makeMemoryStore(ground.disk);
  const around = {
    isBusy: false,
    isConnected: true,
    firstSync: null as object | null,
    /** Rooms that may be read; those of customers rest and are in sync but for `unrested`. */
    readable: new Set<string>([ORG, ...OF_CUSTOMERS]),
    unrested: new Set<string>(),
    open: new Set<string>(),
    replayed: 0,
    onReplay: (): void => undefined,
    epoch: 1,
    /** How often everything was folded anew. */
    anew: 0,
    snapshot: { isShut: false },
    /** What the scratch was swept of, but for these. */
    swept: [] as (readonly string[])[],
  };
  const workspace = {
    folding,
    replicas: {
      isKept: (room: string) => around.readable.has(room),
      isOpen: (room: string) => around.open.has(room),
    },
    outbox: {
      replay: () => {
        around.replayed += 1;
        around.onReplay();
      },
      head: () => ({ member: 'rae', epoch: around.epoch }),
    },
    foldAnew: () => {
      around.anew += 1;
      return Promise.resolve();
    },
    isConnected: () => around.isConnected,
    isComplete: () => true,
    journal: { busy: () => around.isBusy },
    catalogue: () => ({
      entries: [...OF_CUSTOMERS, ORG].map((room) => ({ room, read: true, append: true, open: true })),
      readableRooms: () => [...around.readable],
    }),
    member: () => 'rae' as MemberId,
    firstSync: () => around.firstSync,
  } as unknown as Workspace;
  let mono = 0;
  const pace = new Pace(() => {
    mono += step;
    return mono;
  }, timers);
  const platform = { store, timers: timers as Timers, sleep } as unknown as OpeningDeps['platform'];
  const openings = new Openings({
    platform,
    generation: await store.claim(),
    workspace,
    snapshot: around.snapshot,
    pace,
    build,
    sweepScratch: async (kept) => {
      around.swept.push([...kept]);
    },
  });
  const rests = {
    marks: async <T>(take: (marks: RoomMarks) => T): Promise<T | null> =>
      take(new Map(OF_CUSTOMERS.filter((room) => !around.unrested.has(room)).map((room) => [room, MARK]))),
  };
  return { timers, folding, openings, rests, around, store };
};
