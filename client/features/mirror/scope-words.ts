import { type OrgState, SCOPE_FACETS, type Scope, type ScopeFacet, UNSET } from '#rules';
import { verdicts as words } from '../../locales/zh-CN/verdicts.ts';

const nameIn = (list: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  list.find((one) => one.id === id)?.name ?? id;

const nameOf = (facet: ScopeFacet, id: string, { territories, stores, members, process }: OrgState): string => {
  switch (facet) {
    case 'territory':
      return nameIn(territories, id);
    case 'store':
      return nameIn(stores, id);
    case 'team':
    case 'person':
      return members[id]?.name ?? id;
    case 'tag':
      return nameIn(
        process.fields.flatMap(({ options }) => options),
        id,
      );
    case 'product':
    case 'source':
      return id;
  }
};

/** What a view was narrowed to, in words; none = to nothing. */
export const scopeWords = (scope: Scope, org: OrgState): readonly string[] =>
  SCOPE_FACETS.flatMap((facet) => {
    const wanted = scope[facet];
    if (wanted == null) return [];
    return [wanted === UNSET ? words.unset : nameOf(facet, wanted, org)];
  });
