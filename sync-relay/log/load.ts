import { decodeRelayFact, decodeRow, type RelayFact } from '#rules';
import { elementText, type LogStruct, parseUpdate } from '../inspector/index.ts';
import { isRelayLog } from './log-names.ts';
import { type Macs, sameMac } from './macs.ts';
import type { Room } from './room.ts';
import { applySeal } from './seals.ts';
import { CorruptLog, decodeSegment } from './segment.ts';
import type { Undo, Workspace } from './workspace.ts';

/** A struct with the index of its first element in the segment. */
interface Waiting {
  readonly struct: LogStruct;
  readonly base: number;
}

const logOf = (struct: LogStruct, room: Room): string | null =>
  struct.root ?? (struct.origin === null ? null : (room.run(struct.origin.client)?.log ?? null));

/** Whether the struct is the next of its log. */
const isNext = (struct: LogStruct, room: Room): boolean => {
  const log = logOf(struct, room);
  const run = room.run(struct.client);
  if (log === null || (run !== null && run.log !== log) || (run?.count ?? 0) !== struct.clock) return false;
  const last = room.last(log);
  return last === null
    ? struct.origin === null
    : struct.origin !== null && last.client === struct.origin.client && last.clock === struct.origin.clock;
};

/** Lets a durable fact act on what the relay knows: seals cover rows, a lowered `received` is taken over. */
export const applyFact = (fact: RelayFact, room: Room, workspace: Workspace): void => {
  room.facts.push(fact);
  if (fact.kind === 'seal') applySeal(room, fact);
  if (fact.kind === 'received') {
    const record = workspace.record(fact.id);
    if (record !== null) record.received = Math.min(record.received, fact.time);
  }
};

const loadFact = (text: string, room: Room, workspace: Workspace, macs: Macs): void => {
  const decoded = decodeRelayFact(text);
  // a kind from a newer relay is skipped, never fatal
  if (decoded === null) return;
  if (!sameMac(decoded.mac, macs.fact(room.name, decoded.fact))) {
    throw new CorruptLog(`${room.name}: relay fact at tick ${decoded.fact.tick} has a wrong MAC`);
  }
  applyFact(decoded.fact, room, workspace);
};

/**
 * Applies stored segments to an empty room, through the same strict reader as received bytes.
 * @throws CorruptLog, MalformedBytes
 */
export const loadRoom = (
  room: Room,
  segments: readonly Uint8Array[],
  workspace: Workspace,
  macs: Macs,
): { readonly elements: number } => {
  let elements = 0;
  const noUndo: Undo = [];
  for (const bytes of segments) {
    const segment = decodeSegment(bytes, room.name, room.chain);
    const lowered = new Map(segment.lowered);
    const { structs, bytes: update } = parseUpdate(segment.update);
    const place = ({ struct, base }: Waiting): void => {
      const log = logOf(struct, room) ?? '';
      for (let index = 0; index < struct.count; index += 1) {
        const element = update.subarray(struct.bounds[index], struct.bounds[index + 1]);
        const text = elementText(element);
        if (isRelayLog(log)) {
          room.append(log, struct.client, element);
          loadFact(text, room, workspace, macs);
        } else {
          const event = decodeRow(text);
          if (event === null) throw new CorruptLog(`${room.name}: stored row is no event`);
          const record = workspace.add(room, log, struct.client, element, event, noUndo);
          record.received = lowered.get(base + index) ?? segment.tick;
          workspace.arrived(record.id, noUndo);
          workspace.awaitPrevious(event.prev, record.received, noUndo);
          room.roll(record.run, record.clock);
          room.rows.push(record);
          room.unsealed.add(record);
        }
      }
      noUndo.length = 0;
    };
    let base = 0;
    let waiting: Waiting[] = structs.map((struct) => {
      const entry = { struct, base };
      base += struct.count;
      return entry;
    });
    elements += base;
    while (waiting.length > 0) {
      const later: Waiting[] = [];
      for (const entry of waiting) {
        if (isNext(entry.struct, room)) place(entry);
        else later.push(entry);
      }
      if (later.length === waiting.length) throw new CorruptLog(`${room.name}: stored rows do not follow each other`);
      waiting = later;
    }
    room.chain = segment.chain;
  }
  for (const run of room.runs.values()) {
    run.durable = run.count;
    run.compact();
  }
  return { elements };
};
