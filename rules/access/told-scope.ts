import type { MemberId } from '../ids.ts';
import { type Scope, UNSET } from '../insights/scope.ts';
import type { OrgState } from '../org-state.ts';
import { leadsPerson } from './access.ts';

/** A person's figures are told to him and to those who lead him (R88). */
export const isToldOf = (org: OrgState, viewer: MemberId, person: string): boolean =>
  person === viewer || leadsPerson(org, viewer, person as MemberId);

/** No id has a space in it. */
const NOBODY = ' ';

/**
 * Whom a view is narrowed to, by a person or by a leader's team, without being told his figures: a team may be one
 * person more than the leader. Null = nobody.
 */
export const untoldIn = ({ person, team }: Scope, org: OrgState, viewer: MemberId): string | null =>
  [person, team].find((id) => id != null && id !== UNSET && !isToldOf(org, viewer, id)) ?? null;

/** What a view is narrowed to by a link or a filter; to whom nothing may be told of it, it is of nobody. */
export const toldScope = <Asked extends Scope>(asked: Asked, org: OrgState, viewer: MemberId): Asked =>
  untoldIn(asked, org, viewer) === null ? asked : { ...asked, person: NOBODY };
