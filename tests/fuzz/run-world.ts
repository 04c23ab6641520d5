import { performance } from 'node:perf_hooks';
import * as Y from 'yjs';
import type { AppendOutcome } from '../../sync-relay/log/contract.ts';
import type { Prng } from '../support/prng.ts';
import { LOG_ROOM } from '../support/relay-log.ts';
import { BLIND, type Generator, type Knowledge, STRUCTURED } from './generators.ts';
import type { RawId } from './raw-update.ts';
import {
  ATTACKER,
  fingerprint,
  makeWorld,
  OWN_ROWS,
  ROOT,
  VICTIM,
  VICTIM_ROOT,
  victimEvent,
  type World,
} from './world.ts';

/** Outcomes by kind of input. */
export type Tally = Map<string, Map<string, number>>;
/** Time of judging inputs of at most 4 KB, ms. */
export interface Latencies {
  readonly small: number[];
}

const SMALL_BYTES = 4096;
const HONEST_EVERY = 25;
const FULL_CHECK_EVERY = 40;
const EMPTY_VECTOR = Uint8Array.of(0);

/** Counts one input of a kind under what became of it. */
export const count = (tally: Tally, kind: string, label: string): void => {
  const outcomes = tally.get(kind) ?? new Map<string, number>();
  tally.set(kind, outcomes.set(label, (outcomes.get(label) ?? 0) + 1));
};

const labelOf = (outcome: AppendOutcome): string => (outcome.kind === 'stored' ? 'stored' : outcome.reason);

/** End of the attacker's log in a stock replica. */
export const endOf = (mirror: Y.Doc): RawId => {
  const array = mirror.getArray<string>(ROOT);
  const { item } = Y.createRelativePositionFromTypeIndex(array, array.length, -1);
  return item === null ? [ATTACKER.client, -1] : [item.client, item.clock];
};

const quickState = ({ log }: World): string =>
  `${log.lastTick()} ${Buffer.from(log.stateVector(LOG_ROOM)).toString('base64')}`;

/** A stock replica filled by the relay's answer. */
const replicaOf = ({ log }: World): Y.Doc => {
  const replica = new Y.Doc();
  for (const { update } of log.diff(LOG_ROOM, EMPTY_VECTOR, null)) Y.applyUpdate(replica, update);
  return replica;
};

/** What must hold between the relay, a stock mirror of what it took, and the victim's own replica. */
const replicaFaults = (world: World, mirror: Y.Doc): string[] => {
  const faults: string[] = [];
  const replica = replicaOf(world);
  const rows = (doc: Y.Doc, root: string): string => JSON.stringify(doc.getArray(root).toArray());
  if (rows(replica, ROOT) !== rows(mirror, ROOT)) faults.push('the attacker’s log differs from what Yjs reads');
  if (rows(replica, VICTIM_ROOT) !== rows(world.victim.doc, VICTIM_ROOT)) faults.push('the victim’s log changed');
  if (replica.store.pendingStructs !== null) faults.push('a replica keeps pending structs');
  if (replica.share.size !== 2) faults.push(`a replica has ${replica.share.size} roots`);
  if (Buffer.compare(Y.encodeStateVector(replica), world.log.stateVector(LOG_ROOM)) !== 0)
    faults.push('state vectors differ');
  return faults;
};

const serveHonest = async (world: World, n: number): Promise<string | null> => {
  const outcome = await world.append(world.victim.push(victimEvent(n)), VICTIM);
  return outcome.kind === 'stored' ? null : `an honest device was refused: ${outcome.reason} ${outcome.detail}`;
};

/** Sends `inputs` hostile updates to a fresh relay log; answers what went wrong. */
export const runWorld = async (
  prng: Prng,
  inputs: number,
  tally: Tally,
  latencies: Latencies,
): Promise<readonly string[]> => {
  const world = await makeWorld();
  const mirror = new Y.Doc();
  Y.applyUpdate(mirror, world.attacker.all());
  let knowledge: Knowledge = {
    last: endOf(mirror),
    nextN: OWN_ROWS,
    clocks: new Map(),
    lastTaken: world.attacker.all(),
  };
  let victimN = OWN_ROWS;
  const faults: string[] = [];
  for (let input = 0; input < inputs; input += 1) {
    const generator: Generator = prng.pick(prng.chance(0.5) ? STRUCTURED : BLIND);
    const update = generator.make(prng, knowledge);
    const isFull = input % FULL_CHECK_EVERY === 0;
    const before = isFull ? fingerprint(world) : quickState(world);
    const startedAt = performance.now();
    const answer = world.append(update, ATTACKER);
    if (update.length <= SMALL_BYTES) latencies.small.push(performance.now() - startedAt);
    const outcome = await answer.catch((error: unknown) => String(error));
    const say = (fault: string): void => {
      faults.push(
        `input ${input} (${generator.name}): ${fault}: ${Buffer.from(update).toString('base64').slice(0, 2000)}`,
      );
    };
    if (typeof outcome === 'string') {
      say(`threw ${outcome}`);
      continue;
    }
    count(tally, `log: ${generator.name}`, labelOf(outcome));
    if (outcome.kind === 'stored') {
      Y.applyUpdate(mirror, update);
      const nextN = Math.max(knowledge.nextN, ...outcome.receipts.map(({ n }) => Math.min(n, 2 ** 40) + 1));
      knowledge = { ...knowledge, last: endOf(mirror), nextN, lastTaken: update };
    } else if ((isFull ? fingerprint(world) : quickState(world)) !== before) say('a refusal changed the state');
    if (input % HONEST_EVERY === 0) {
      const refused = await serveHonest(world, victimN);
      victimN += 1;
      if (refused !== null) say(refused);
    }
  }
  return [...faults, ...replicaFaults(world, mirror)];
};
