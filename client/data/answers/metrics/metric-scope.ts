import {
  ADMINISTERING_ROLES,
  LEADING_ROLES,
  leads,
  type MemberId,
  type MemberState,
  type MetricScope,
  type OrgState,
  standsAbove,
} from '#rules';
import type { MetricFilter } from '../../metric-contract.ts';

/** Whether the viewer may look at somebody's numbers: his own, and of those he leads; never of who stands above him. */
export const mayLookAt = (org: OrgState, viewer: MemberId, member: MemberState): boolean => {
  if (member.id === viewer) return true;
  if (standsAbove(org, member.id, viewer)) return false;
  if (standsAbove(org, viewer, member.id)) return true;
  return member.territories.some((territory) => leads(org, viewer, member.id, territory));
};

/** Members a filter keeps: a leader's team is he and those whose direct manager he is. */
const isKept = (member: MemberState, filter: MetricFilter): boolean =>
  (filter.person == null || member.id === filter.person) &&
  (filter.team == null || member.id === filter.team || member.manager === filter.team) &&
  (filter.store == null || member.store === filter.store);

/** Those of the filter whose numbers the viewer may see, who left too: their past is the company's. */
export const peopleOf = (org: OrgState, viewer: MemberId, filter: MetricFilter): readonly MemberState[] =>
  Object.values(org.members).filter((member) => isKept(member, filter) && mayLookAt(org, viewer, member));

/** Salespeople, and whoever else is looked at alone. */
const sellersOf = (people: readonly MemberState[]): MetricScope['sellers'] =>
  new Map(
    people
      .filter(({ role }) => role === 'rep' || people.length === 1)
      .map(({ id, active }) => [id, { isActive: active }]),
  );

/** What the numbers of a filter are taken over. What belongs to nobody is the leaders', while nobody is chosen. */
export const metricScope = (org: OrgState, viewer: MemberId, filter: MetricFilter): MetricScope => {
  const people = peopleOf(org, viewer, filter);
  const role = org.members[viewer]?.role ?? 'rep';
  const isOpen = filter.person == null && filter.team == null && filter.store == null;
  const ids = new Set<MemberId | null>(people.map(({ id }) => id));
  if (isOpen && LEADING_ROLES.has(role)) ids.add(null);
  const isEveryone = isOpen && ADMINISTERING_ROLES.has(role);
  const territory = filter.territory ?? null;
  return { territory, people: isEveryone ? null : ids, facet: null, sellers: sellersOf(people) };
};
