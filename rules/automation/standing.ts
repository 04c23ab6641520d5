import type { Process } from '../process.ts';
import { isOfMarks, type Occurrence, occurrencesOf, type Situation } from './occurrences.ts';
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

interface KnownRule {
  readonly rule: Rule;
  readonly process: Process;
}

/** The first of each cause, which is the one that counts. */
const byCause = (occurrences: Iterable<Occurrence>): ReadonlyMap<string, Occurrence> => {
  const found = new Map<string, Occurrence>();
  for (const one of occurrences) if (!found.has(one.cause)) found.set(one.cause, one);
  return found;
};

const standingOf = (fired: FiredEffect, { rule }: KnownRule, occurrence: Occurrence | undefined): Standing => {
  if (occurrence !== undefined) {
    const { until } = occurrence;
    if (until !== null && until <= fired.dueAt) return { occurrence, revoked: 'actedInTime', endedAt: null };
    return { occurrence, revoked: null, endedAt: until };
  }
  // Other values of the fields it read: what it said was true, and is over.
  if (rule.on.kind === 'holds') return { occurrence: null, revoked: null, endedAt: fired.dueAt };
  return { occurrence: null, revoked: 'causeGone', endedAt: null };
};

/**
 * How fired effects stand in the situation: revoked when the cause is gone or somebody had acted by the time it was
 * due, however late that became known; ended when somebody acted afterwards. `marks`: those the effect is judged by,
 * which differ from effect to effect; everything else does not, so what a rule waits on is found once, however often
 * it acted.
 */
export interface Standings {
  of(fired: FiredEffect, known: KnownRule, marks: Situation['marks']): Standing;
}

/** `wentLiveAt` is asked only where an effect was fired: whoever asks depends on the company. */
export const makeStandings = (rest: Omit<Situation, 'marks'>, wentLiveAt: () => number | null): Standings => {
  const found = new Map<Process, Map<Rule, ReadonlyMap<string, Occurrence>>>();
  const occurrences = ({ rule, process }: KnownRule, marks: Situation['marks']): Iterable<Occurrence> =>
    occurrencesOf(rule, { ...rest, marks }, process, wentLiveAt());
  const kept = (known: KnownRule): ReadonlyMap<string, Occurrence> => {
    const rules = found.get(known.process) ?? new Map<Rule, ReadonlyMap<string, Occurrence>>();
    found.set(known.process, rules);
    const causes = rules.get(known.rule) ?? byCause(occurrences(known, []));
    rules.set(known.rule, causes);
    return causes;
  };
  return {
    of(fired, known, marks) {
      if (!isOfMarks(known.rule.on.kind)) return standingOf(fired, known, kept(known).get(fired.cause));
      return standingOf(fired, known, byCause(occurrences(known, marks)).get(fired.cause));
    },
  };
};
