import { addDuration } from '../calendar/working-time.ts';
import { deadlineOf } from '../effects/deadline.ts';
import type { Process } from '../process.ts';
import type { Duration } from './duration.ts';
import type { Occurrence } from './occurrences.ts';
import type { Rule, Rung } from './rule.ts';

/** A rule from a tick on; `null` = not in force (off, or not there yet). */
export interface RuleVersion {
  readonly sinceTick: number;
  /** Event id of the process version, or `template`. */
  readonly version: string;
  readonly rule: Rule | null;
  readonly process: Process;
}
/** One rule through time, ascending; the last version is the one in force. */
export interface RuleTimeline {
  readonly id: string;
  readonly versions: readonly RuleVersion[];
}

interface ProcessSince {
  readonly id: string;
  readonly sinceTick: number;
  readonly process: Process;
}

/** Every rule there ever was, with the versions in which it, its limits' calendar or its stages changed. */
export const ruleTimelines = (processes: readonly ProcessSince[]): readonly RuleTimeline[] => {
  const timelines = new Map<string, RuleVersion[]>();
  for (const { id: version, sinceTick, process } of processes) {
    const present = new Map(process.rules.map((rule) => [rule.id, rule]));
    for (const id of new Set([...timelines.keys(), ...present.keys()])) {
      const rule = present.get(id);
      const next = { sinceTick, version, rule: rule?.isOn === true ? rule : null, process };
      const versions = timelines.get(id);
      if (versions === undefined)
        timelines.set(id, sinceTick === 0 ? [next] : [{ ...next, sinceTick: 0, rule: null }, next]);
      else if (!isSame(versions[versions.length - 1], next)) versions.push(next);
    }
  }
  return [...timelines].map(([id, versions]) => ({ id, versions }));
};

const isSame = (known: RuleVersion | undefined, next: RuleVersion): boolean =>
  known !== undefined &&
  known.rule === next.rule &&
  known.process.calendar === next.process.calendar &&
  known.process.stages === next.process.stages &&
  known.process.breaker === next.process.breaker;

/** The version in force now; `null` when the rule is off or gone. */
export const inForce = ({ versions }: RuleTimeline): (RuleVersion & { readonly rule: Rule }) | null => {
  const last = versions[versions.length - 1];
  return last === undefined || last.rule === null ? null : { ...last, rule: last.rule };
};

export type RuleInForce = RuleVersion & { readonly rule: Rule };

const indexed = new WeakMap<readonly RuleTimeline[], ReadonlyMap<string, RuleInForce>>();

/** The version of a rule in force now, out of many; `null` when it is off, gone or unknown. */
export const ruleInForce = (rules: readonly RuleTimeline[], id: string): RuleInForce | null => {
  let known = indexed.get(rules);
  if (known === undefined) {
    known = new Map(
      rules.flatMap((timeline) => {
        const version = inForce(timeline);
        return version === null ? [] : [[timeline.id, version] as const];
      }),
    );
    indexed.set(rules, known);
  }
  return known.get(id) ?? null;
};

const AT_ONCE: Duration = { amount: 0, unit: 'day' };

/** The limit of a rule's trigger for one occurrence; `null` = it never acts on it. */
const limitOf = ({ on }: Rule, { stages }: Process, { params }: Occurrence): Duration | null => {
  switch (on.kind) {
    case 'touchpointPassed':
    case 'promiseOverdue':
      return on.after;
    case 'stageStay': {
      if (on.for !== undefined) return on.for;
      const stage = stages.find(({ id }) => id === params['stage']);
      return stage === undefined ? null : { amount: stage.limitDays, unit: 'day' };
    }
    case 'greenEntered':
    case 'redTwice':
    case 'stageEntered':
    case 'stageSkipped':
    case 'holds':
      return AT_ONCE;
    default:
      return on.for;
  }
};

/** Deadline from `t0`, ms, where each version of a rule sets its own limit (S20); `null` = none in that version. */
export const dueBy = (
  t0: number,
  { versions }: RuleTimeline,
  limit: (version: RuleVersion & { readonly rule: Rule }) => Duration | null,
): number =>
  deadlineOf(
    t0,
    versions.map((version) => {
      const duration = version.rule === null ? null : limit({ ...version, rule: version.rule });
      const limitMs =
        duration === null ? Number.POSITIVE_INFINITY : addDuration(t0, duration, version.process.calendar).atMs - t0;
      return { sinceTick: version.sinceTick, limitMs };
    }),
  );

/** When the rule is due on an occurrence, ms (S20); infinite = never. */
export const dueAtOf = (occurrence: Occurrence, timeline: RuleTimeline): number =>
  Math.max(
    occurrence.notBefore,
    dueBy(occurrence.since, timeline, ({ rule, process }) => limitOf(rule, process, occurrence)),
  );

/** The ladder of a branch. */
export const ladderOf = (rule: Rule, branch: number): readonly Rung[] =>
  rule.branches[branch]?.escalate ?? rule.escalate;

/** When a rung is due, counted from `actedAt`, ms (S20); infinite = never. */
export const rungDueAt = (actedAt: number, timeline: RuleTimeline, branch: number, rung: string): number =>
  dueBy(actedAt, timeline, ({ rule }) => ladderOf(rule, branch).find(({ id }) => id === rung)?.after ?? null);
