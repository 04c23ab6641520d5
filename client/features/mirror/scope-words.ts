import { facetName, type OrgState, SCOPE_FACETS, type Scope, UNSET } from '#rules';
import { verdicts as words } from '../../locales/zh-CN/verdicts.ts';

/** What a view was narrowed to, in words; none = to nothing. */
export const scopeWords = (scope: Scope, org: OrgState): readonly string[] =>
  SCOPE_FACETS.flatMap((facet) => {
    const wanted = scope[facet];
    if (wanted == null) return [];
    return [wanted === UNSET ? words.unset : (facetName(facet, wanted, org) ?? words.gone)];
  });
