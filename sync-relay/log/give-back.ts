import type { GivenRow } from '#protocol';
import { decodeRelayFact, decodeRow, type EventId } from '#rules';
import { type Batch, touch } from './batch.ts';
import { encodeElement } from './flush.ts';
import { recoveryLog } from './log-names.ts';
import { type Macs, sameMac, textOf } from './macs.ts';
import type { Room } from './room.ts';
import { type RowRecord, UNASSIGNED } from './run.ts';
import type { Workspace } from './workspace.ts';

export interface GiveBackContext {
  readonly workspace: Workspace;
  readonly macs: Macs;
  readonly epoch: number;
  readonly freshClient: (room: Room) => number;
}
export interface Given {
  rows: number;
  facts: number;
  refused: number;
}

/** Lowers a stored row to the time an older receipt proves, and what came before it with it (S10). */
const lower = (first: RowRecord, time: number, batch: Batch, { workspace }: GiveBackContext): void => {
  const seen = new Set<EventId>();
  const queue: (RowRecord | null | undefined)[] = [first];
  while (queue.length > 0) {
    const record = queue.pop();
    if (!record || seen.has(record.id) || record.received <= time || record.received === UNASSIGNED) continue;
    seen.add(record.id);
    const room = workspace.rooms.get(record.room);
    if (room === undefined) continue;
    const { id } = record;
    batch.facts.push({ kind: 'draft', room, draft: { kind: 'received', id, time }, done: () => undefined });
    const prev = decodeRow(textOf(record))?.prev ?? null;
    queue.push(prev === null ? null : workspace.record(prev), workspace.slots(record.device)?.before(record.n));
  }
};

const takeRow = (
  room: Room,
  given: GivenRow,
  batch: Batch,
  context: GiveBackContext,
): 'taken' | 'known' | 'refused' => {
  const event = decodeRow(given.row);
  if (event === null || !sameMac(given.mac, context.macs.row(room.name, given.row, given.received))) return 'refused';
  const stored = context.workspace.record(event.id);
  if (stored !== null) {
    if (stored.received === UNASSIGNED || stored.received <= given.received) return 'known';
    lower(stored, given.received, batch, context);
    return 'taken';
  }
  const log = recoveryLog(event.device, context.epoch);
  const client = room.last(log)?.client ?? context.freshClient(room);
  const record = context.workspace.add(room, log, client, encodeElement(given.row), event, batch.undo);
  batch.rows.push({ record, event, text: given.row, proven: given.received });
  touch(batch, room, record.run);
  return 'taken';
};

/** Whether anything given back carries the relay's own MAC for this room. */
export const provesAny = (
  room: string,
  rows: readonly GivenRow[],
  facts: readonly string[],
  { macs }: Pick<GiveBackContext, 'macs'>,
): boolean =>
  rows.some(({ row, received, mac }) => sameMac(mac, macs.row(room, row, received))) ||
  facts.some((text) => {
    const decoded = decodeRelayFact(text);
    return decoded !== null && sameMac(decoded.mac, macs.fact(room, decoded.fact));
  });

/**
 * Takes back what a restored relay lost, whoever holds it: the relay's own MAC proves that it once had this row or
 * said this fact. Nothing is believed without one. Everything taken waits in the batch for its commit.
 */
export const takeBack = (
  room: Room,
  rows: readonly GivenRow[],
  facts: readonly string[],
  batch: Batch,
  context: GiveBackContext,
): Given => {
  const given: Given = { rows: 0, facts: 0, refused: 0 };
  for (const row of rows) {
    const outcome = takeRow(room, row, batch, context);
    if (outcome === 'taken') given.rows += 1;
    if (outcome === 'refused') given.refused += 1;
  }
  const held = new Set([
    ...room.facts.map((fact) => context.macs.fact(room.name, fact)),
    ...batch.facts.flatMap((fact) => (fact.kind === 'given' ? [decodeRelayFact(fact.text)?.mac ?? ''] : [])),
  ]);
  for (const text of facts) {
    const decoded = decodeRelayFact(text);
    if (decoded === null || !sameMac(decoded.mac, context.macs.fact(room.name, decoded.fact))) given.refused += 1;
    else if (!held.has(decoded.mac)) {
      held.add(decoded.mac);
      batch.facts.push({ kind: 'given', room, fact: decoded.fact, text });
      given.facts += 1;
    }
  }
  return given;
};
