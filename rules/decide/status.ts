import { leads } from '../access/access.ts';
import type { CommandPayload, DecideContext, Decision } from '../commands.ts';
import type { Evidence, PayloadOf } from '../events/payloads.ts';
import type { EventId } from '../ids.ts';
import { leadingOpportunity } from '../insights/dwell.ts';
import type { CustomerState, Mark } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { mayBrake, notNamed } from './brake.ts';
import { fieldValue, ownsOrLeads } from './entitlement.ts';
import { accepted, citing, customerDraft, type RefusalInput, refused } from './outcome.ts';

type MarkCommand = CommandPayload<'statusMarked'>;

const GREEN = 'statusCard.green';
const YELLOW = 'statusCard.yellow';
const RED = 'statusCard.red';
const RULES = { green: GREEN, yellow: YELLOW, red: RED } as const;
const CHECKS = ['needVerified', 'budgetDefinite', 'keyPersonAgrees'] as const;

const isConfirmation = ({ documentType }: Evidence): boolean => documentType === 'requirementConfirmation';

/** Files of the customer that still count, attested ones first: a later mark may rest on one without uploading again (R20). */
const confirmationsOnFile = (customer: CustomerState): readonly Evidence[] =>
  customer.evidence
    .filter(isConfirmation)
    .sort((a, b) => Number(b.attested) - Number(a.attested))
    .map(({ sha256, name, size, documentType }) => ({ sha256, name, size, documentType }));

const greenFaults = (
  payload: MarkCommand,
  evidence: readonly Evidence[],
  needsConfirmation: boolean,
): RefusalInput[] => {
  const missing = CHECKS.filter((check) => payload.checks?.[check] !== true);
  const faults: RefusalInput[] = [];
  if (missing.length > 0)
    faults.push({ code: 'greenChecksMissing', rule: GREEN, field: 'checks', params: { missing } });
  if (needsConfirmation && !evidence.some(isConfirmation)) {
    faults.push({ code: 'confirmationMissing', rule: GREEN, field: 'evidence' });
  }
  return faults;
};

const yellowFaults = ({ need, openItems }: MarkCommand): RefusalInput[] => {
  const faults: RefusalInput[] = [];
  if (!hasText(need)) faults.push({ code: 'yellowNeedsNeed', rule: YELLOW, field: 'need' });
  if (!openItems?.length) faults.push({ code: 'yellowNeedsOpenItem', rule: YELLOW, field: 'openItems' });
  return faults;
};

const redFaults = ({ redGround }: MarkCommand): RefusalInput[] =>
  redGround ? [] : [{ code: 'redNeedsGround', rule: RED, field: 'redGround' }];

/** Fields the colour asks for besides its own questions (R19). */
const fieldFaults = (
  colour: MarkCommand['colour'],
  context: DecideContext,
  customer: CustomerState,
): RefusalInput[] => {
  const missing = context.org.process.statusCard.requiredFields[colour].filter(
    (field) => fieldValue(customer, leadingOpportunity(customer), field) === null,
  );
  return missing.length === 0 ? [] : [{ code: 'fieldsMissing', rule: RULES[colour], params: { missing } }];
};

/**
 * What an override of the effect rests on: the automatic mark while it is shown; where marks made apart stand side by
 * side, that one or an override of it, which is then chosen once more.
 */
const overridable = ({ mark, alsoMarked }: CustomerState, effect: string | undefined): Mark | undefined => {
  if (mark === null) return undefined;
  const leaves = [mark, ...alsoMarked];
  const chosen = leaves.length === 1 ? undefined : leaves.find(({ override }) => override?.effect === effect);
  return chosen ?? leaves.find(({ automatic }) => automatic?.effect === effect);
};

/** Green by the brake (R78): within its time, by whom it names, with a reason instead of the file (A5). */
const decideOverride = (payload: MarkCommand, context: DecideContext, customer: CustomerState): Decision => {
  const rule = 'statusCard.override';
  const effect = customer.effects.find(({ id }) => id === payload.override?.effect);
  const about = overridable(customer, effect?.id);
  const brake = effect?.brake;
  if (effect === undefined || about === undefined || brake?.exit !== 'override' || payload.colour !== 'green') {
    return refused(context, { code: 'unknownSubject', rule });
  }
  if (!mayBrake(brake, context, customer)) return refused(context, { code: notNamed(brake), rule });
  if (!hasText(payload.override?.reason))
    return refused(context, { code: 'overrideNeedsReason', rule, field: 'reason' });
  const deadline = effect.brakeEndsAt;
  if (deadline !== null && context.now > deadline) {
    return refused(context, { code: 'overrideClosed', rule, params: { deadline } });
  }
  const all = [customer.mark, ...customer.alsoMarked].map((mark) => mark?.id ?? null);
  const green = { colour: 'green' as const, basis: about.id, override: payload.override };
  return accepted([customerDraft(customer, 'statusMarked', green, citing(...all))]);
};

/** A disputed override: a leader's word settles it (S23). */
export const decideSettle = (
  payload: PayloadOf<'overrideSettled'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'statusCard.override';
  const override = customer.marks.find(({ id }) => id === payload.mark)?.override;
  if (override?.verdict !== 'disputed') return refused(context, { code: 'unknownSubject', rule, field: 'mark' });
  if (!leads(context.org, context.actor, customer.owner, customer.territory))
    return refused(context, { code: 'managersOnly', rule });
  const author = customer.marks.find(({ id }) => id === payload.mark)?.author;
  if (author === context.actor) return refused(context, { code: 'managersOnly', rule });
  if (override.settled !== null) return refused(context, { code: 'alreadyDone', rule });
  return accepted([customerDraft(customer, 'overrideSettled', payload, citing(payload.mark as EventId))]);
};

/** R15-R18, R20: each colour with what it demands; the mark rests on the one its author saw. */
export const decideMark = (payload: MarkCommand, context: DecideContext, customer: CustomerState): Decision => {
  if (!ownsOrLeads(context, customer)) return refused(context, { code: 'ownerOnly', rule: 'statusCard' });
  if (payload.override !== undefined) return decideOverride(payload, context, customer);
  const given = payload.evidence ?? [];
  const isGreen = payload.colour === 'green';
  const evidence =
    isGreen && !given.some(isConfirmation) ? [...given, ...confirmationsOnFile(customer).slice(0, 1)] : given;
  const own = isGreen
    ? greenFaults(payload, evidence, context.org.process.statusCard.greenNeedsConfirmation)
    : payload.colour === 'yellow'
      ? yellowFaults(payload)
      : redFaults(payload);
  const faults = [...own, ...fieldFaults(payload.colour, context, customer)];
  if (faults.length > 0) return refused(context, ...faults);
  const basis = customer.mark?.id ?? null;
  // Marks made apart are settled by the next one, which has seen them all.
  const others = customer.alsoMarked.map(({ id }) => id);
  const mark = { ...payload, basis, ...(evidence.length > 0 ? { evidence } : {}) };
  return accepted([customerDraft(customer, 'statusMarked', mark, citing(basis, ...others))]);
};
