import type { Draft } from './commands.ts';
import { ENVELOPE_VERSION, type Envelope } from './events/envelope.ts';
import type { DeviceId, EventId, MemberId } from './ids.ts';

/** The event this installation made before, in any document; survives a change of device id (S9). */
export interface PreviousEvent {
  readonly id: EventId;
  readonly at: number;
  readonly lam: number;
  /** From its receipt, ms; `null` while unacknowledged. */
  readonly received: number | null;
}

/** Where a cited event stands, as `Fold.placement` gives it. */
export interface CitedPlacement {
  readonly t: number;
  readonly lam: number;
}

/** Raw readings at the moment of writing (S24). */
export interface ClockReadings {
  /** Wall clock, ms. */
  readonly wall: number;
  readonly boot: string;
  /** Monotonic counter, ms; may stand still in sleep. */
  readonly mono: number;
  /** Counter when `seen` arrived in this boot; `null` when it arrived in an earlier one. */
  readonly monoSeen: number | null;
}

export interface Settled {
  readonly at: number;
  readonly lam: number;
}

/**
 * Lower bound the previous own event puts on the next one (S4), ms: its `at` while it is unacknowledged, at
 * most its `received` afterwards, so that one jump of the clock into the future does not stick.
 */
export const floorOf = (prev: PreviousEvent | null): number => {
  if (prev === null) return 0;
  return prev.received === null ? prev.at : Math.min(prev.at, prev.received);
};

/** Settles `at` and `lam` when an event is written (S3, S4); neither is ever computed again. */
export const settleEnvelope = (input: {
  readonly wall: number;
  readonly prev: PreviousEvent | null;
  readonly cited: readonly CitedPlacement[];
}): Settled => {
  let at = Math.max(0, Math.floor(input.wall), floorOf(input.prev));
  let lam = input.prev?.lam ?? 0;
  for (const cited of input.cited) {
    if (cited.t > at) at = cited.t;
    if (cited.lam > lam) lam = cited.lam;
  }
  return { at, lam: lam + 1 };
};

export interface WriteInput {
  readonly draft: Draft;
  /** Fresh id from the platform's randomness. */
  readonly id: EventId;
  readonly author: MemberId;
  readonly device: DeviceId;
  /** Next number of this device over all documents. */
  readonly n: number;
  readonly prev: PreviousEvent | null;
  /** Highest tick this device has seen in any document, kept on disk; 0 = none. */
  readonly seen: number;
  readonly clock: ClockReadings;
  /** `Fold.placement`: `null` for an event this device does not hold, which then puts no bound. */
  readonly placement: (id: EventId) => CitedPlacement | null;
  /** Process version in force (`OrgState.processVersion`). */
  readonly ruleVersion: string;
}

/** Turns an accepted draft into the event to be stored; the caller keeps the result as the next `prev`. */
export const writeEvent = (input: WriteInput): Envelope => {
  const cited: CitedPlacement[] = [];
  for (const id of input.draft.cites) {
    const placement = input.placement(id);
    if (placement !== null) cited.push(placement);
  }
  const { at, lam } = settleEnvelope({ wall: input.clock.wall, prev: input.prev, cited });
  return {
    v: ENVELOPE_VERSION,
    id: input.id,
    type: input.draft.type,
    subject: input.draft.subject,
    author: input.author,
    device: input.device,
    n: input.n,
    prev: input.prev?.id ?? null,
    cites: input.draft.cites,
    seen: input.seen,
    lam,
    at,
    wall: input.clock.wall,
    boot: input.clock.boot,
    mono: input.clock.mono,
    monoSeen: input.clock.monoSeen,
    ruleVersion: input.ruleVersion,
    payload: input.draft.payload,
  };
};

/** What to remember of an event just written, for the next one. */
export const asPrevious = (event: Envelope): PreviousEvent => ({
  id: event.id,
  at: event.at,
  lam: event.lam,
  received: null,
});
