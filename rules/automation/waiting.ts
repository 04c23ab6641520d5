import { effectId } from '../effects/effect-id.ts';
import type { EffectId } from '../ids.ts';
import type { CustomerState, EffectState, TaskState } from '../state.ts';
import { PRESALES_RULE } from '../templates/rules.ts';
import type { WaitingEffect } from '../waiting-effect.ts';
import { type Occurrence, occurrencesOf } from './occurrences.ts';
import { isResting } from './resting.ts';
import type { Rule, Rung } from './rule.ts';
import { dueAtOf, inForce, ladderOf, type RuleInForce, type RuleTimeline, rungDueAt } from './timeline.ts';

/** Rule id of a rung: rungs are effects of their own, each once per occurrence. */
const rungRule = (rule: string, rung: string): string => `${rule}/${rung}`;

/** Identity it will have when it is fired. Not a member: hashing costs more than finding that nothing is due. */
export const waitingId = ({ customer, rule, rung, cause }: WaitingEffect): EffectId =>
  effectId(rung === null ? rule : rungRule(rule, rung), customer, cause);

/** What tells effects of one customer apart without hashing. */
const keyOf = ({ rule, rung, cause }: Pick<WaitingEffect, 'rule' | 'rung' | 'cause'>): string =>
  `${rule}\n${rung ?? ''}\n${cause}`;

/** The company as the engine reads it. */
export interface RuleBook {
  readonly rules: readonly RuleTimeline[];
  readonly wentLiveAt: number | null;
}

/** Rules that need nothing but the kind and place of their trigger see the same occurrences. */
const sharedKey = ({ id, on }: Rule): string | null =>
  on.kind === 'holds'
    ? null
    : JSON.stringify([
        on.kind,
        'stage' in on ? on.stage : null,
        on.kind === 'markStands' ? [on.colour, on.automatic, id] : null,
      ]);

/** A rule in force, looked at once for all customers. */
interface Ready {
  readonly timeline: RuleTimeline;
  readonly version: RuleInForce;
  readonly key: string | null;
}

const readied = new WeakMap<readonly RuleTimeline[], readonly Ready[]>();

const readyRules = (rules: readonly RuleTimeline[]): readonly Ready[] => {
  const known = readied.get(rules);
  if (known !== undefined) return known;
  const ready: Ready[] = [];
  for (const timeline of rules) {
    const version = inForce(timeline);
    if (version !== null) ready.push({ timeline, version, key: sharedKey(version.rule) });
  }
  readied.set(rules, ready);
  return ready;
};

const goesOn = ({ until }: Occurrence): boolean => until === null;

/** Finds occurrences of one customer, those of one trigger once. */
const makeFinder = (customer: CustomerState, wentLiveAt: number | null) => {
  const found = new Map<string, readonly Occurrence[]>();
  return ({ version: { rule, process }, key }: Ready): readonly Occurrence[] => {
    const known = key === null ? undefined : found.get(key);
    if (known !== undefined) return known;
    const occurrences = [...occurrencesOf(rule, customer, process, wentLiveAt)].filter(goesOn);
    if (key !== null) found.set(key, occurrences);
    return occurrences;
  };
};

const waitingOn = (
  customer: CustomerState,
  timeline: RuleTimeline,
  version: RuleInForce,
  one: Occurrence,
): WaitingEffect => ({
  customer: customer.id,
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
const presalesWaiting = (customer: CustomerState, version: RuleInForce): WaitingEffect[] =>
  customer.tasks
    .filter(({ rule, firedAt, status }) => rule === PRESALES_RULE && firedAt === null && status !== 'superseded')
    .map((task) => ({
      customer: customer.id,
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
  version: RuleInForce,
  effect: EffectState,
  rung: Rung,
): WaitingEffect => {
  const task = customer.tasks.find(({ id }) => id === effect.id);
  // A pause moves the ladder of a task as it moves its deadline (R22).
  // From when the rule acted, not from when it was due: a rule that is new, or a relay that was away, takes nobody
  // through a whole ladder at once.
  const from = task === undefined ? effect.firedAt : Math.max(task.causedAt, effect.firedAt);
  const paused = task === undefined ? 0 : task.pausedMs;
  return {
    customer: customer.id,
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
  version: RuleInForce,
  fired: ReadonlySet<string>,
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
      if (!fired.has(keyOf(one))) waiting.push(one);
    }
  }
  return waiting;
};

/**
 * A record merged into another rests, but a presales task of it that stands is the whole class's (S17): its ladder
 * goes on, or nobody would climb to whoever lets it lie.
 */
const classTaskWaiting = (customer: CustomerState, { rules }: RuleBook): readonly WaitingEffect[] => {
  if (customer.pool?.status === 'in' || customer.voided !== null) return [];
  const ready = readyRules(rules).find(({ timeline }) => timeline.id === PRESALES_RULE);
  if (ready === undefined) return [];
  return rungsWaiting(customer, ready.timeline, ready.version, new Set(customer.effects.map(keyOf)));
};

/**
 * What rules wait on for a customer, whatever the time: each with the instant it would act (S20), if its conditions
 * hold then. Without what was fired already, and without what a person's act has ended.
 */
export const waitingEffects = (customer: CustomerState, book: RuleBook): readonly WaitingEffect[] => {
  if (isResting(customer)) return classTaskWaiting(customer, book);
  const { rules, wentLiveAt } = book;
  const fired = new Set(customer.effects.map(keyOf));
  const find = makeFinder(customer, wentLiveAt);
  const waiting: WaitingEffect[] = [];
  for (const ready of readyRules(rules)) {
    const { timeline, version } = ready;
    if (timeline.id === PRESALES_RULE) waiting.push(...presalesWaiting(customer, version));
    else {
      for (const occurrence of find(ready)) {
        const key = { rule: timeline.id, rung: null, cause: occurrence.cause };
        if (fired.size > 0 && fired.has(keyOf(key))) continue;
        const one = waitingOn(customer, timeline, version, occurrence);
        if (Number.isFinite(one.dueAt)) waiting.push(one);
      }
    }
    if (fired.size > 0) waiting.push(...rungsWaiting(customer, timeline, version, fired));
  }
  return waiting;
};
