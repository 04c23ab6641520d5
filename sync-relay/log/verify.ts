import { type DeviceId, decodeRow, deviceLog } from '#rules';
import { MalformedBytes, readEvent } from '../inspector/index.ts';
import { placementFault } from '../inspector/placement.ts';
import type { Storage } from '../storage/contract.ts';
import { META_LAST_TICK } from './flush.ts';
import { loadRoom } from './load.ts';
import { type Macs, makeMacs, textOf } from './macs.ts';
import { META_EPOCH, META_MAC_KEY } from './open.ts';
import { makeRoom, type Room } from './room.ts';
import type { RowRecord } from './run.ts';
import { CorruptLog } from './segment.ts';
import { Workspace } from './workspace.ts';

export interface RoomReport {
  readonly room: string;
  readonly segments: number;
  readonly bytes: number;
  readonly logs: number;
  readonly rows: number;
  readonly facts: number;
  readonly unsealed: number;
  /** First 12 hex digits of the hash chain. */
  readonly chain: string;
}
export interface Verification {
  readonly rooms: readonly RoomReport[];
  /** In words; empty = everything stored is consistent. */
  readonly problems: readonly string[];
}

const RECOVERY_SUFFIX = /:r\d+$/;

/** One stored row against everything the relay promises of a row it took. */
const rowProblem = (record: RowRecord, room: Room, workspace: Workspace, lastTick: number): string | null => {
  const text = textOf(record);
  const read = readEvent(text);
  if ('reason' in read) return `${read.reason}: ${read.detail}`;
  const { event, type } = read;
  const isRecovered = RECOVERY_SUFFIX.test(record.run.log);
  if (record.run.log.replace(RECOVERY_SUFFIX, '') !== deviceLog(event.device)) return 'stands in another device’s log';
  const misplaced = placementFault(event, type, room.doc);
  if (misplaced !== null) return misplaced;
  const onSlot = workspace.slot(event.device, event.n);
  if (onSlot !== event.id && !isRecovered) return `slot ${event.device}/${event.n} holds ${onSlot}`;
  const first = decodeRow(workspace.rowOf(event.id) ?? '');
  const strip = { device: null, n: null };
  if (JSON.stringify({ ...first, ...strip }) !== JSON.stringify({ ...event, ...strip })) return 'id has two contents';
  if (record.received < 0 || record.received > lastTick) return `received ${record.received} after the last tick`;
  return null;
};

/** Seals must name the `received` their rows have; a row lowered later (S5, S10) may be below, never above. */
const sealProblems = (room: Room, lastTick: number): string[] => {
  const lowered = new Set(room.facts.flatMap((fact) => (fact.kind === 'received' ? [fact.id] : [])));
  const byDevice = new Map<DeviceId, RowRecord[]>();
  for (const record of room.rows) byDevice.set(record.device, [...(byDevice.get(record.device) ?? []), record]);
  const problems: string[] = [];
  for (const fact of room.facts) {
    if (fact.tick > lastTick) problems.push(`fact at tick ${fact.tick} after the last tick`);
    if (fact.kind !== 'seal') continue;
    for (const [device, from, to, offset] of fact.ranges) {
      for (const record of byDevice.get(device) ?? []) {
        if (record.n < from || record.n > to) continue;
        const sealed = fact.tick - offset;
        const fits = lowered.has(record.id) ? record.received <= sealed : record.received === sealed;
        if (!fits) problems.push(`seal ${fact.tick} says ${sealed} for ${record.id}, received ${record.received}`);
      }
    }
  }
  return problems;
};

const report = (room: Room, segments: readonly Uint8Array[]): RoomReport => ({
  room: room.name,
  segments: segments.length,
  bytes: segments.reduce((sum, { length }) => sum + length, 0),
  logs: room.logs.size,
  rows: room.rows.length,
  facts: room.facts.length,
  unsealed: room.unsealed.size,
  chain: Buffer.from(room.chain).toString('hex').slice(0, 12),
});

const loadOrSay = async (
  name: string,
  storage: Storage,
  workspace: Workspace,
  macs: Macs,
): Promise<{ room: Room; segments: readonly Uint8Array[]; problem: string | null } | string> => {
  const room = makeRoom(name);
  if (room === null) return `${name}: no valid room name`;
  workspace.rooms.set(name, room);
  const segments = await storage.segments(name);
  try {
    loadRoom(room, segments, workspace, macs);
    return { room, segments, problem: null };
  } catch (error) {
    if (!(error instanceof CorruptLog || error instanceof MalformedBytes)) throw error;
    return { room, segments, problem: error instanceof CorruptLog ? error.message : `${name}: ${error.message}` };
  }
};

/** Within one epoch a tick is taken once, over all rooms (S1); facts given back keep the tick of theirs. */
const tickProblems = (rooms: readonly Room[], epoch: number): string[] => {
  const ticks = new Set<number>();
  const problems: string[] = [];
  if (epoch > 1) return problems;
  for (const { name, facts } of rooms) {
    for (const { tick } of facts) {
      if (ticks.has(tick)) problems.push(`${name}: tick ${tick} twice`);
      ticks.add(tick);
    }
  }
  return problems;
};

/**
 * Replays everything stored through the strict reader and checks what the relay promises of it: hash chains, links,
 * rows and their places, slots, `received` times, MACs and ranges of seals. Reads only.
 */
export const verifyStorage = async (storage: Storage): Promise<Verification> => {
  const { meta, rooms } = await storage.load();
  const key = meta.get(META_MAC_KEY);
  if (key === undefined) return { rooms: [], problems: rooms.length === 0 ? [] : ['the key of receipts is missing'] };
  const macs = makeMacs(Buffer.from(key, 'hex'));
  const lastTick = Number(meta.get(META_LAST_TICK) ?? 0);
  const workspace = new Workspace(macs);
  const problems: string[] = [];
  const loaded: { room: Room; segments: readonly Uint8Array[] }[] = [];
  for (const name of rooms) {
    const outcome = await loadOrSay(name, storage, workspace, macs);
    if (typeof outcome === 'string') problems.push(outcome);
    else {
      loaded.push(outcome);
      if (outcome.problem !== null) problems.push(outcome.problem);
    }
  }
  for (const { room } of loaded) {
    for (const record of room.rows) {
      const problem = rowProblem(record, room, workspace, lastTick);
      if (problem !== null) problems.push(`${room.name}: ${record.id}: ${problem}`);
    }
    for (const problem of sealProblems(room, lastTick)) problems.push(`${room.name}: ${problem}`);
  }
  const epoch = Number(meta.get(META_EPOCH) ?? 1);
  problems.push(
    ...tickProblems(
      loaded.map(({ room }) => room),
      epoch,
    ),
  );
  return { rooms: loaded.map(({ room, segments }) => report(room, segments)), problems };
};
