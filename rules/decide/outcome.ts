import { documentClassOf } from '../access/document-class.ts';
import type { DecideContext, Decision, Draft, Refusal, RefusalCode, Warning } from '../commands.ts';
import type { EventType } from '../events/payloads.ts';
import type { EventId } from '../ids.ts';
import type { CustomerState } from '../state.ts';

/** What a refusal needs beyond its code. */
export interface RefusalInput {
  readonly code: RefusalCode;
  readonly rule: string;
  readonly field?: string;
  readonly params?: Refusal['params'];
}

export const refusal = (context: DecideContext, { code, rule, field, params }: RefusalInput): Refusal => ({
  code,
  field: field ?? null,
  params: params ?? {},
  rule,
  version: context.org.processVersion,
});

export const refused = (context: DecideContext, ...inputs: readonly RefusalInput[]): Decision => ({
  kind: 'refused',
  refusals: inputs.map((input) => refusal(context, input)),
});

export const accepted = (drafts: readonly Draft[], warnings: readonly Warning[] = []): Decision => ({
  kind: 'accepted',
  drafts,
  warnings,
});

/** A draft about a customer, in its private document while it is not shared; contacts always stand apart. */
export const customerDraft = (
  customer: CustomerState,
  type: EventType,
  payload: unknown,
  cites: readonly EventId[] = [],
): Draft => {
  const document = documentClassOf(type);
  const isKeptBack = customer.isPrivate && document !== 'contact';
  return { type, subject: customer.id, payload, cites, document: isKeptBack ? 'private' : document };
};

/** Cited ids without gaps or doubles. */
export const citing = (...ids: readonly (EventId | null | undefined)[]): readonly EventId[] => [
  ...new Set(ids.filter((id): id is EventId => id !== null && id !== undefined)),
];
