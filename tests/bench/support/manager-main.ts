/**
 * What a manager's worker holds, measured in a process of its own (`node --expose-gc`): argument = customers; the
 * figures go to the parent as one message.
 */
import { performance } from 'node:perf_hooks';
import * as Y from 'yjs';
import type { FoldChange, MemberId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import { type Delta, makeDeltaReader } from '../../../client/data/replica/read-delta.ts';
import { Folding } from '../../../client/data/worker/folding.ts';
import type { ModelQuery } from '../../../client/data/worker/read-models.ts';
import type { ManagerFigures } from './manager-device.ts';
import { managerHistory } from './manager-history.ts';
import { collectGarbage } from './measure.ts';

const MEGA = 1_048_576;
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

const measure = async (customers: number): Promise<ManagerFigures> => {
  const rooms = [...(await managerHistory(customers))];
  const bytes = rooms.reduce((sum, { updates }) => sum + updates.reduce((all, { length }) => all + length, 0), 0);
  const before = heldMb() - bytes / MEGA;
  const docs: Y.Doc[] = [];
  const deltas: (readonly [room: string, delta: Delta])[] = [];
  let loadS = 0;
  for (let room = rooms.pop(); room !== undefined; room = rooms.pop()) {
    const { room: name, updates } = room;
    const doc = new Y.Doc({ guid: name });
    const read = makeDeltaReader(doc);
    doc.on('afterTransaction', (transaction: Y.Transaction) => deltas.push([name, read(transaction)]));
    loadS += timed(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    }).seconds;
    docs.push(doc);
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
  const answerS = ASKED.map((query) => timed(() => models.answer(query)).seconds);
  const indicesMb = heldMb() - before - docsMb - recordsMb - statesMb;
  const again = ASKED.map((query) => timed(() => models.answer(query)).seconds * 1000);
  if (docs.length === 0) throw new Error('no room was loaded');
  return {
    customers: ids.length,
    wireMb: bytes / MEGA,
    docsMb,
    recordsMb,
    statesMb,
    indicesMb,
    seconds: { load: loadS, take: takeS, fold: foldS, answers: answerS.reduce((sum, one) => sum + one, 0) },
    longestMs: longest,
    againMs: Math.max(...again),
  };
};

const owner = (members: Readonly<Record<string, { readonly id: MemberId; readonly role: string }>>): MemberId => {
  const found = Object.values(members).find(({ role }) => role === 'owner');
  if (found === undefined) throw new Error('nobody owns the company');
  return found.id;
};

process.send?.(await measure(Number(process.argv[2])));
process.disconnect?.();
