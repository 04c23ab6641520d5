import * as Y from 'yjs';
import { type Command, type CustomerId, DAY_MS, type Envelope, type MemberId } from '#rules';
import { makeRelayClock } from '../../../sync-relay/clock.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { openRelay } from '../../support/relay.ts';
import { collectGarbage, median, timed } from '../support/measure.ts';
import { eventually, isInSync, openPeer, workspaceOf } from '../support/peers.ts';
import { decodeInto } from '../support/replica-fold.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { isHistory, type WireRoom, wireRooms } from '../support/stored.ts';
import { openLog, type World, writeHistory } from '../support/world.ts';

const AWAY_MS = 21 * DAY_MS;
const LIMIT_MS = 60_000;
const IN_POOL = 600;
const IN_LOG = 2400;
const OUT = 200;
const ROUNDS = 5;

/** A relay that believes it is `startMs`. */
const relayAt = (disk: MemoryDisk, startMs: number, port: number) => {
  const since = performance.now();
  const wall = (): number => startMs + performance.now() - since;
  const clock = makeRelayClock({ wall, mono: () => performance.now() });
  return openRelay({ storage: makeMemoryStorage(disk), clock, port });
};

/** What others wrote meanwhile, with what the device had before: as it comes over the wire. */
const writeMeanwhile = async (world: World, disk: MemoryDisk, endMs: number) => {
  const log = await openLog(makeMemoryStorage(disk), world.clock);
  const before = wireRooms(log, isHistory);
  const vectors = new Map(log.rooms().map((room) => [room, log.stateVector(room)]));
  const half = (world.clock.now() + endMs) / 2;
  await world.live(log, 'pool', IN_POOL, half);
  await world.live(log, 'log', IN_LOG, endMs);
  const missing = [...vectors]
    .filter(([room]) => isHistory(room))
    .map(
      ([room, vector]): WireRoom => ({ room, updates: [...log.diff(room, vector, null)].map(({ update }) => update) }),
    );
  await log.close();
  return { before, missing };
};

/** A device's replica as it stood before, brought up to date; the documents are made anew for every round. */
const applyMissing = (before: readonly WireRoom[], missing: readonly WireRoom[]) => {
  const ratios: number[] = [];
  let events: readonly Envelope[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const docs = new Map(before.map((one) => [one.room, new Y.Doc()]));
    for (const one of before) decodeInto(docs.get(one.room) ?? new Y.Doc(), one);
    collectGarbage();
    const applied = timed(() => missing.map((one) => decodeInto(docs.get(one.room) ?? new Y.Doc(), one)));
    events = applied.result.flatMap(({ rows }) => rows.map(({ event }) => event));
    const lines = events.map((event) => JSON.stringify(event)).join('\n');
    const parsed = timed(() => lines.split('\n').map((line) => JSON.parse(line) as unknown));
    ratios.push(applied.ms / parsed.ms);
  }
  return { events, ratio: median(ratios) };
};

export const offline: BenchRow = {
  name: 'offline',
  title: 'Three weeks offline: 3,000 events in, 200 out, through the real relay and client',
  async run() {
    const disk = makeMemoryDisk();
    const plan = {
      seed: 3,
      territories: ['east'],
      repsEach: 10,
      poolEvents: 2000,
      customers: 400,
      logEvents: 6000,
      quarters: 1,
    };
    const world = await writeHistory(makeMemoryStorage(disk), plan, Date.now() - AWAY_MS - 2 * DAY_MS);
    const rep = world.workers.find(({ role }) => role === 'rep')?.member ?? ('rep' as MemberId);
    const first = await relayAt(disk, world.clock.now() + 60_000, 0);
    const port = Number(new URL(first.url).port);
    const { peer, received } = await openPeer(first.url);
    const { secret } = await first.relay.authn.makeInvite(rep);
    await peer.core.join(secret, null);
    await eventually('first sync', LIMIT_MS, () => isInSync(peer));
    peer.goOffline();
    await first.stop();

    world.clock.set(world.clock.now() + DAY_MS);
    const { before, missing } = await writeMeanwhile(world, disk, world.clock.now() + AWAY_MS - DAY_MS);
    const made = await writeAway(peer.core, workspaceOf(peer).fold().customerIds());
    const receivedBefore = received.bytes;
    const second = await relayAt(disk, Date.now(), port);
    peer.goOnline();
    await eventually('in sync again', LIMIT_MS, () => isInSync(peer));
    const socketBytes = received.bytes - receivedBefore;

    const { events, ratio } = applyMissing(before, missing);
    const stored = new Set(
      second.log.rooms().flatMap((room) => [...second.log.rows(room)].map(({ event }) => event.id as string)),
    );
    const fold = workspaceOf(peer).fold();
    const lost =
      made.filter((id) => !stored.has(id)).length + events.filter(({ id }) => fold.placement(id) === null).length;
    await peer.stop();
    await second.stop();
    const bytes = missing.flatMap(({ updates }) => updates).reduce((sum, { length }) => sum + length, 0);
    return [
      atMost(
        `bytes per event of ${events.length} in, seals included (each run sealed on its own)`,
        bytes / events.length,
        'B',
        180,
      ),
      atMost('applying them to the replica and decoding ÷ parse of the same as NDJSON', ratio, '×', 3),
      atMost(`events lost of ${events.length} in and ${made.length} out`, lost, '', 0),
      shown(
        'everything that came down the socket at the reunion, own echoes and acknowledgements included',
        socketBytes / 1000,
        'KB',
      ),
    ];
  },
};

/** Calls noted while there is no network; answers their ids. */
const writeAway = async (
  core: { run(command: Command): Promise<{ readonly kind: string; readonly events?: readonly string[] }> },
  customers: Iterable<CustomerId>,
): Promise<readonly string[]> => {
  const ids = [...customers];
  const made: string[] = [];
  for (let index = 0; index < OUT; index += 1) {
    const payload = { channel: 'call', answered: true, summary: `路上记的第 ${index} 条`, atMs: Date.now() - 60_000 };
    const outcome = await core.run({
      type: 'interactionRecorded',
      subject: ids[index % ids.length],
      payload,
    } as Command);
    if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome));
    made.push(...(outcome.events ?? []));
  }
  return made;
};
