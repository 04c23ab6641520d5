import * as encoding from 'lib0/encoding';
import { encodeRelayFact, type RelayFact, relayLog, type SealRange } from '#rules';
import type { Flush } from '../storage/contract.ts';
import { type Batch, type PendingFact, touch } from './batch.ts';
import type { Macs } from './macs.ts';
import type { Room } from './room.ts';
import { encodeSegment } from './segment.ts';
import { encodePieces, inWireOrder, type Piece } from './update-writer.ts';
import type { NewRow, Workspace } from './workspace.ts';

const ANY_STRING = 119;

/** A row string as Yjs encodes it in plain content. */
export const encodeElement = (text: string): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, ANY_STRING);
  encoding.writeVarString(encoder, text);
  return encoding.toUint8Array(encoder);
};

/** One room's part of a flush. */
export interface RoomWork {
  readonly room: Room;
  readonly pieces: readonly Piece[];
  readonly update: Uint8Array;
  readonly chain: Uint8Array;
  readonly facts: readonly RelayFact[];
}
export interface FlushWork {
  readonly flush: Flush;
  readonly rooms: readonly RoomWork[];
  readonly rows: readonly NewRow[];
  readonly lastTick: number;
  readonly factsDone: readonly (() => void)[];
}

export interface FlushContext {
  readonly workspace: Workspace;
  readonly macs: Macs;
  readonly epoch: number;
  /** Takes the next tick; each answer is greater than the one before. */
  readonly takeTick: () => number;
  readonly lastTick: () => number;
  /** Tells of a tick a given-back fact holds: later ticks are greater. */
  readonly raiseTick: (tick: number) => void;
  readonly freshClient: (room: Room) => number;
}

export const META_LAST_TICK = 'log.lastTick';

const factOf = (pending: PendingFact, tick: number): RelayFact => {
  if (pending.kind === 'given') return pending.fact;
  const { draft } = pending;
  if (draft.kind !== 'seal') return { ...draft, tick };
  const ranges = draft.ranges.map(({ device, from, to, received }): SealRange => [device, from, to, tick - received]);
  return { kind: 'seal', tick, ranges };
};

/** Puts the batch's facts at the end of the relay's own logs, each with its tick and MAC. */
const appendFacts = (batch: Batch, context: FlushContext, done: (() => void)[]): Map<Room, RelayFact[]> => {
  const log = relayLog(context.epoch);
  const byRoom = new Map<Room, RelayFact[]>();
  for (const pending of batch.facts) {
    const { room } = pending;
    const fact = factOf(pending, pending.kind === 'given' ? pending.fact.tick : context.takeTick());
    if (pending.kind === 'given') context.raiseTick(fact.tick);
    else done.push(() => pending.done(fact));
    const text = pending.kind === 'given' ? pending.text : encodeRelayFact(fact, context.macs.fact(room.name, fact));
    const client = room.last(log)?.client ?? context.freshClient(room);
    const appended = room.append(log, client, encodeElement(text));
    batch.undo.push(appended.undo);
    touch(batch, room, appended.run);
    const facts = byRoom.get(room) ?? [];
    byRoom.set(room, facts);
    facts.push(fact);
  }
  return byRoom;
};

/** Rows whose `received` is not the tick of their flush, by their index in the update. */
const loweredRows = (pieces: readonly Piece[], tick: number): [index: number, received: number][] => {
  const lowered: [number, number][] = [];
  let base = 0;
  for (const { run, from, to } of inWireOrder(pieces)) {
    for (let clock = from; clock < to; clock += 1) {
      const received = run.records[clock]?.received;
      if (received !== undefined && received !== tick) lowered.push([base + clock - from, received]);
    }
    base += to - from;
  }
  return lowered;
};

/** A row given back and bounded by what is stored stands earlier than its receipt says: holders of it are told (S10). */
const tellLowered = (batch: Batch, { workspace }: FlushContext): void => {
  for (const { record, proven } of batch.rows) {
    const room = workspace.rooms.get(record.room);
    if (proven === null || record.received >= proven || room === undefined) continue;
    const draft = { kind: 'received', id: record.id, time: record.received } as const;
    batch.facts.push({ kind: 'draft', room, draft, done: () => undefined });
  }
};

/**
 * Turns a batch into what one commit stores: one tick for all rows, one for each fact, one merged canonical update
 * per room. Everything it changes in memory can be undone through the batch.
 */
export const prepareFlush = (batch: Batch, context: FlushContext): FlushWork => {
  const factsDone: (() => void)[] = [];
  const tick = batch.rows.length > 0 ? context.takeTick() : context.lastTick();
  context.workspace.settle(batch.rows, tick, batch.undo);
  tellLowered(batch, context);
  const facts = appendFacts(batch, context, factsDone);
  const rooms: RoomWork[] = [];
  const segments: { room: string; bytes: Uint8Array }[] = [];
  for (const [room, runs] of batch.touched) {
    const pieces = [...runs].map((run) => ({ run, from: run.durable, to: run.count }));
    const update = encodePieces(pieces);
    const { bytes, chain } = encodeSegment({ tick, lowered: loweredRows(pieces, tick), update }, room.name, room.chain);
    segments.push({ room: room.name, bytes });
    rooms.push({ room, pieces, update, chain, facts: facts.get(room) ?? [] });
  }
  const lastTick = context.lastTick();
  const meta = new Map([...batch.meta, [META_LAST_TICK, String(lastTick)]]);
  return { flush: { rooms: batch.newRooms, segments, meta }, rooms, rows: batch.rows, lastTick, factsDone };
};
