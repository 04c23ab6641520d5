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

const measure = async (folder: string): Promise<ManagerFigures> => {
  const before = heldMb();
  const device = new KeptRooms(folder, timed);
  await device.load();
  await settle();
  const docsMb = heldMb() - before;
  const { bytes, loadSeconds } = device;

  const taking = new DeviceFolding();
  const startedAt = performance.now();
  for (const [room, delta] of device.deltas.splice(0)) await taking.take(room, delta);
  await taking.finish();
  const takeS = (performance.now() - startedAt) / 1000;
  const recordsMb = heldMb() - before - docsMb;

  const rooms = device.replicas.rooms().length;
  await device.rest(settle);
  const restingMb = heldMb() - before - recordsMb;
  const atRest = device.atRest().length;
  const wakeS = await device.wake(settle);
  await device.rest(settle);

  const fold = taking.folding.fold();
  const ids = [...fold.customerIds()];
  const foldS = timed(() => {
    for (const id of ids) fold.customer(id);
  }).seconds;
  const statesMb = heldMb() - before - restingMb - recordsMb;

  const models = makeReadModels({
    fold: () => fold,
    member: () => owner(fold.org().members),
    now: () => Date.now(),
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
  });
  models.changed({ org: true, customers: new Set(), desks: new Set(), leads: new Set() } satisfies FoldChange);
  let held = heldMb();
  const firstMb = held;
  models.expect(ASKED);
  const asked = ASKED.map((query) => {
    const { seconds } = timed(() => models.answer(query));
    const after = heldMb();
    const mb = after - held;
    held = after;
    return { answer: query.kind, seconds, mb };
  });
  const again = ASKED.map((query) => costOf(ROUNDS, () => models.answer(query)).cpuMs);
  if (device.atRest().length !== atRest) throw new Error('a room that was woken did not come to rest again');
  return {
    customers: ids.length,
    wireMb: bytes / MEGA,
    docsMb,
    restingMb,
    rooms,
    atRest,
    recordsMb,
    statesMb,
    indicesMb: held - firstMb,
    indices: asked,
    seconds: {
      load: loadSeconds,
      take: takeS,
      wake: wakeS,
      fold: foldS,
      answers: asked.reduce((sum, one) => sum + one.seconds, 0),
    },
    longestMs: longest,
    againCpuMs: Math.max(...again),
  };
};

const owner = (members: Readonly<Record<string, { readonly id: MemberId; readonly role: string }>>): MemberId => {
  const found = Object.values(members).find(({ role }) => role === 'owner');
  if (found === undefined) throw new Error('nobody owns the company');
  return found.id;
};

process.send?.(await measure(process.argv[2] ?? ''));
process.disconnect?.();
