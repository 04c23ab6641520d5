import type { BlobHash, CustomerId, DeviceId, EffectId, EventId, MemberId } from '../ids.ts';
import type { Role } from '../roles.ts';

/**
 * What only the relay says, in its own log `e:relay:<epoch>` of each document. Every fact has a tick of
 * its own (S1) and a MAC with the relay's key, so that a holder can give it back after a restore (S10).
 * Row: `[1, tick, kind, payload, mac]` as one JSON string.
 */
export type RelayFact =
  | { kind: 'seal'; tick: number; ranges: readonly SealRange[] }
  | { kind: 'blobAttested'; tick: number; sha256: BlobHash; mediaType: string; size: number }
  | {
      /** A rule acted (S22): which branch of which version, on what. What it does follows from the rule. */
      kind: 'fired';
      tick: number;
      effect: EffectId;
      /** Rule id without version. */
      rule: string;
      /** Process version whose rule it is. */
      version: string;
      subject: CustomerId;
      /** Identity of the occurrence within rule and subject; of a rung, that of the effect it climbs from. */
      cause: string;
      /** Events it was derived from. */
      inputs: readonly EventId[];
      branch: number;
      /** Rung of the ladder, by its id; `null` = the rule itself. */
      rung: string | null;
      /** When it was due, ms. */
      dueAt: number;
      /** Mark shown when it acted: what an automatic mark rests on. */
      basis: EventId | null;
    }
  /** What the relay knew of a device's clock around an override (S24). */
  | {
      kind: 'clockWitnessed';
      tick: number;
      id: EventId;
      /** Wall clock minus relay time before and after, ms; `null` = not stated. */
      before: number | null;
      after: number | null;
      /** Boot and monotonic reading when the event was synchronised, and relay time then. */
      boot: string;
      mono: number;
      syncedAt: number;
      /** The clock was seen to step in between. */
      stepped: boolean;
    }
  | { kind: 'received'; tick: number; id: EventId; time: number }
  | {
      kind: 'deviceAdmitted';
      tick: number;
      device: DeviceId;
      member: MemberId;
      /** Set only when the owner link is redeemed: the member exists by this fact. */
      founder: { name: string; role: Role } | null;
    }
  | { kind: 'deviceRevoked'; tick: number; device: DeviceId };

/**
 * Seals the rows of `device` in this document with `from <= n <= to`; their `received` is `tick - offset`.
 * A row whose `received` was lowered (S5) gets a range of its own.
 */
export type SealRange = readonly [device: DeviceId, from: number, to: number, offset: number];

export const RELAY_LOG_PREFIX = 'e:relay:';
const DEVICE_LOG_PREFIX = 'e:';
export const deviceLog = (device: DeviceId): string => `${DEVICE_LOG_PREFIX}${device}`;
export const relayLog = (epoch: number): string => `${RELAY_LOG_PREFIX}${epoch}`;

/** The row text without its MAC: what the MAC covers, together with the room name. */
export const relayFactBody = (fact: RelayFact): string => {
  const { kind, tick, ...payload } = fact;
  return JSON.stringify([1, tick, kind, payload]);
};

export const encodeRelayFact = (fact: RelayFact, mac: string): string => {
  const { kind, tick, ...payload } = fact;
  return JSON.stringify([1, tick, kind, payload, mac]);
};

/** `null` for anything that is not a fact row; unknown kinds from a newer relay are `null` too (skipped). */
export const decodeRelayFact = (text: string): { fact: RelayFact; mac: string } | null => {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(row) || row.length !== 5 || row[0] !== 1) return null;
  const [, tick, kind, payload, mac] = row as [number, number, string, object, string];
  if (!FACT_KINDS.has(kind)) return null;
  return { fact: { kind, tick, ...payload } as RelayFact, mac };
};

const FACT_KINDS: ReadonlySet<string> = new Set<RelayFact['kind']>([
  'seal',
  'blobAttested',
  'fired',
  'received',
  'deviceAdmitted',
  'deviceRevoked',
  'clockWitnessed',
]);
