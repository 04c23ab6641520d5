/**
 * What a manager's worker holds, measured in a process of its own (`node --expose-gc`): argument = folder with the
 * history; the figures go to the parent as one message.
 */
import { performance } from 'node:perf_hooks';
import type { FoldChange, MemberId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { ModelQuery } from '../../../client/data/worker/read-models.ts';
import { DeviceFolding } from './device-folding.ts';
import { KeptRooms } from './kept-rooms.ts';
import type { ManagerFigures } from './manager-device.ts';
import { costOf, heldMb, MEGA } from './measure.ts';

const ROUNDS = 6;
const KILO = 1_024;

/** What the home of a manager asks for, and the pages one press away. */
const ASKED: readonly ModelQuery[] = [
  { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 50 },
  { kind: 'heatmap', filter: { weeks: 8 } },
  { kind: 'moves', filter: {} },
  { kind: 'gaps', state: 'open', rule: null, team: null, limit: 60 },
  { kind: 'metrics', filter: {}, back: 0 },
];

let longest = 0;
const timed = <Result>(act: () => Result): { readonly result: Result; readonly seconds: number } => {
  const startedAt = performance.now();
  const result = act();
  const ms = performance.now() - startedAt;
  longest = Math.max(longest, ms);
  return { result, seconds: ms / 1000 };
};

/** Turns of the loop in which everything that was begun comes to its end. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** What documents of all rooms hold: without them the rows’ text is on the disk alone. */
const docsMbOf = async (folder: string): Promise<number> => {
  const before = heldMb();
  const awake = new KeptRooms(folder, timed);
  await awake.load();
  await settle();
  awake.deltas.length = 0;
  const docsMb = heldMb() - before;
  await awake.replicas.close();
  return docsMb;
};

const measure = async (folder: string): Promise<ManagerFigures> => {
  const before = heldMb();
  const held = (): number => heldMb() - before;
  const device = new KeptRooms(folder, timed);
  const taking = new DeviceFolding();
  let peakMb = 0;
  let takeMs = 0;
  const takeIn = async (): Promise<void> => {
    const startedAt = performance.now();
    for (const [room, delta] of device.deltas.splice(0)) await taking.take(room, delta);
    takeMs += performance.now() - startedAt;
    // The document of the room is still there, and the fold has all that it held.
    peakMb = Math.max(peakMb, held());
  };
  await device.start(takeIn);
  await takeIn();
  await taking.finish();
  await device.rest(settle);
  const recordsMb = held();

  const atRest = device.atRest().length;
  const wakeS = await device.wake(settle);
  await device.rest(settle);
  if (device.atRest().length !== atRest) throw new Error('a room that was woken did not come to rest again');

  const fold = taking.folding.fold();
  const ids = [...fold.customerIds()];
  const foldS = timed(() => {
    for (const id of ids) fold.customer(id);
  }).seconds;
  const statesMb = held() - recordsMb;

  const models = makeReadModels({
    fold: () => fold,
    member: () => owner(fold.org().members),
    now: () => Date.now(),
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
  });
  models.changed({ org: true, customers: new Set(), desks: new Set(), leads: new Set() } satisfies FoldChange);
  models.expect(ASKED);
  const answers = timed(() => ASKED.map((query) => models.answer(query))).seconds;
  const again = ASKED.map((query) => costOf(ROUNDS, () => models.answer(query)).cpuMs);
  const indicesMb = held() - recordsMb - statesMb;
  const rssMb = process.resourceUsage().maxRSS / KILO;
  const seconds = { load: device.loadSeconds, take: takeMs / 1000, wake: wakeS, fold: foldS, answers };
  return {
    customers: ids.length,
    wireMb: device.bytes / MEGA,
    rooms: device.replicas.rooms().length,
    atRest,
    peakMb,
    recordsMb,
    statesMb,
    indicesMb,
    rssMb,
    seconds,
    longestMs: longest,
    againCpuMs: Math.max(...again),
    docsMb: await docsMbOf(folder),
  };
};

const owner = (members: Readonly<Record<string, { readonly id: MemberId; readonly role: string }>>): MemberId => {
  const found = Object.values(members).find(({ role }) => role === 'owner');
  if (found === undefined) throw new Error('nobody owns the company');
  return found.id;
};

process.send?.(await measure(process.argv[2] ?? ''));
process.disconnect?.();
