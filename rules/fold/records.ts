import type { Envelope } from '../events/envelope.ts';
import type { EventType, PayloadOf } from '../events/payloads.ts';
import { isEffectId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { Placed } from '../placed.ts';
import { attestedTime, LATE_RECEIPT_MS } from '../time.ts';
import { kindOf, type RecKind } from './types.ts';

/**
 * One known event and what is known about it. Knowledge only ever grows downwards (`received` and `tick` fall),
 * so taking rows in any order ends in the same record (I1).
 */
export interface Rec {
  event: Envelope;
  /** What the fold does with it; found once, asked often. */
  kind: RecKind;
  /** Documents it stands in; nearly always one. */
  doc: string;
  otherDocs: string[] | null;
  received: number | null;
  /** Lowest tick that ever sealed it (S8). */
  tick: number | null;
  /** For an unacknowledged own event: lowest `received` among its acknowledged successors (S4). */
  bound: number | null;
  /** Attested time by what is known now. */
  t: number;
  /** Came as a row of its own, not only inside a `historyShared`. */
  direct: boolean;
  /** Another place of an event that is stored twice: everything about it is about that record. */
  aliasOf: Rec | null;
  /** Places besides its own, as `document device n`. */
  otherPlaces: Set<string> | null;
  /** Stands in the logs that seals are matched with; an own event only in the outbox does not. */
  inLogs: boolean;
  /** `historyShared` rows that carry it. */
  wrappers: Set<Rec> | null;
  /** The event a `historyShared` carries. */
  inner: Rec | null;
}

export const makeRec = (event: Envelope, doc: string): Rec => ({
  event,
  kind: kindOf(event.type),
  doc,
  otherDocs: null,
  received: null,
  tick: null,
  bound: null,
  t: attestedTime(event, null),
  direct: false,
  aliasOf: null,
  otherPlaces: null,
  inLogs: false,
  wrappers: null,
  inner: null,
});

const isPrivateDoc = (doc: string): boolean => doc.startsWith('private:');

/** Stands in a private document only. */
export const isOnlyPrivate = (rec: Rec): boolean =>
  isPrivateDoc(rec.doc) && (rec.otherDocs === null || rec.otherDocs.every(isPrivateDoc));

/** Recomputes `t`; true when it moved. */
export const settleTime = (rec: Rec): boolean => {
  const t = attestedTime(rec.event, rec.received ?? rec.bound);
  if (t === rec.t) return false;
  rec.t = t;
  return true;
};

/** The order of {@link compareOrder} (S7) over records, without building a key for each: sorts run over thousands. */
export const compareRec = (a: Rec, b: Rec): number => {
  const x = a.event;
  const y = b.event;
  return a.t - b.t || x.lam - y.lam || compareText(x.device, y.device) || x.n - y.n || compareText(x.id, y.id);
};

const standingOf = (rec: Rec): Placed['standing'] => {
  if (rec.tick !== null) return 'sealed';
  return rec.received === null ? 'local' : 'received';
};

const receivedAtOf = (rec: Rec): number | null =>
  rec.received !== null && rec.received - rec.t > LATE_RECEIPT_MS ? rec.received : null;

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/**
 * Where a record stands, added to the members of its state. `more` is a fresh literal and becomes the result:
 * this runs several times per event, and copying would double the cost of a cold start.
 */
export const placed = <More extends object>(rec: Rec, more: More): Placed & More => {
  const state = more as More & Mutable<Placed>;
  const { event } = rec;
  state.id = event.id;
  state.author = event.author;
  state.device = event.device;
  state.t = rec.t;
  state.standing = standingOf(rec);
  state.receivedAt = receivedAtOf(rec);
  return state;
};

/** The payload of a record whose type the caller has just looked at. */
export const payloadOf = <Type extends EventType>(rec: Rec, _type: Type): PayloadOf<Type> =>
  rec.event.payload as PayloadOf<Type>;

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);

/** Whether the fields that decide identity, time and order are usable; a row without them is no event (I22). */
export const isUsable = (event: Envelope): boolean =>
  typeof event.id === 'string' &&
  !isEffectId(event.id) &&
  typeof event.type === 'string' &&
  typeof event.subject === 'string' &&
  typeof event.author === 'string' &&
  typeof event.device === 'string' &&
  isCount(event.n) &&
  isCount(event.at) &&
  isCount(event.seen) &&
  isCount(event.lam) &&
  Array.isArray(event.cites);
