import type { CommandPayload, DecideContext, Decision } from '../commands.ts';
import type { Evidence } from '../events/payloads.ts';
import type { CustomerState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { ownsOrLeads } from './entitlement.ts';
import { accepted, citing, customerDraft, type RefusalInput, refused } from './outcome.ts';

type MarkCommand = CommandPayload<'statusMarked'>;

const GREEN = 'statusCard.green';
const YELLOW = 'statusCard.yellow';
const RED = 'statusCard.red';
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

/** R15-R18, R20: each colour with what it demands; the mark rests on the one its author saw. */
export const decideMark = (payload: MarkCommand, context: DecideContext, customer: CustomerState): Decision => {
  if (!ownsOrLeads(context, customer)) return refused(context, { code: 'ownerOnly', rule: 'statusCard' });
  const given = payload.evidence ?? [];
  const isGreen = payload.colour === 'green';
  const evidence =
    isGreen && !given.some(isConfirmation) ? [...given, ...confirmationsOnFile(customer).slice(0, 1)] : given;
  const faults = isGreen
    ? greenFaults(payload, evidence, context.org.process.statusCard.greenNeedsConfirmation)
    : payload.colour === 'yellow'
      ? yellowFaults(payload)
      : redFaults(payload);
  if (faults.length > 0) return refused(context, ...faults);
  const basis = customer.mark?.id ?? null;
  // Marks made apart are settled by the next one, which has seen them all.
  const others = customer.alsoMarked.map(({ id }) => id);
  const mark = { ...payload, basis, ...(evidence.length > 0 ? { evidence } : {}) };
  return accepted([customerDraft(customer, 'statusMarked', mark, citing(basis, ...others))]);
};
