import type { MemberId } from '../ids.ts';
import { type Scope, UNSET } from '../insights/scope.ts';
import type { OrgState } from '../org-state.ts';
import { leadsPerson } from './access.ts';

/** A person's figures are told to him and to those who lead him (R88). */
export const isToldOf = (org: OrgState, viewer: MemberId, person: string): boolean =>
  person === viewer || leadsPerson(org, viewer, person as MemberId);

/** No id has a space in it. */
const NOBODY = ' ';

/** What a view is narrowed to by a link or a filter; to whom nothing may be told of that person it is of nobody. */
export const toldScope = <Asked extends Scope>(asked: Asked, org: OrgState, viewer: MemberId): Asked => {
  const { person } = asked;
  return person == null || person === UNSET || isToldOf(org, viewer, person) ? asked : { ...asked, person: NOBODY };
};
