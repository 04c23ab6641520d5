import { compareText, leadsPerson, type MemberId, type MemberState, type OrgState } from '#rules';

/** Those somebody leads, who are still there, by name. */
export const peopleLedBy = (org: OrgState, leader: MemberId): readonly MemberState[] =>
  Object.values(org.members)
    .filter(({ id, active }) => active && leadsPerson(org, leader, id))
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
