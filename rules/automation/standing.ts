import type { Process } from '../process.ts';
import { type Occurrence, occurrencesOf, type Situation } from './occurrences.ts';
import type { Rule } from './rule.ts';

/** What has become of an effect after it was fired (S22, S25, I26). */
export interface Standing {
  /** The occurrence it acted on, as it stands now; `null` = gone. */
  readonly occurrence: Occurrence | null;
  readonly revoked: 'actedInTime' | 'causeGone' | null;
  /** When a person's act ended it after it had been due, ms. */
  readonly endedAt: number | null;
}

interface FiredEffect {
  readonly cause: string;
  readonly dueAt: number;
}

/**
 * How a fired effect stands in the situation: revoked when its cause is gone or somebody had acted by the time it was
 * due, however late that became known; ended when somebody acted afterwards.
 */
export const standingOf = (
  fired: FiredEffect,
  { rule, process }: { readonly rule: Rule; readonly process: Process },
  situation: Situation,
  wentLiveAt: number | null,
): Standing => {
  for (const occurrence of occurrencesOf(rule, situation, process, wentLiveAt)) {
    if (occurrence.cause !== fired.cause) continue;
    const { until } = occurrence;
    if (until !== null && until <= fired.dueAt) return { occurrence, revoked: 'actedInTime', endedAt: null };
    return { occurrence, revoked: null, endedAt: until };
  }
  // Other values of the fields it read: what it said was true, and is over.
  if (rule.on.kind === 'holds') return { occurrence: null, revoked: null, endedAt: fired.dueAt };
  return { occurrence: null, revoked: 'causeGone', endedAt: null };
};
