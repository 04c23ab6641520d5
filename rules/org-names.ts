import type { ScopeFacet } from './insights/scope.ts';
import type { OrgState } from './org-state.ts';

type Named = readonly { readonly id: string; readonly name: string }[];
const nameIn = (list: Named, id: string): string | null => list.find((one) => one.id === id)?.name ?? null;

/** Name of a territory; null where the company is not known yet or has none by that id. */
export const territoryName = (org: Pick<OrgState, 'territories'> | undefined, id: string): string | null =>
  org === undefined ? null : nameIn(org.territories, id);

/** What a view narrowed to `id` is narrowed to, by name; null where the company has none by that id. */
export const facetName = (facet: ScopeFacet, id: string, org: OrgState): string | null => {
  switch (facet) {
    case 'territory':
      return territoryName(org, id);
    case 'store':
      return nameIn(org.stores, id);
    case 'team':
    case 'person':
      return org.members[id]?.name ?? null;
    case 'tag':
      return nameIn(
        org.process.fields.filter(({ type }) => type === 'tags').flatMap(({ options }) => options),
        id,
      );
    // typed by people: they are their own names
    case 'product':
    case 'source':
      return id;
  }
};
