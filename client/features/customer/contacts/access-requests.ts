import type { CustomerState, EventId, MemberId, PayloadOf } from '#rules';

export interface AccessRequest {
  readonly member: MemberId;
  readonly event: EventId;
  readonly atMs: number;
  readonly reason: string;
}
export interface AccessGrant {
  readonly member: MemberId;
  /** What takes it back. */
  readonly event: EventId;
}

type Told = Pick<CustomerState, 'notices' | 'contactGrants' | 'timeline'>;

/** Colleagues who ask to see the contacts and were not answered yet; each once, with the last thing he said. */
export const openRequests = ({ notices, contactGrants }: Told): readonly AccessRequest[] => {
  const granted = new Set<string>(contactGrants);
  const byMember = new Map<string, AccessRequest>();
  for (const { kind, params, cause, at } of notices) {
    const member = params['by'] as MemberId;
    if (kind !== 'contactRequested' || granted.has(member)) continue;
    byMember.set(member, { member, event: cause, atMs: at, reason: String(params['reason'] ?? '') });
  }
  return [...byMember.values()];
};

/** Grants in force, each with the event that made it. */
export const grantsInForce = ({ contactGrants, timeline }: Told): readonly AccessGrant[] =>
  contactGrants.flatMap((member) => {
    const made = timeline.findLast(
      ({ type, payload, noEffectBecause }) =>
        type === 'contactAccessGranted' &&
        noEffectBecause === null &&
        (payload as PayloadOf<'contactAccessGranted'>).member === member,
    );
    return made ? [{ member, event: made.id }] : [];
  });
