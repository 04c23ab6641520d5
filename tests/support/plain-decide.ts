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
export const plainDecide: Decide = (command) => ({
  kind: 'accepted',
  warnings: [],
  drafts: [
    {
      type: command.type,
      subject: command.subject,
      payload: command.type === 'statusMarked' ? { ...command.payload, basis: null } : command.payload,
      cites: [],
      document: documentClass(command.type),
    },
  ],
});
