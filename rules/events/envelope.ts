import type { DeviceId, EventId, MemberId } from '../ids.ts';

export const ENVELOPE_VERSION = 1;

/**
 * What every event carries (semantics S3). `at`, `seen` and `lam` are settled when the event is written;
 * nothing in them is recomputed later (S4).
 */
export interface Envelope<Type extends string = string, Payload = unknown> {
  readonly v: number;
  readonly id: EventId;
  readonly type: Type;
  /** Customer, or `org` for company-wide events. */
  readonly subject: string;
  readonly author: MemberId;
  readonly device: DeviceId;
  /** One sequence per device over all documents, from 0. */
  readonly n: number;
  /** The event this installation made before, in any document. */
  readonly prev: EventId | null;
  readonly cites: readonly EventId[];
  /** Highest relay tick this device had seen anywhere, ms; 0 = none yet. */
  readonly seen: number;
  /** 1 + max(lam of prev and cites). */
  readonly lam: number;
  /** Settled time, ms (S4). */
  readonly at: number;
  /** Raw evidence (S24): wall clock ms, boot id, monotonic ms, monotonic reading when `seen` arrived in this boot. */
  readonly wall: number;
  readonly boot: string;
  readonly mono: number;
  readonly monoSeen: number | null;
  /** Event id of the process version it was made under, or `template` before any was published. */
  readonly ruleVersion: string;
  readonly payload: Payload;
}

/** Positional form on the wire and at rest: one JSON array as one string, in this order. */
export type EnvelopeRow = readonly [
  v: number,
  id: string,
  type: string,
  subject: string,
  author: string,
  device: string,
  n: number,
  prev: string | null,
  cites: readonly string[],
  seen: number,
  lam: number,
  at: number,
  wall: number,
  boot: string,
  mono: number,
  monoSeen: number | null,
  ruleVersion: string,
  payload: unknown,
];

/** Encodes an event as its one row string; `decodeRow(encodeRow(e))` equals `e`, and the text is canonical. */
export const encodeRow = (event: Envelope): string => {
  const row: EnvelopeRow = [
    event.v,
    event.id,
    event.type,
    event.subject,
    event.author,
    event.device,
    event.n,
    event.prev,
    event.cites,
    event.seen,
    event.lam,
    event.at,
    event.wall,
    event.boot,
    event.mono,
    event.monoSeen,
    event.ruleVersion,
    event.payload,
  ];
  return JSON.stringify(row);
};

/** The names many rows have in common, each kept once: decoded apart, a text takes its place as often as it is there. */
export class SharedNames {
  readonly #known = new Map<string, string>();

  /** The text, as it was first given. Anything else passes: what is no row is found out elsewhere. */
  of<Text extends string>(text: Text): Text {
    const known = this.#known.get(text);
    if (known !== undefined) return known as Text;
    if (typeof text === 'string') this.#known.set(text, text);
    return text;
  }
}

/**
 * Reads a row the relay has already accepted: positions only, no schema check (the relay's gate did that;
 * checking again would double the cost of a cold start). `null` if it is not a row at all. Who keeps many rows gives
 * the `names` he keeps with them.
 */
export const decodeRow = (text: string, names: SharedNames | null = null): Envelope | null => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return envelopeOf(value, names);
};

/** The same for text that is parsed already. */
export const envelopeOf = (value: unknown, names: SharedNames | null = null): Envelope | null => {
  const shared = <Text extends string>(text: Text): Text => (names === null ? text : names.of(text));
  if (!Array.isArray(value) || value.length !== 18) return null;
  const row = value as unknown as EnvelopeRow;
  return {
    v: row[0],
    id: row[1] as EventId,
    type: row[2],
    subject: shared(row[3]),
    author: shared(row[4]) as MemberId,
    device: shared(row[5]) as DeviceId,
    n: row[6],
    prev: row[7] as EventId | null,
    cites: row[8] as readonly EventId[],
    seen: row[9],
    lam: row[10],
    at: row[11],
    wall: row[12],
    boot: row[13],
    mono: row[14],
    monoSeen: row[15],
    ruleVersion: shared(row[16]),
    payload: row[17],
  };
};
