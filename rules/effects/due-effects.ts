import { actingBranch } from '../automation/evaluate.ts';
import { ruleInForce } from '../automation/timeline.ts';
import { turnsByTime } from '../automation/turns-by-time.ts';
import { type RuleBook, waitingEffects, waitingId } from '../automation/waiting.ts';
import { quarterOf, shanghaiDay, startOfDayMs } from '../calendar/shanghai.ts';
import { formatDocument } from '../documents.ts';
import type { RelayFact } from '../events/relay-facts.ts';
import type { Fold } from '../fold-contract.ts';
import type { CustomerId, EventId, MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { OrgState } from '../org-state.ts';
import type { CustomerState } from '../state.ts';
import type { WaitingEffect } from '../waiting-effect.ts';

type Fired = Extract<RelayFact, { kind: 'fired' }>;

/** An effect the relay is to fire: the fact without its tick. */
export interface DueEffect {
  readonly fact: Omit<Fired, 'tick'>;
  readonly customer: CustomerId;
  /** Document of the cause, e.g. `log:east:2026Q4`: where the fact belongs, so that whoever reads the one reads the other. */
  readonly doc: string;
  /** Of an entry into the pool: whose customer it is; `null` for anything else. Such entries are capped per day (S26). */
  readonly poolsOf: MemberId | 'nobody' | null;
}

/** A waiting effect whose time has come and whose conditions hold, with the branch that acts. */
export interface ActingEffect {
  readonly waiting: WaitingEffect;
  readonly branch: number;
}

/** What decides on effects besides the customer. */
interface DecidedBy extends Pick<Fold, 'ruleBook'> {
  org(): Pick<OrgState, 'process'>;
}

const subjectOf = (customer: CustomerState, org: Pick<OrgState, 'process'>, waiting: WaitingEffect, now: number) => ({
  customer,
  opportunity: customer.opportunities.find(({ id }) => id === waiting.opportunity) ?? null,
  org,
  now,
});

/** The first branch that holds (if / else-if / else); `null` when the rule does not act. A rung acts with its effect. */
const branchOf = (customer: CustomerState, fold: DecidedBy, waiting: WaitingEffect, now: number): number | null => {
  if (waiting.rung !== null) {
    const climbed = customer.effects.find(
      ({ rule, cause, rung }) => rule === waiting.rule && cause === waiting.cause && rung === null,
    );
    return climbed?.branch ?? null;
  }
  const version = ruleInForce(fold.ruleBook().rules, waiting.rule);
  return version === null ? null : actingBranch(version.rule, subjectOf(customer, fold.org(), waiting, now));
};

/**
 * Effects of a customer that would act at `now`, fired or not yet: what a device shows as 待服务器确认. Their inputs
 * need not be sealed.
 */
export const actingEffects = (customer: CustomerState, fold: DecidedBy, now: number): readonly ActingEffect[] => {
  const acting: ActingEffect[] = [];
  for (const waiting of waitingEffects(customer, fold.ruleBook())) {
    if (waiting.dueAt > now) continue;
    const branch = branchOf(customer, fold, waiting, now);
    if (branch !== null) acting.push({ waiting, branch });
  }
  return acting;
};

const isPooling = (fold: Fold, { waiting, branch }: ActingEffect): boolean => {
  if (waiting.rung !== null) return false;
  const rule = ruleInForce(fold.ruleBook().rules, waiting.rule)?.rule;
  return rule?.branches[branch]?.do.some(({ kind }) => kind === 'pool') === true;
};

/**
 * Where the fact belongs: beside its cause, for whoever reads the one reads the other. What follows from the pool's
 * basics alone goes into the territory's log all the same: other territories read basics only (decision 0008).
 */
const docOf = (
  fold: Fold,
  { territory, created, isPrivate }: CustomerState,
  inputs: readonly EventId[],
  now: number,
): string => {
  for (const input of [...inputs, created.id]) {
    const doc = fold.placement(input)?.doc;
    // Rows of a shared customer stand in its contributor's private document too, which its later owners never read.
    if (doc !== undefined && !doc.startsWith('pool:') && (isPrivate || !doc.startsWith('private:'))) return doc;
  }
  return formatDocument({ kind: 'log', territory, quarter: quarterOf(now) });
};

const toFire = (fold: Fold, customer: CustomerState, acting: ActingEffect, now: number): DueEffect => {
  const { waiting, branch } = acting;
  const doc = docOf(fold, customer, waiting.inputs, now);
  const effect = waitingId(waiting);
  const { rule, version, cause, inputs, rung, dueAt } = waiting;
  const basis = customer.mark?.id ?? null;
  return {
    fact: { kind: 'fired', effect, rule, version, subject: customer.id, cause, inputs, branch, rung, dueAt, basis },
    customer: customer.id,
    doc,
    poolsOf: isPooling(fold, acting) ? (customer.owner ?? 'nobody') : null,
  };
};

/**
 * Effects of these customers to be fired at `now`, ms: due, their conditions hold, and all inputs are sealed (S22).
 * In the order they are to be fired: by the time they were due, then id.
 */
export const dueEffects = (fold: Fold, customers: Iterable<CustomerId>, now: number): readonly DueEffect[] => {
  const due: DueEffect[] = [];
  for (const id of customers) {
    const customer = fold.customer(id);
    if (customer === null) continue;
    for (const acting of actingEffects(customer, fold, now)) {
      if (acting.waiting.inputsSealed) due.push(toFire(fold, customer, acting, now));
    }
  }
  return due.sort((a, b) => a.fact.dueAt - b.fact.dueAt || compareText(a.fact.effect, b.fact.effect));
};

/**
 * When the customer is to be looked at again if nothing happens, ms: the next due time, or the next day where a rule
 * is due whose conditions look at dates; `null` = never.
 */
export const nextLookAt = (fold: Fold, id: CustomerId, now: number): number | null => {
  const customer = fold.customer(id);
  if (customer === null) return null;
  const book = fold.ruleBook();
  let next = Number.POSITIVE_INFINITY;
  for (const { dueAt, rule } of waitingEffects(customer, book)) {
    if (dueAt > now) next = Math.min(next, dueAt);
    else if (ruleTurns(book, rule, customer)) next = Math.min(next, startOfDayMs(shanghaiDay(now) + 1));
  }
  return Number.isFinite(next) ? next : null;
};

const ruleTurns = ({ rules }: RuleBook, id: string, customer: CustomerState): boolean => {
  const version = ruleInForce(rules, id);
  return version !== null && turnsByTime(version.rule, customer);
};
