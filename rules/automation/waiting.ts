import { effectId } from '../effects/effect-id.ts';
import type { EffectId } from '../ids.ts';
import type { CustomerState, EffectState, TaskState, WaitingEffect } from '../state.ts';
import { PRESALES_RULE } from '../templates/rules.ts';
import { type Occurrence, occurrencesOf } from './occurrences.ts';
import type { Rule, Rung } from './rule.ts';
import { dueAtOf, inForce, ladderOf, type RuleTimeline, type RuleVersion, rungDueAt } from './timeline.ts';

/** Rule id of a rung: rungs are effects of their own, each once per occurrence. */
export const rungRule = (rule: string, rung: string): string => `${rule}/${rung}`;

/** The company as the engine reads it. */
export interface RuleBook {
  readonly rules: readonly RuleTimeline[];
  readonly wentLiveAt: number | null;
}

type InForce = RuleVersion & { readonly rule: Rule };

/** Rules that need nothing but the kind and place of their trigger see the same occurrences. */
const sharedKey = ({ id, on }: Rule): string | null =>
  on.kind === 'holds'
    ? null
    : JSON.stringify([
        on.kind,
        'stage' in on ? on.stage : null,
        on.kind === 'markStands' ? [on.colour, on.automatic, id] : null,
      ]);

/** Finds occurrences of one customer, those of one trigger once. */
const makeFinder = (customer: CustomerState, wentLiveAt: number | null) => {
  const found = new Map<string, readonly Occurrence[]>();
  return ({ rule, process }: InForce): readonly Occurrence[] => {
    const key = sharedKey(rule);
    const known = key === null ? undefined : found.get(key);
    if (known !== undefined) return known;
    const occurrences = [...occurrencesOf(rule, customer, process, wentLiveAt)].filter(({ until }) => until === null);
    if (key !== null) found.set(key, occurrences);
    return occurrences;
  };
};

const waitingOn = (
  customer: CustomerState,
  timeline: RuleTimeline,
  version: InForce,
  one: Occurrence,
): WaitingEffect => ({
  id: effectId(timeline.id, customer.id, one.cause),
  rule: timeline.id,
  ruleName: version.rule.name,
  version: version.version,
  trigger: version.rule.on.kind,
  rung: null,
  cause: one.cause,
  inputs: one.inputs,
  inputsSealed: one.sealed,
  since: one.since,
  dueAt: dueAtOf(one, timeline),
  opportunity: one.opportunity,
  params: one.params,
});

/** A presales task is asked for by the fold itself, which knows which one is live (S17). */
const presalesWaiting = (customer: CustomerState, version: InForce): WaitingEffect[] =>
  customer.tasks
    .filter(({ rule, firedAt, status }) => rule === PRESALES_RULE && firedAt === null && status !== 'superseded')
    .map((task) => ({
      id: task.id,
      rule: PRESALES_RULE,
      ruleName: version.rule.name,
      version: version.version,
      trigger: version.rule.on.kind,
      rung: null,
      cause: task.inputs[1] ?? 'unmarked',
      inputs: task.inputs,
      inputsSealed: task.inputsSealed,
      since: task.causedAt,
      dueAt: task.causedAt,
      opportunity: null,
      params: {},
    }));

/** A rung waits while what it climbs from goes on, and its task is neither done nor paused. */
const isClimbing = (effect: EffectState, task: TaskState | undefined): boolean =>
  effect.status === 'standing' && (task === undefined || task.status === 'open');

const rungWaiting = (
  customer: CustomerState,
  timeline: RuleTimeline,
  version: InForce,
  effect: EffectState,
  rung: Rung,
): WaitingEffect => {
  const task = customer.tasks.find(({ id }) => id === effect.id);
  // A pause moves the ladder of a task as it moves its deadline (R22).
  const from = task === undefined ? effect.dueAt : task.causedAt;
  const paused = task === undefined ? 0 : task.pausedMs;
  return {
    id: effectId(rungRule(timeline.id, rung.id), customer.id, effect.cause),
    rule: timeline.id,
    ruleName: version.rule.name,
    version: version.version,
    trigger: version.rule.on.kind,
    rung: rung.id,
    cause: effect.cause,
    inputs: effect.inputs,
    inputsSealed: true,
    since: from,
    dueAt: rungDueAt(from, timeline, effect.branch, rung.id) + paused,
    opportunity: null,
    params: effect.params,
  };
};

const rungsWaiting = (
  customer: CustomerState,
  timeline: RuleTimeline,
  version: InForce,
  fired: ReadonlySet<EffectId>,
): WaitingEffect[] => {
  const waiting: WaitingEffect[] = [];
  for (const effect of customer.effects) {
    if (effect.rule !== timeline.id || effect.rung !== null) continue;
    if (
      !isClimbing(
        effect,
        customer.tasks.find(({ id }) => id === effect.id),
      )
    )
      continue;
    for (const rung of ladderOf(version.rule, effect.branch)) {
      const one = rungWaiting(customer, timeline, version, effect, rung);
      if (!fired.has(one.id)) waiting.push(one);
    }
  }
  return waiting;
};

/** Out of reach of rules: in the pool, given up, or merged into another record. */
export const isResting = ({ pool, voided, mergedInto }: CustomerState): boolean =>
  pool?.status === 'in' || voided !== null || mergedInto.length > 0;

/**
 * What rules wait on for a customer, whatever the time: each with the instant it would act (S20), if its conditions
 * hold then. Without what was fired already, and without what a person's act has ended.
 */
export const waitingEffects = (customer: CustomerState, { rules, wentLiveAt }: RuleBook): readonly WaitingEffect[] => {
  if (isResting(customer)) return [];
  const fired = new Set(customer.effects.map(({ id }) => id));
  const find = makeFinder(customer, wentLiveAt);
  const waiting: WaitingEffect[] = [];
  for (const timeline of rules) {
    const version = inForce(timeline);
    if (version === null) continue;
    if (timeline.id === PRESALES_RULE) waiting.push(...presalesWaiting(customer, version));
    else {
      for (const occurrence of find(version)) {
        const one = waitingOn(customer, timeline, version, occurrence);
        if (!fired.has(one.id) && Number.isFinite(one.dueAt)) waiting.push(one);
      }
    }
    waiting.push(...rungsWaiting(customer, timeline, version, fired));
  }
  return waiting;
};
