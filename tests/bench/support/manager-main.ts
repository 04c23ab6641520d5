/**
 * What a manager's worker holds, measured in a process of its own (`node --expose-gc`): argument = folder with the
 * history; the figures go to the parent as one message.
 */
import { performance } from 'node:perf_hooks';
import * as Y from 'yjs';
import type { FoldChange, MemberId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import { type Delta, makeDeltaReader } from '../../../client/data/replica/read-delta.ts';
import { Folding } from '../../../client/data/worker/folding.ts';
import type { ModelQuery } from '../../../client/data/worker/read-models.ts';
import type { ManagerFigures } from './manager-device.ts';
import { readManagerHistory } from './manager-history.ts';
import { collectGarbage, costOf } from './measure.ts';

const MEGA = 1_048_576;
const ROUNDS = 6;
const heldMb = (): number => {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEGA;
};

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

/** A replica as the client loads it; what it brought goes to `deltas`. */
const loaded = (room: string, update: Uint8Array, deltas: (readonly [room: string, delta: Delta])[]): Y.Doc => {
  const doc = new Y.Doc({ guid: room });
  const read = makeDeltaReader(doc);
  const take = (transaction: Y.Transaction): void => {
    deltas.push([room, read(transaction)]);
  };
  doc.on('afterTransaction', take);
  Y.applyUpdate(doc, update);
  doc.off('afterTransaction', take);
  return doc;
};

const measure = (folder: string): ManagerFigures => {
  const before = heldMb();
  const docs: Y.Doc[] = [];
  const deltas: (readonly [room: string, delta: Delta])[] = [];
  let [loadS, bytes] = [0, 0];
  for (const [room, update] of readManagerHistory(folder)) {
    const { result, seconds } = timed(() => loaded(room, update, deltas));
    loadS += seconds;
    bytes += update.length;
    docs.push(result);
  }
  const docsMb = heldMb() - before;

  const folding = new Folding({
    timers: { after: () => () => undefined },
    receivedOf: () => null,
    onTick: () => undefined,
  });
  let takeS = 0;
  for (const [room, delta] of deltas.splice(0)) takeS += timed(() => folding.takeDelta(room, delta)).seconds;
  const recordsMb = heldMb() - before - docsMb;

  const fold = folding.fold();
  const ids = [...fold.customerIds()];
  const foldS = timed(() => {
    for (const id of ids) fold.customer(id);
  }).seconds;
  const statesMb = heldMb() - before - docsMb - recordsMb;

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
  const asked = ASKED.map((query) => {
    const { seconds } = timed(() => models.answer(query));
    const after = heldMb();
    const mb = after - held;
    held = after;
    return { answer: query.kind, seconds, mb };
  });
  const again = ASKED.map((query) => costOf(ROUNDS, () => models.answer(query)).cpuMs);
  if (docs.length === 0) throw new Error('no room was loaded');
  return {
    customers: ids.length,
    wireMb: bytes / MEGA,
    docsMb,
    recordsMb,
    statesMb,
    indicesMb: held - firstMb,
    indices: asked,
    seconds: { load: loadS, take: takeS, fold: foldS, answers: asked.reduce((sum, one) => sum + one.seconds, 0) },
    longestMs: longest,
    againCpuMs: Math.max(...again),
  };
};

const owner = (members: Readonly<Record<string, { readonly id: MemberId; readonly role: string }>>): MemberId => {
  const found = Object.values(members).find(({ role }) => role === 'owner');
  if (found === undefined) throw new Error('nobody owns the company');
  return found.id;
};

process.send?.(measure(process.argv[2] ?? ''));
process.disconnect?.();
