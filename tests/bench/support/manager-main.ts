/**
 * What a manager's worker holds, measured in a process of its own (`node --expose-gc`): argument = folder with the
 * history; the figures go to the parent as one message.
 */
import { performance } from 'node:perf_hooks';
import { type FoldChange, type MemberId, parseRoom } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { OpeningFiles } from '../../../client/data/platform.ts';
import type { RoomMark } from '../../../client/data/replica/beginning.ts';
import type { RoomMarks } from '../../../client/data/replica/let-rest.ts';
import type { GrowingModels, ModelQuery } from '../../../client/data/worker/read-models.ts';
import { DeviceFolding } from './device-folding.ts';
import { KeptRooms } from './kept-rooms.ts';
import type { ManagerFigures } from './manager-device.ts';
import { costOf, heldMb, MEGA } from './measure.ts';

/** Of both starts, so that they can be compared. */
const NOW = Date.now();
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
  const ms = (): number => performance.now() - startedAt;
  try {
    const result = act();
    return { result, seconds: ms() / 1000 };
  } finally {
    // Also of work that pauses.
    longest = Math.max(longest, ms());
  }
};
/** How long it takes with the turns of the loop between its slices. */
const lasting = async <Result>(act: () => Promise<Result>) => {
  const startedAt = performance.now();
  const result = await act();
  return { result, seconds: (performance.now() - startedAt) / 1000 };
};

/** Turns of the loop in which everything that was begun comes to its end. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** What documents of all rooms hold: without them the rows’ text is on the disk alone. */
const docsMbOf = async (folder: string): Promise<number> => {
  const before = await heldMb();
  const awake = new KeptRooms(folder, timed);
  await awake.load();
  await settle();
  awake.deltas.length = 0;
  const docsMb = (await heldMb()) - before;
  await awake.replicas.close();
  return docsMb;
};

const modelsOf = ({ folding, pause }: DeviceFolding): GrowingModels => {
  const fold = folding.fold();
  const models = makeReadModels({
    fold: () => fold,
    member: () => owner(fold.org().members),
    now: () => NOW,
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
    checkpoints: () => folding.drowsing()?.checkpoints(fold) ?? null,
    pause,
  });
  models.changed({ org: true, customers: new Set(), desks: new Set(), leads: new Set() } satisfies FoldChange);
  models.expect(ASKED);
  return models;
};
/** Each whole, after as many slices as it takes; resolves once what is kept of it is written. */
const answersOf = (taking: DeviceFolding, models: GrowingModels) =>
  lasting(async () => {
    const answers: unknown[] = [];
    for (const query of ASKED) answers.push(await taking.inSlices(() => models.answer(query), timed));
    await taking.finish();
    return answers;
  });
const textOf = (answers: readonly unknown[]): string => JSON.stringify(answers);

/** What the start after the next is to begin with. */
const markOf = async (device: KeptRooms, { folding }: DeviceFolding) => {
  let standsMs = 0;
  const drowsing = folding.drowsing();
  for (const _ of drowsing?.lull(folding.fold()) ?? []) await settle();
  const marking = await device.marks((marks) => {
    const docs = new Set([...marks.keys()].map((room) => parseRoom(room)?.doc));
    const made = timed(() => drowsing?.mark(folding.fold(), (doc) => docs.has(doc), [...marks]) ?? null);
    standsMs = made.seconds * 1000;
    return made.result;
  });
  const mark = await marking;
  if (mark === null) throw new Error('nothing can be begun with');
  mark.settle(true);
  return { files: mark.files, standsMs };
};

/** Another start on the same disk, which begins with what the last one left. */
const begin = async (folder: string, before: KeptRooms, { scratch }: DeviceFolding, files: OpeningFiles) => {
  const startedAt = performance.now();
  const device = new KeptRooms(folder, timed, before);
  const taking = new DeviceFolding(scratch);
  const drowsing = await taking.folding.loadSleep();
  const takeIn = async (): Promise<void> => {
    for (const [room, delta] of device.deltas.splice(0)) await taking.take(room, delta);
  };
  let marks: RoomMarks = new Map();
  await device.start(takeIn, async () => {
    const opening = await drowsing?.load(files);
    await taking.workOff(opening?.begin(taking.folding.fold()) ?? [], timed);
    marks = new Map(opening?.more as readonly (readonly [string, RoomMark])[]);
    return marks;
  });
  await taking.finish();
  const beginS = (performance.now() - startedAt) / 1000;
  if (device.deltas.length > 0 || marks.size === 0) throw new Error('it did not begin where the last start ended');
  return { device, taking, beginS };
};

const measure = async (folder: string): Promise<ManagerFigures> => {
  const before = await heldMb();
  const held = async (): Promise<number> => (await heldMb()) - before;
  const device = new KeptRooms(folder, timed);
  const taking = new DeviceFolding();
  let peakMb = 0;
  let takeMs = 0;
  const takeIn = async (): Promise<void> => {
    const startedAt = performance.now();
    for (const [room, delta] of device.deltas.splice(0)) await taking.take(room, delta);
    takeMs += performance.now() - startedAt;
    // The document of the room is still there, and the fold has all that it held.
    peakMb = Math.max(peakMb, await held());
  };
  await device.start(takeIn);
  await takeIn();
  await taking.finish();
  await device.rest(settle);
  const recordsMb = await held();

  const atRest = device.atRest().length;
  const wakeS = await device.wake(settle);
  await device.rest(settle);
  if (device.atRest().length !== atRest) throw new Error('a room that was woken did not come to rest again');

  const fold = taking.folding.fold();
  const ids = [...fold.customerIds()];
  const folded = function* (): Iterable<unknown> {
    for (const id of ids) yield fold.customer(id);
  };
  const { seconds: foldS } = await lasting(async () => {
    await taking.workOff(folded(), timed);
    await taking.finish();
  });
  const statesMb = (await held()) - recordsMb;

  const models = modelsOf(taking);
  const first = await answersOf(taking, models);
  const again = ASKED.map((query) => costOf(ROUNDS, () => models.answer(query)).cpuMs);
  const indicesMb = (await held()) - recordsMb - statesMb;
  const rssMb = process.resourceUsage().maxRSS / KILO;
  const seconds = { load: device.loadSeconds, take: takeMs / 1000, wake: wakeS, fold: foldS, answers: first.seconds };

  const { files, standsMs } = await markOf(device, taking);
  const next = await begin(folder, device, taking, files);
  const answersNext = await answersOf(next.taking, modelsOf(next.taking));
  if (textOf(answersNext.result) !== textOf(first.result)) {
    const [before, after] = [first.result, answersNext.result].map((all) => all.map((one) => JSON.stringify(one)));
    const at = before?.findIndex((text, place) => text !== after?.[place]) ?? 0;
    throw new Error(`the next start answers something else: ${JSON.stringify(ASKED[at])}`);
  }
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
    next: {
      openingMb: (await next.taking.scratch.open(files.opening)).bytes / MEGA,
      markS: standsMs / 1000,
      beginS: next.beginS,
      answersS: answersNext.seconds,
    },
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
