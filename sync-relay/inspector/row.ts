import type { RejectReason } from '#protocol';
import {
  type DeviceId,
  type DocumentName,
  decodeRow,
  ENVELOPE_VERSION,
  type Envelope,
  type EventId,
  type EventType,
  envelopeOf,
  isEffectId,
  isId,
  type MemberId,
  type PayloadOf,
  payloadSchemas,
} from '#rules';
import type { WorkspaceView } from './log-view.ts';
import { placementFault } from './placement.ts';
import { parseCanonical } from './row-shape.ts';

/** Who writes, and where. */
export interface Writer {
  readonly device: DeviceId;
  readonly member: MemberId;
  readonly doc: DocumentName;
  readonly mayAppend: (type: EventType, seen: number) => boolean;
}
export interface RowFault {
  readonly reason: RejectReason;
  readonly event: EventId | null;
  readonly detail: string;
}

const MAX_CITES = 64;
const MAX_BOOT_CHARACTERS = 64;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isIdOrNull = (value: unknown): boolean => value === null || isId(value);

/** What every envelope field must be; the payload has its own schema. `seen` counts relay ticks, the rest is ms. */
const FIELD_CHECKS: readonly (readonly [field: keyof Envelope, check: (value: unknown) => boolean])[] = [
  ['v', (value) => value === ENVELOPE_VERSION],
  ['id', isId],
  ['type', isId],
  ['subject', isId],
  ['author', isId],
  ['device', isId],
  ['n', isCount],
  ['prev', isIdOrNull],
  ['cites', (value) => Array.isArray(value) && value.length <= MAX_CITES && value.every(isId)],
  ['seen', isCount],
  ['lam', isCount],
  ['at', isCount],
  ['wall', isCount],
  ['boot', (value) => typeof value === 'string' && value.length > 0 && value.length <= MAX_BOOT_CHARACTERS],
  ['mono', isCount],
  ['monoSeen', (value) => value === null || isCount(value)],
  ['ruleVersion', isId],
];

const isEventType = (type: string): type is EventType => Object.hasOwn(payloadSchemas, type);

/** Reads row text whoever wrote it: canonical, right fields, payload of its type. */
export const readEvent = (text: string): { readonly event: Envelope; readonly type: EventType } | RowFault => {
  const parsed = parseCanonical(text);
  if ('fault' in parsed) {
    const tooLarge = parsed.fault === 'string too long';
    return { reason: tooLarge ? 'tooLarge' : 'schema', event: null, detail: parsed.fault };
  }
  const event = envelopeOf(parsed.value);
  if (event === null) return { reason: 'schema', event: null, detail: 'no event row' };
  const named = isId(event.id) ? event.id : null;
  for (const [field, check] of FIELD_CHECKS) {
    if (!check(event[field])) return { reason: 'schema', event: named, detail: `envelope field ${field}` };
  }
  if (!isEventType(event.type)) return { reason: 'unknownType', event: named, detail: 'unknown type' };
  const result = payloadSchemas[event.type].safeParse(event.payload);
  if (!result.success) {
    const path = result.error.issues[0]?.path.join('.') ?? '';
    return { reason: 'schema', event: named, detail: `payload ${event.type}: ${path}`.slice(0, 200) };
  }
  return { event, type: event.type };
};

/** Equal but for the place in a log: the same event re-encoded under another device or sequence (S9). */
export const sameEvent = (a: Envelope, b: Envelope): boolean => {
  const strip = (event: Envelope): string => JSON.stringify({ ...event, device: null, n: null });
  return strip(a) === strip(b);
};

/**
 * A copied row enters the territory's history under the name of whoever made it, so the copy must carry this relay's
 * own receipt for exactly that row in the sender's own private document: nobody makes up a past, or publishes a
 * colleague's.
 */
const sharedFault = (event: Envelope, writer: Writer, workspace: WorkspaceView): Omit<RowFault, 'event'> | null => {
  const { row, received, mac } = event.payload as PayloadOf<'historyShared'>;
  const inner = readEvent(row);
  if ('reason' in inner) return { reason: 'schema', detail: `shared row: ${inner.detail}` };
  if (inner.event.subject !== event.subject) return { reason: 'schema', detail: 'shared row of another customer' };
  if (workspace.attests(writer.member, row, received, mac)) return null;
  return { reason: 'notEntitled', detail: 'no receipt of the sender’s private document for the shared row' };
};

/**
 * Judges one new row by what is wrong whatever the state: its text, its author, its type, its document, its slot
 * and its identity. Questions of state (owner? evidence? in time?) are the fold's.
 */
export const judgeRow = (
  text: string,
  writer: Writer,
  workspace: WorkspaceView,
): { readonly event: Envelope } | RowFault => {
  const read = readEvent(text);
  if ('reason' in read) return read;
  const { event, type } = read;
  const { id } = event;
  if (isEffectId(id)) return { reason: 'schema', event: id, detail: 'the id of an event has the form of an effect’s' };
  if (event.author !== writer.member || event.device !== writer.device) {
    return { reason: 'foreignAuthor', event: id, detail: 'author or device is not the sender' };
  }
  const misplaced = placementFault(event, type, writer.doc);
  if (misplaced !== null) return { reason: 'wrongDocument', event: id, detail: misplaced };
  if (!writer.mayAppend(type, event.seen))
    return { reason: 'notEntitled', event: id, detail: `role may not write ${type}` };
  if (type === 'historyShared') {
    const unproven = sharedFault(event, writer, workspace);
    if (unproven !== null) return { ...unproven, event: id };
  }
  const onSlot = workspace.slot(event.device, event.n);
  if (onSlot !== null && onSlot !== event.id)
    return { reason: 'slotTaken', event: id, detail: `n ${event.n} belongs to another event` };
  const stored = workspace.rowOf(event.id);
  if (stored !== null && stored !== text) {
    const other = decodeRow(stored);
    if (other === null || !sameEvent(other, event))
      return { reason: 'equivocation', event: id, detail: 'id has another content' };
  }
  return { event };
};
