import type { Envelope } from '../events/envelope.ts';
import { EVENT_TYPES, type EventType, type Evidence, payloadSchemas } from '../events/payloads.ts';

const ORG_TYPES: ReadonlySet<string> = new Set<EventType>([
  'companyFounded',
  'territoryDefined',
  'memberInvited',
  'memberChanged',
  'processPublished',
]);
const LEAD_TYPES: ReadonlySet<string> = new Set<EventType>(['leadRecorded', 'leadAssigned', 'leadDiscarded']);
const CUSTOMER_TYPES: ReadonlySet<string> = new Set(
  EVENT_TYPES.filter((type) => !ORG_TYPES.has(type) && !LEAD_TYPES.has(type)),
);

/** `unknown`: a type of a newer version, kept because others may cite it, but folded into nothing (I22). */
export type RecKind = 'org' | 'customer' | 'contact' | 'lead' | 'unknown';

export const kindOf = (type: string): RecKind => {
  if (type === 'contactSaved') return 'contact';
  if (CUSTOMER_TYPES.has(type)) return 'customer';
  if (LEAD_TYPES.has(type)) return 'lead';
  return ORG_TYPES.has(type) ? 'org' : 'unknown';
};

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
  return Array.isArray(files) && files.length > 0 ? files.filter(isFile) : NONE;
};
