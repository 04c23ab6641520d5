import type { Route } from '../automation/rule.ts';
import type { MemberId, TerritoryId } from '../ids.ts';
import type { OrgReader } from './org-reader.ts';
import type { Rec } from './records.ts';

/** Where a route is resolved: at a place in the order, for a customer with that owner. */
export interface RoutePlace {
  readonly org: OrgReader;
  readonly territory: TerritoryId;
  readonly at: Rec;
  readonly owner: MemberId | null;
  /** Who filled the fields the rule read. */
  readonly authors: readonly MemberId[];
}

/** The people a route means there; empty when there is nobody of that kind. */
export const resolveRoute = (route: Route, place: RoutePlace): readonly MemberId[] => {
  const { org, territory, at, owner } = place;
  switch (route) {
    case 'owner':
      // Whoever has left is nobody's to be told: what was his goes up.
      return owner !== null && org.memberAt(owner, at)?.active === true
        ? [owner]
        : org.managersOf(owner, at, territory);
    case 'directManager':
      return org.managersOf(owner, at, territory);
    case 'regionalManager':
      return org.leadersByRole('regionalManager', at, territory);
    case 'companyOwner':
      return org.leadersByRole('owner', at, territory);
    case 'presales': {
      const engineer = org.presalesAt(at.t, territory);
      return engineer === null ? [] : [engineer];
    }
    case 'fieldAuthors':
      return place.authors;
  }
};

/** Everybody several routes mean, each once. */
export const resolveRoutes = (routes: readonly Route[], place: RoutePlace): readonly MemberId[] => [
  ...new Set(routes.flatMap((route) => resolveRoute(route, place))),
];
