import { LIMITS, type RejectReason } from '#protocol';
import { deviceLog, type Envelope, type EventId } from '#rules';
import { decodeUtf8, MalformedBytes } from './byte-reader.ts';
import type { RoomView, WorkspaceView } from './log-view.ts';
import { type ElementId, OverLimit, type ParsedUpdate, parseUpdate } from './parse-update.ts';
import { judgeRow, type RowFault, type Writer } from './row.ts';
import { judgeStructs, type KnownElements, type NewElements } from './structs.ts';

/** One row to append, in log order. `bytes` is the encoded element, a copy of its own. */
export interface AcceptedRow {
  readonly client: number;
  readonly clock: number;
  /** Element it follows; null opens the log. */
  readonly origin: ElementId | null;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly event: Envelope;
}
export type Verdict =
  | { readonly kind: 'accepted'; readonly rows: readonly AcceptedRow[]; readonly known: readonly KnownElements[] }
  | {
      readonly kind: 'rejected';
      readonly reason: RejectReason;
      readonly event: EventId | null;
      readonly detail: string;
    };

const reject = (reason: RejectReason, detail: string, event: EventId | null = null): Verdict => ({
  kind: 'rejected',
  reason,
  event,
  detail,
});

/** Text of an encoded row string. @throws MalformedBytes */
export const elementText = (element: Uint8Array): string => {
  let at = 1;
  while ((element[at] ?? 0) >= 0x80) at += 1;
  return decodeUtf8(element.subarray(at + 1));
};

/** The workspace with slots and ids taken by earlier rows of the same update. */
class UpdateView implements WorkspaceView {
  readonly attests: WorkspaceView['attests'];
  readonly #workspace: WorkspaceView;
  /** Every accepted row has the writer's device: `n` alone names the slot. */
  readonly #slots = new Map<number, EventId>();
  readonly #texts = new Map<EventId, string>();

  constructor(workspace: WorkspaceView) {
    this.#workspace = workspace;
    this.attests = workspace.attests;
  }

  take({ event, text }: Pick<AcceptedRow, 'event' | 'text'>): void {
    this.#slots.set(event.n, event.id);
    this.#texts.set(event.id, text);
  }

  slot(...[device, n]: Parameters<WorkspaceView['slot']>): EventId | null {
    return this.#slots.get(n) ?? this.#workspace.slot(device, n);
  }

  rowOf(id: EventId): string | null {
    return this.#texts.get(id) ?? this.#workspace.rowOf(id);
  }
}

const judgeElements = (
  fresh: readonly NewElements[],
  bytes: Uint8Array,
  writer: Writer,
  workspace: WorkspaceView,
): readonly AcceptedRow[] | RowFault => {
  const rows: AcceptedRow[] = [];
  const view = new UpdateView(workspace);
  for (const { client, clock, origin, bounds } of fresh) {
    for (let index = 0; index + 1 < bounds.length; index += 1) {
      const element = bytes.slice(bounds[index], bounds[index + 1]);
      if (element.length > LIMITS.eventBytes) return { reason: 'tooLarge', event: null, detail: 'event too large' };
      const text = elementText(element);
      const judged = judgeRow(text, writer, view);
      if ('reason' in judged) return judged;
      const follows = index === 0 ? origin : { client, clock: clock + index - 1 };
      const row = { client, clock: clock + index, origin: follows, bytes: element, text, event: judged.event };
      rows.push(row);
      view.take(row);
    }
  }
  return rows;
};

const parse = (update: Uint8Array): ParsedUpdate | Verdict => {
  if (update.length > LIMITS.frameBytes) return reject('tooLarge', 'update too large');
  try {
    return parseUpdate(update);
  } catch (error) {
    if (error instanceof OverLimit) return reject('tooLarge', error.message);
    if (error instanceof MalformedBytes) return reject('malformed', error.message);
    throw error;
  }
};

/**
 * Judges one received update (security §2): either every new element is the next row of the writer's own log, or
 * nothing of it is taken. Pure: changes no state, throws for no input.
 */
export const inspect = (update: Uint8Array, writer: Writer, room: RoomView, workspace: WorkspaceView): Verdict => {
  const parsed = parse(update);
  if ('kind' in parsed) return parsed;
  const structs = judgeStructs(parsed.structs, parsed.bytes, deviceLog(writer.device), room);
  if ('reason' in structs) return reject(structs.reason, structs.detail);
  try {
    const rows = judgeElements(structs.fresh, parsed.bytes, writer, workspace);
    if ('reason' in rows) return reject(rows.reason, rows.detail, rows.event);
    return { kind: 'accepted', rows, known: structs.known };
  } catch (error) {
    if (error instanceof MalformedBytes) return reject('malformed', error.message);
    throw error;
  }
};
