import { leads } from '../access/access.ts';
import { isNamedBy } from '../automation/brake.ts';
import type { Brake } from '../automation/rule.ts';
import type { DecideContext, Decision } from '../commands.ts';
import type { PayloadOf } from '../events/payloads.ts';
import type { EventId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { accepted, customerDraft, refused } from './outcome.ts';
import { decideCloseTask } from './task.ts';

/** Whether the actor is one of those the brake names: the responsible person, or whoever leads him (R80). */
export const mayBrake = (
  brake: Brake,
  { org, actor }: Pick<DecideContext, 'org' | 'actor'>,
  customer: CustomerState,
): boolean =>
  isNamedBy(brake, {
    owner: customer.owner === actor,
    leader: leads(org, actor, customer.owner, customer.territory),
  });

/** Why somebody may not pull it: what the brake says of who may. */
export const notNamed = ({ who }: Brake): 'ownerOnly' | 'managersOnly' =>
  who.includes('owner') ? 'ownerOnly' : 'managersOnly';

/** One tap for those the rule names, with its reason (R79): the alert, gap or task is silent, until a date if given. */
export const decideClose = (
  payload: PayloadOf<'effectClosed'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'effect.close';
  const given = customer.tasks.find(({ id, assigned }) => id === payload.effect && assigned !== null);
  if (given !== undefined) return decideCloseTask(payload, context, customer, given);
  const effect = customer.effects.find(({ id }) => id === payload.effect);
  if (effect?.brake?.exit !== 'close') return refused(context, { code: 'unknownSubject', rule, field: 'effect' });
  if (!mayBrake(effect.brake, context, customer)) {
    return refused(context, { code: notNamed(effect.brake), rule });
  }
  const isOver = effect.closed !== null && (effect.closed.resumeAtMs ?? Number.POSITIVE_INFINITY) > context.now;
  if (isOver || effect.status === 'revoked') return refused(context, { code: 'alreadyDone', rule });
  if (!hasText(payload.reason)) return refused(context, { code: 'overrideNeedsReason', rule, field: 'reason' });
  const deadline = effect.brakeEndsAt;
  if (deadline !== null && context.now > deadline)
    return refused(context, { code: 'overrideClosed', rule, params: { deadline } });
  if (payload.resumeAtMs !== undefined && payload.resumeAtMs <= context.now) {
    return refused(context, { code: 'dueInPast', rule, field: 'resumeAtMs' });
  }
  // The effect is no event: whoever holds the fact knows it, so nothing is cited.
  const cites: readonly EventId[] = [];
  return accepted([customerDraft(customer, 'effectClosed', payload, cites)]);
};
