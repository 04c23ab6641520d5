import type { Envelope } from '../events/envelope.ts';
import { EVENT_TYPES, type EventType, type Evidence, payloadSchemas } from '../events/payloads.ts';

const ORG_TYPES: ReadonlySet<string> = new Set<EventType>([
  'companyFounded',
  'territoryDefined',
  'memberInvited',
  'memberChanged',
  'processPublished',
]);
const CUSTOMER_TYPES: ReadonlySet<string> = new Set(EVENT_TYPES.filter((type) => !ORG_TYPES.has(type)));

export const isOrgType = (type: string): boolean => ORG_TYPES.has(type);
/** Known types about a customer, its contacts included; anything else is skipped by the fold (I22). */
export const isCustomerType = (type: string): boolean => CUSTOMER_TYPES.has(type);
export const isContactType = (type: string): boolean => type === 'contactSaved';

/** Whether the payload is one of its type. Costly: for company events, and where a fold has just failed. */
export const isValid = (event: Envelope): boolean =>
  Object.hasOwn(payloadSchemas, event.type) && payloadSchemas[event.type as EventType].safeParse(event.payload).success;

const NONE: readonly Evidence[] = [];

const isFile = (file: unknown): file is Evidence =>
  typeof file === 'object' && file !== null && typeof (file as Evidence).sha256 === 'string';

/** Files an event attaches, whatever its type; empty for anything malformed. */
export const evidenceOf = (event: Envelope): readonly Evidence[] => {
  const payload = event.payload as { evidence?: unknown; attachments?: unknown } | null;
  if (payload === null || typeof payload !== 'object') return NONE;
  const files = payload.evidence ?? payload.attachments;
  return Array.isArray(files) ? files.filter(isFile) : NONE;
};
