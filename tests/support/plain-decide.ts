import type { Decide, Draft, EventType } from '#rules';

const ORG: ReadonlySet<EventType> = new Set([
  'companyFounded',
  'territoryDefined',
  'memberInvited',
  'memberChanged',
  'processPublished',
]);
const POOL: ReadonlySet<EventType> = new Set(['customerCreated', 'fieldPatched', 'opportunityAdded']);

const documentClass = (type: EventType): Draft['document'] => {
  if (ORG.has(type)) return 'org';
  if (POOL.has(type)) return 'pool';
  return type === 'contactSaved' ? 'contact' : 'log';
};

/**
 * Accepts whatever it is given, as a faulty or hostile device would: tests of the data layer use it so that the
 * relay is the one who refuses.
 */
export const plainDecide: Decide = ({ type, subject, payload }) => {
  if (type === 'createPrivateCustomer' || type === 'shareCustomer') return { kind: 'refused', refusals: [] };
  const whole = type === 'statusMarked' ? { ...payload, basis: null } : payload;
  return {
    kind: 'accepted',
    warnings: [],
    drafts: [{ type, subject, payload: whole, cites: [], document: documentClass(type) }],
  };
};
