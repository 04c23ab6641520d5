import { documentClassOf, TYPES_WITH_A_DOCUMENT } from '../access/document-class.ts';
import type { Envelope } from '../events/envelope.ts';
import type { EventType, Evidence } from '../events/payloads.ts';

/** `unknown`: a type of a newer version, kept because others may cite it, but folded into nothing (I22). */
export type RecKind = 'org' | 'customer' | 'contact' | 'desk' | 'mql' | 'unknown';

const kindOfType = (type: EventType): RecKind => {
  const document = documentClassOf(type);
  return document === 'pool' || document === 'log' ? 'customer' : document;
};
const KINDS: ReadonlyMap<string, RecKind> = new Map(TYPES_WITH_A_DOCUMENT.map((type) => [type, kindOfType(type)]));

export const kindOf = (type: string): RecKind => KINDS.get(type) ?? 'unknown';

/**
 * Whether a payload is one of its type. Costly: asked for company events and shared rows, and `afterFailure` of
 * every event over which a fold has just failed. Given in, because the schemas are the greater part of what a device
 * would have to fetch before its first screen.
 */
export type PayloadCheck = (event: Envelope, afterFailure: boolean) => boolean;

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
