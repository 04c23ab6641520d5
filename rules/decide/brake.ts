import { leads } from '../access/access.ts';
import { brakeEndsAt } from '../automation/brake.ts';
import type { Brake } from '../automation/rule.ts';
import type { DecideContext, Decision } from '../commands.ts';
import type { PayloadOf } from '../events/payloads.ts';
import type { EventId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { accepted, customerDraft, refused } from './outcome.ts';

/** Whether the actor is one of those the brake names: the responsible person, or whoever leads him (R80). */
export const mayBrake = (
  { who }: Pick<Brake, 'who'>,
  { org, actor }: Pick<DecideContext, 'org' | 'actor'>,
  customer: Pick<CustomerState, 'owner' | 'territory'>,
): boolean =>
  (who.includes('owner') && customer.owner === actor) || leads(org, actor, customer.owner, customer.territory);

/** One tap for those the rule names, with its reason (R79): the alert, gap or task is silent, until a date if given. */
export const decideClose = (
  payload: PayloadOf<'effectClosed'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'effect.close';
  const effect = customer.effects.find(({ id }) => id === payload.effect);
  if (effect?.brake?.exit !== 'close') return refused(context, { code: 'unknownSubject', rule, field: 'effect' });
  if (!mayBrake(effect.brake, context, customer)) {
    return refused(context, { code: effect.brake.who.includes('owner') ? 'ownerOnly' : 'managersOnly', rule });
  }
  const isOver = effect.closed !== null && (effect.closed.resumeAtMs ?? Number.POSITIVE_INFINITY) > context.now;
  if (isOver || effect.status === 'revoked') return refused(context, { code: 'alreadyDone', rule });
  if (!hasText(payload.reason)) return refused(context, { code: 'overrideNeedsReason', rule, field: 'reason' });
  const deadline = brakeEndsAt(effect, context.org.process.calendar);
  if (deadline !== null && context.now > deadline)
    return refused(context, { code: 'overrideClosed', rule, params: { deadline } });
  if (payload.resumeAtMs !== undefined && payload.resumeAtMs <= context.now) {
    return refused(context, { code: 'dueInPast', rule, field: 'resumeAtMs' });
  }
  // The effect is no event: whoever holds the fact knows it, so nothing is cited.
  const cites: readonly EventId[] = [];
  return accepted([customerDraft(customer, 'effectClosed', payload, cites)]);
};
