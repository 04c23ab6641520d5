import type { OverrideGround, OverrideState } from '../state.ts';

/** Evidence about the moment an event was made (S24): what the event says of itself, and what the relay saw. */
export interface ClockEvidence {
  readonly seen: number;
  readonly received: number | null;
  readonly at: number;
  readonly wall: number;
  readonly boot: string;
  readonly mono: number;
  /** Monotonic reading when `seen` arrived in this boot; `null` = not in this boot. */
  readonly monoSeen: number | null;
  readonly witness: ClockWitness | null;
}
/** Relay fact `clockWitnessed`: offsets of the wall clock before and after, and the counter as stated at `syncedAt`. */
export interface ClockWitness {
  readonly before: number | null;
  readonly after: number | null;
  readonly boot: string;
  readonly mono: number;
  readonly syncedAt: number;
  readonly stepped: boolean;
}

export interface Judgement {
  readonly verdict: OverrideState['verdict'];
  readonly because: OverrideGround;
}

/** A counter may run this much too fast: it bounds, it never tells the time (S24). */
const COUNTER_RATE = 0.9998;
const AGREEING_MS = 2_000;
const NARROW_MS = 10_000;
const WIDE_MS = 120_000;

const earliestOf = ({ seen, mono, monoSeen }: ClockEvidence): number =>
  monoSeen === null ? seen : seen + (mono - monoSeen) * COUNTER_RATE;

/** A statement made after the act, in its boot, leaves it less time than its own arrival does. */
const latestOf = ({ boot, mono, witness }: ClockEvidence, received: number): number =>
  witness?.boot === boot && witness.mono >= mono
    ? Math.min(received, witness.syncedAt - (witness.mono - mono) * COUNTER_RATE)
    : received;

/** What no honest device says: made before it saw what it says it had seen, or later than it can have been made. */
const contradictsItself = ({ mono, monoSeen }: ClockEvidence, lo: number, hi: number): boolean =>
  hi < lo || (monoSeen !== null && mono < monoSeen);

const byDeviceClock = (evidence: ClockEvidence, deadline: number, lo: number, hi: number): Judgement => {
  const undecided: Judgement = { verdict: 'disputed', because: 'undecided' };
  const { witness, wall } = evidence;
  if (witness === null || witness.before === null || witness.after === null) return undecided;
  if (witness.stepped) return { verdict: 'disputed', because: 'clockStepped' };
  const margin = Math.abs(witness.before - witness.after) <= AGREEING_MS ? NARROW_MS : WIDE_MS;
  const from = Math.max(lo, wall - Math.max(witness.before, witness.after) - margin);
  const to = Math.min(hi, wall - Math.min(witness.before, witness.after) + margin);
  return from <= to && to <= deadline ? { verdict: 'valid', because: 'byDeviceClock' } : undecided;
};

/**
 * Whether an act was made by `deadline`, ms (S23, S24). A device's own clock can vouch for *valid*, never for *late*;
 * what nothing decides is disputed and stands until a leader settles it.
 */
export const judgeOverride = (evidence: ClockEvidence, deadline: number): Judgement => {
  const { received, at } = evidence;
  if (received === null) return { verdict: at <= deadline ? 'valid' : 'disputed', because: 'notReceivedYet' };
  const [lo, hi] = [earliestOf(evidence), latestOf(evidence, received)];
  // Such claims prove nothing in either direction, so that forging one gains no more than a leader's look at it.
  if (contradictsItself(evidence, lo, hi)) return { verdict: 'disputed', because: 'contradictory' };
  if (hi <= deadline) return { verdict: 'valid', because: 'receivedInTime' };
  if (lo > deadline) return { verdict: 'late', because: 'madeAfterDeadline' };
  return byDeviceClock(evidence, deadline, lo, hi);
};
