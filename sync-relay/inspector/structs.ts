import type { RejectReason } from '#protocol';
import type { RoomView, RunView } from './log-view.ts';
import type { ElementId, LogStruct } from './parse-update.ts';

/** Not taken; `detail` is for developers. */
export interface StructFault {
  readonly reason: RejectReason;
  readonly detail: string;
}

/** Elements not known before, in the order of the log. */
export interface NewElements {
  readonly client: number;
  readonly clock: number;
  readonly origin: ElementId | null;
  readonly bounds: readonly number[];
}

/** Own elements the relay already holds, which the writer wants acknowledged again. */
export interface KnownElements {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

export interface StructVerdict {
  readonly fresh: readonly NewElements[];
  readonly known: readonly KnownElements[];
}

const sameId = (a: ElementId | null, b: ElementId | null): boolean =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock);

/** Compares what is known already, byte for byte and link for link: two contents of one id never pass unread. */
const matchesKnown = (struct: LogStruct, run: RunView, upTo: number, bytes: Uint8Array): boolean => {
  if (!sameId(struct.origin, run.origin(struct.clock))) return false;
  if (struct.root !== null && struct.root !== run.log) return false;
  const count = upTo - struct.clock;
  for (let clock = struct.clock + 1; clock < upTo; clock += 1) {
    if (!sameId(run.origin(clock), { client: struct.client, clock: clock - 1 })) return false;
  }
  return run.equals(struct.clock, bytes.subarray(struct.bounds[0], struct.bounds[count]));
};

const keyOf = (id: ElementId | null): string => (id === null ? 'start' : `${id.client}:${id.clock}`);

/** Walks the new structs from the end of the own log: each must follow the one before it. */
const chain = (structs: readonly NewElements[], log: string, room: RoomView): readonly NewElements[] | StructFault => {
  const byOrigin = new Map<string, NewElements>();
  for (const struct of structs) {
    const key = keyOf(struct.origin);
    if (byOrigin.has(key)) return { reason: 'fork', detail: 'two structs follow one element' };
    byOrigin.set(key, struct);
  }
  const next = new Map<number, number>();
  const ordered: NewElements[] = [];
  let last = room.last(log);
  for (;;) {
    const struct = byOrigin.get(keyOf(last));
    if (struct === undefined) break;
    byOrigin.delete(keyOf(last));
    const expected = next.get(struct.client) ?? room.run(struct.client)?.count ?? 0;
    if (struct.clock > expected) return { reason: 'gap', detail: `clock ${struct.clock}, expected ${expected}` };
    const end = struct.clock + struct.bounds.length - 1;
    next.set(struct.client, end);
    last = { client: struct.client, clock: end - 1 };
    ordered.push(struct);
  }
  const [stray] = byOrigin.values();
  if (stray === undefined) return ordered;
  const { origin } = stray;
  const expected = room.run(stray.client)?.count ?? 0;
  const originRun = origin === null ? null : room.run(origin.client);
  if (stray.clock > expected) return { reason: 'gap', detail: `clock ${stray.clock}, expected ${expected}` };
  if (origin !== null && originRun !== null && originRun.log !== log && origin.clock < originRun.count) {
    return { reason: 'foreignLog', detail: 'follows an element of another log' };
  }
  if (origin !== null && (originRun === null || origin.clock >= originRun.count)) {
    return { reason: 'gap', detail: 'follows an element not known here' };
  }
  return { reason: 'fork', detail: 'does not follow the last element of the log' };
};

/** What a struct beyond the known part is, or why it may not be. */
const trim = (struct: LogStruct, known: number, log: string): NewElements | StructFault => {
  if (struct.root !== null && struct.root !== log) {
    return { reason: 'foreignLog', detail: 'rows for another log' };
  }
  const skip = Math.max(0, known - struct.clock);
  if (skip === 0) {
    return { client: struct.client, clock: struct.clock, origin: struct.origin, bounds: struct.bounds };
  }
  return {
    client: struct.client,
    clock: known,
    origin: { client: struct.client, clock: known - 1 },
    bounds: struct.bounds.slice(skip),
  };
};

/**
 * Splits an update's structs into what is known (equal bytes, whoever wrote it) and what is new (only the next
 * rows of `log`), or names the fault. A half-known struct is trimmed.
 */
export const judgeStructs = (
  structs: readonly LogStruct[],
  bytes: Uint8Array,
  log: string,
  room: RoomView,
): StructVerdict | StructFault => {
  const fresh: NewElements[] = [];
  const known: KnownElements[] = [];
  for (const struct of structs) {
    const run = room.run(struct.client);
    const own = run === null || run.log === log;
    const end = struct.clock + struct.count;
    const knownEnd = Math.min(end, run?.count ?? 0);
    if (run !== null && struct.clock < knownEnd) {
      if (!matchesKnown(struct, run, knownEnd, bytes)) {
        return { reason: own ? 'equivocation' : 'replicaDiverged', detail: 'known elements differ' };
      }
      if (own) known.push({ client: struct.client, from: struct.clock, to: knownEnd });
    }
    if (end <= knownEnd) continue;
    if (!own) return { reason: 'foreignLog', detail: 'new elements under another device’s client' };
    const rest = trim(struct, knownEnd, log);
    if ('reason' in rest) return rest;
    fresh.push(rest);
  }
  const ordered = chain(fresh, log, room);
  return 'reason' in ordered ? ordered : { fresh: ordered, known };
};
