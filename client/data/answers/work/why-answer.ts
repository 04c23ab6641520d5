import {
  actingEffects,
  type CustomerState,
  customerAsOf,
  type EffectId,
  type EffectState,
  evaluate,
  type Fold,
  inForce,
  isResting,
  type OpportunityState,
  type Rule,
  type RuleBook,
  type Verdict,
  type WaitingEffect,
  waitingEffects,
  waitingId,
} from '#rules';
import type { WhyActed, WhyAnswer, WhyNot, WhyNotReason } from '../../work-contract.ts';

type Timeline = RuleBook['rules'][number];

const factsOf = (customer: CustomerState, effect: EffectState): WhyActed['facts'] =>
  effect.inputs.flatMap((id) => {
    const entry = customer.timeline.find((line) => line.id === id);
    if (entry !== undefined) return [{ id, type: entry.type, author: entry.author, atMs: entry.t }];
    const mark = customer.marks.find((one) => one.id === id);
    return mark === undefined ? [] : [{ id, type: 'statusMarked', author: mark.author, atMs: mark.t }];
  });

const versionOf = (fold: Fold, timeline: Timeline | undefined, version: string): WhyActed['version'] => {
  const change = fold.processChanges().find(({ id }) => id === version);
  const last = timeline?.versions.at(-1);
  return {
    published: change === undefined ? null : { atMs: change.t, author: change.author },
    hasChanged: last?.version !== version,
  };
};

/** The opportunity an effect is about: its cause names a visit, a quote or an inquiry of it. */
const opportunityOf = (customer: CustomerState, { cause }: EffectState): OpportunityState | null =>
  customer.opportunities.find(
    (one) =>
      [...one.visits, ...one.quotes, ...one.inquiries].some(({ id }) => id === cause) || cause.endsWith(`.${one.id}`),
  ) ?? null;

const branchVerdict = (
  effect: EffectState,
  rule: Rule,
  judge: (when: Rule['where']) => Verdict,
): WhyActed['branch'] => {
  const branch = rule.branches[effect.branch];
  if (branch === undefined || rule.branches.length < 2) return null;
  return { at: effect.branch, of: rule.branches.length, verdict: judge(branch.when) };
};

const overriddenBy = ({ marks }: CustomerState, effect: EffectId): WhyActed['overriddenBy'] => {
  const mark = marks.findLast(({ override }) => override?.effect === effect);
  if (mark === undefined || mark.override === null) return null;
  const { id, author, device, t, standing, receivedAt } = mark;
  const { reason, verdict } = mark.override;
  return { id, author, device, t, standing, receivedAt, reason, verdict };
};

const actedAnswer = (customer: CustomerState, effect: EffectState, fold: Fold): WhyActed => {
  const timeline = fold.ruleBook().rules.find(({ id }) => id === effect.rule);
  const rule = timeline?.versions.find(({ version }) => version === effect.version)?.rule ?? null;
  const then = customerAsOf(customer, effect.firedAt, effect.id);
  const about = opportunityOf(customer, effect);
  const opportunity = then.opportunities.find(({ id }) => id === about?.id) ?? null;
  const org = fold.org();
  const judge = (when: Rule['where']): Verdict =>
    evaluate(when, { customer: then, opportunity, org, now: effect.firedAt });
  return {
    effect,
    version: versionOf(fold, timeline, effect.version),
    facts: factsOf(customer, effect),
    verdict: rule === null ? null : judge(rule.where),
    branch: rule === null ? null : branchVerdict(effect, rule, judge),
    brakeEndsAt: effect.brakeEndsAt,
    overriddenBy: overriddenBy(customer, effect.id),
  };
};

interface Now {
  readonly customer: CustomerState;
  readonly fold: Fold;
  readonly now: number;
  readonly waiting: readonly WaitingEffect[];
  readonly acting: ReadonlySet<EffectId>;
}

const whyNot = ({ customer, fold, now, waiting, acting }: Now, rule: Rule): WhyNotReason => {
  if (isResting(customer)) return { kind: 'resting' };
  if (customer.tasks.some((task) => task.rule === rule.id && task.supersededBy !== null))
    return { kind: 'mergedElsewhere' };
  const own = waiting.filter((one) => one.rule === rule.id && one.rung === null);
  const unconfirmed = own.find((one) => acting.has(waitingId(one)));
  if (unconfirmed !== undefined) return { kind: 'unconfirmed', dueAt: unconfirmed.dueAt };
  const due = own.find(({ dueAt }) => dueAt <= now);
  if (due !== undefined) {
    const opportunity = customer.opportunities.find(({ id }) => id === due.opportunity) ?? null;
    const subject = { customer, opportunity, org: fold.org(), now };
    const where = evaluate(rule.where, subject);
    if (!where.holds) return { kind: 'condition', verdict: where };
    const of = rule.branches.map(({ when }) => evaluate(when, subject));
    return { kind: 'condition', verdict: { kind: 'any', of, holds: false, isDecided: true } };
  }
  const next = own.reduce<number | null>((first, { dueAt }) => (first === null || dueAt < first ? dueAt : first), null);
  return next === null ? { kind: 'noOccurrence' } : { kind: 'notYet', dueAt: next };
};

/** Rules in force that have nothing standing on the customer, each with the first thing that keeps it from acting. */
const notActed = (customer: CustomerState, fold: Fold, now: number): readonly WhyNot[] => {
  const waiting = waitingEffects(customer, fold.ruleBook());
  const acting = new Set(actingEffects(customer, fold, now).map((one) => waitingId(one.waiting)));
  const standing = new Set(
    customer.effects.filter(({ status, rung }) => status === 'standing' && rung === null).map(({ rule }) => rule),
  );
  return fold.ruleBook().rules.flatMap((timeline) => {
    const rule = inForce(timeline)?.rule;
    if (rule === undefined || standing.has(rule.id)) return [];
    return [{ rule: rule.id, ruleName: rule.name, reason: whyNot({ customer, fold, now, waiting, acting }, rule) }];
  });
};

/** Why a rule acted on a customer, and why the others did not (R13); `null` = no such customer or effect here. */
export const whyAnswer = (
  customer: CustomerState | null,
  effect: EffectId | null,
  fold: Fold,
  now: number,
): WhyAnswer | null => {
  if (customer === null) return null;
  if (effect === null) return { acted: null, notActed: notActed(customer, fold, now) };
  const found = customer.effects.find(({ id }) => id === effect);
  return found === undefined ? null : { acted: actedAnswer(customer, found, fold), notActed: [] };
};
