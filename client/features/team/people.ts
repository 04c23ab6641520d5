import type { MemberId, MemberState, OrgState, Role } from '#rules';
import { ROLES } from '#rules';
import { team as words } from '../../locales/zh-CN/team.ts';

/** How the list is ordered: by role as in `ROLES`, then in the order of joining. */
export const peopleInOrder = (org: OrgState, active: boolean): readonly MemberState[] =>
  Object.values(org.members)
    .filter((person) => person.active === active)
    .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));

/** Nobody has joined with this invitation yet. */
export const isPending = (person: MemberState): boolean => person.active && person.devices.length === 0;

/** What the link is for that lets somebody in: to join, or on a new phone, or after he was switched off and on again. */
export const linkWords = (person: MemberState): string =>
  isPending(person) ? words.form.linkAgain : words.form.signInLink;

/** Whom somebody may invite: the owner and admins everybody, other leaders only roles below their own. */
export const invitableRoles = (role: Role | null): readonly Role[] => {
  if (role === 'owner' || role === 'admin') return ROLES.filter((other) => other !== 'owner');
  if (role === 'regionalManager') return ROLES.filter((other) => !['owner', 'admin'].includes(other));
  return role === 'manager' ? ROLES.filter((other) => !['owner', 'admin', 'regionalManager'].includes(other)) : [];
};

/** Territories that somebody may give to others: all of them, or one's own. */
export const givableTerritories = (
  org: OrgState,
  role: Role | null,
  member: MemberId | null,
): OrgState['territories'] => {
  if (role === 'owner' || role === 'admin') return org.territories;
  const own = member === null ? [] : (org.members[member]?.territories ?? []);
  return org.territories.filter(({ id }) => own.includes(id));
};

/** Roles that see every territory and need none of their own. */
export const seesEverything = (role: Role): boolean => role === 'owner' || role === 'admin';

/** Stores in which somebody of this role and these territories can work. */
export const storesFor = (
  org: OrgState,
  { role, territories }: { readonly role: Role; readonly territories: readonly string[] },
): OrgState['stores'] => org.stores.filter(({ territory }) => seesEverything(role) || territories.includes(territory));

/** 职务, territories and store of somebody, as one line. */
export const placesOf = (org: OrgState, person: MemberState): string => {
  const store = org.stores.find(({ id }) => id === person.store)?.name;
  const names = org.territories.filter(({ id }) => person.territories.includes(id)).map(({ name }) => name);
  const territories = seesEverything(person.role) ? [words.allTerritories] : names;
  const places = [...territories, ...(store === undefined ? [] : [store])];
  const said = places.length === 0 ? words.noTerritory : places.join('、');
  return person.title === null ? said : words.titled(person.title, said);
};
