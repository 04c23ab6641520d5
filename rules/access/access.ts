import type { DocumentName } from '../documents.ts';
import type { CustomerId, MemberId, TerritoryId } from '../ids.ts';
import type { MemberState, OrgState } from '../org-state.ts';
import { LEAD_ROLES, LEADING_ROLES } from '../roles.ts';

/** What access to a customer's contacts depends on. */
export interface CustomerHolding {
  readonly territory: TerritoryId;
  readonly owner: MemberId | null;
  /** Whoever created or contributed it: may add contacts while he sets it up. */
  readonly creator: MemberId | null;
  readonly grants: readonly MemberId[];
}
export interface Holdings {
  of(customer: CustomerId): CustomerHolding | null;
  /** Whether the member owns any customer of the territory. */
  ownsIn(member: MemberId, territory: TerritoryId): boolean;
}

export interface Access {
  readonly read: boolean;
  readonly append: boolean;
}
const NONE: Access = { read: false, append: false };
const ALL: Access = { read: true, append: true };

/** What of a member says whom he leads. */
export type Standing = Pick<MemberState, 'role' | 'active' | 'territories' | 'manager'>;
/** The members as they stand at one place in the order; `undefined` = nobody of that id. */
type Standings = (id: MemberId) => Standing | undefined;

const isAbove = (of: Standings, leader: MemberId, member: MemberId): boolean => {
  const seen = new Set<MemberId>();
  let above = of(member)?.manager ?? null;
  while (above !== null && !seen.has(above)) {
    if (above === leader) return true;
    seen.add(above);
    above = of(above)?.manager ?? null;
  }
  return false;
};

/** Whether `leader` stands anywhere above `member` in the chain of direct managers. Ends on a cycle. */
export const standsAbove = (org: OrgState, leader: MemberId, member: MemberId): boolean =>
  isAbove((id) => org.members[id], leader, member);

const isCompanyWide = (member: Pick<MemberState, 'role'>): boolean =>
  member.role === 'owner' || member.role === 'admin';

/** Whether the member works in the territory: assigned to it, or company-wide. */
export const worksIn = (member: Pick<MemberState, 'role' | 'territories'>, territory: TerritoryId): boolean =>
  isCompanyWide(member) || member.territories.includes(territory);

/**
 * Whether `leader` leads `member`'s work in a territory: above him in the chain, company-wide, or a leading role
 * of that territory. Nobody leads himself.
 */
export const leads = (org: OrgState, leader: MemberId, member: MemberId | null, territory: TerritoryId): boolean => {
  const state = org.members[leader];
  if (!state?.active || leader === member) return false;
  if (isCompanyWide(state)) return true;
  if (member !== null && standsAbove(org, leader, member)) return true;
  return LEADING_ROLES.has(state.role) && state.territories.includes(territory);
};

const mayReadContacts = (org: OrgState, member: MemberState, holding: CustomerHolding): boolean =>
  member.role === 'owner' ||
  holding.owner === member.id ||
  holding.grants.includes(member.id) ||
  (holding.owner !== null && standsAbove(org, member.id, holding.owner));

const SELLING_ROLES = new Set(['owner', 'admin', 'regionalManager', 'manager', 'rep', 'presales']);
const isSelling = (member: MemberState): boolean => SELLING_ROLES.has(member.role);

const contactAccess = (org: OrgState, member: MemberState, customer: CustomerId, holdings: Holdings): Access => {
  const holding = holdings.of(customer);
  if (holding === null) return NONE;
  const read = mayReadContacts(org, member, holding);
  return { read, append: isSelling(member) && (read || holding.creator === member.id) };
};

const territoryAccess = (member: MemberState, territory: TerritoryId, holdings: Holdings): Access => {
  const works = worksIn(member, territory);
  const owns = holdings.ownsIn(member.id, territory);
  return { read: works || owns, append: isSelling(member) && (works || owns) };
};

const privateAccess = (org: OrgState, member: MemberState, holder: MemberId): Access => {
  if (holder === member.id) return { read: true, append: isSelling(member) };
  return { read: member.role === 'owner' || standsAbove(org, member.id, holder), append: false };
};

/**
 * Whether `leader` leads a person wherever he works: company-wide, above him in the chain, or a leader of one of his
 * territories while he leads nobody himself. Nobody leads himself.
 */
export const leadsAmong = (of: Standings, leader: MemberId, member: MemberId): boolean => {
  const [above, below] = [of(leader), of(member)];
  if (!above?.active || below === undefined || leader === member) return false;
  if (isCompanyWide(above) || isAbove(of, leader, member)) return true;
  const isLeader = ({ role }: Standing): boolean => LEADING_ROLES.has(role);
  return isLeader(above) && !isLeader(below) && below.territories.some((one) => above.territories.includes(one));
};

/** {@link leadsAmong} by what is known now. */
export const leadsPerson = (org: OrgState, leader: MemberId, member: MemberId): boolean =>
  leadsAmong(
    (id) => {
      const known = org.members[id];
      // An id may be the name of something every object has.
      return known?.id === id ? known : undefined;
    },
    leader,
    member,
  );

const deskAccess = (org: OrgState, member: MemberState, holder: MemberId): Access =>
  holder === member.id || leadsPerson(org, member.id, holder) ? ALL : NONE;

/**
 * What a member may do with a document, by what the relay has received so far (architecture §2, R67, R72, R90).
 * Inactive or unknown members may nothing.
 */
export const accessTo = (org: OrgState, memberId: MemberId, doc: DocumentName, holdings: Holdings): Access => {
  const member = org.members[memberId];
  if (!member?.active) return NONE;
  switch (doc.kind) {
    case 'org':
      return { read: true, append: LEADING_ROLES.has(member.role) };
    case 'pool':
      return { ...ALL, append: territoryAccess(member, doc.territory, holdings).append };
    case 'log':
      return territoryAccess(member, doc.territory, holdings);
    case 'private':
      return privateAccess(org, member, doc.member);
    case 'contact':
      return contactAccess(org, member, doc.customer, holdings);
    case 'inbox':
      return doc.member === member.id ? { read: true, append: false } : NONE;
    case 'mql':
      return LEAD_ROLES.has(member.role) ? ALL : NONE;
    case 'desk':
      return deskAccess(org, member, doc.member);
  }
};
