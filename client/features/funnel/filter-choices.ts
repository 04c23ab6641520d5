import {
  compareText,
  type FacetChoices,
  facetName,
  type MemberState,
  mayHoldType,
  type OrgState,
  type ScopeFacet,
  UNSET,
} from '#rules';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import type { ChipGroup } from '../../ui/chip-select.tsx';

interface Choice {
  readonly value: string;
  readonly label: string;
}
/** So many of what people typed: rarer ones are found by their customers. */
const MOST_VALUES = 100;

const named = ({ id, name }: { readonly id: string; readonly name: string }): Choice => ({ value: id, label: name });
const group = (label: string | null, options: readonly Choice[]): readonly ChipGroup[] =>
  options.length === 0 ? [] : [{ label, options }];
const byName = (a: MemberState, b: MemberState): number => compareText(a.name, b.name);

/** Those at work first, those who left under a heading of their own: their customers and past stay to be seen. */
const people = (members: readonly MemberState[], name: (member: MemberState) => string): readonly ChipGroup[] => {
  const options = (active: boolean): readonly Choice[] =>
    members
      .filter((one) => one.active === active)
      .sort(byName)
      .map((one) => ({ value: one.id, label: name(one) }));
  const [here, left] = [options(true), options(false)];
  return [...group(left.length === 0 ? null : words.hereNow, here), ...group(words.left, left)];
};

const counted = (name: string, count: number): string => `${name}（${count}）`;
const typed = (choices: readonly { readonly id: string; readonly count: number }[]): readonly Choice[] =>
  choices.slice(0, MOST_VALUES).map(({ id, count }) => ({ value: id, label: counted(id, count) }));
const orUnset = (facet: 'product' | 'source' | 'tag', options: readonly Choice[]): readonly ChipGroup[] =>
  options.length === 0 ? [] : group(null, [...options, { value: UNSET, label: words.unset[facet] }]);

/**
 * What each filter offers; nothing where there is nothing to choose, but for what is chosen already. `isTold`: whether
 * a person's figures are told to the viewer.
 */
export const filterChoices = (
  org: OrgState,
  facets: FacetChoices | undefined,
  { unread, isTold }: { readonly unread: readonly string[]; readonly isTold: (person: string) => boolean },
): Readonly<Record<ScopeFacet, readonly ChipGroup[]>> => {
  const members = Object.values(org.members);
  /** Of whom there are records here: others would only narrow the page to nothing. */
  const isHere = ({ territories }: MemberState): boolean =>
    unread.length === 0 || territories.length === 0 || territories.some((id) => !unread.includes(id));
  const sellers = members.filter(
    (one) => isTold(one.id) && isHere(one) && (!one.active || mayHoldType(one.role, 'stageEntered')),
  );
  const leaders = new Set(members.filter(isHere).map(({ manager }) => manager));
  const stores = org.stores.filter(({ territory }) => !unread.includes(territory)).map(named);
  const tags = (facets?.tag ?? []).map(({ id, count }) => ({
    value: id,
    label: counted(facetName('tag', id, org) ?? id, count),
  }));
  return {
    territory: group(
      null,
      org.territories
        .filter(({ id }) => !unread.includes(id))
        .map(({ id, name }) => ({ value: id as string, label: name })),
    ),
    team: people(
      members.filter(({ id }) => leaders.has(id) && isTold(id)),
      ({ name }) => words.team(name),
    ),
    store: stores.length === 0 ? [] : group(null, [...stores, { value: UNSET, label: words.unset.store }]),
    person: [
      ...people(sellers, ({ name }) => name),
      { label: null, options: [{ value: UNSET, label: words.unset.person }] },
    ],
    product: orUnset('product', typed(facets?.product ?? [])),
    source: orUnset('source', typed(facets?.source ?? [])),
    tag: orUnset('tag', tags),
  };
};

/** How a chosen value is called; a link may name what this device does not know. */
export const choiceName = (facet: ScopeFacet, value: string, groups: readonly ChipGroup[], org: OrgState): string => {
  const found = groups.flatMap(({ options }) => options).find((option) => option.value === value);
  if (found !== undefined) return found.label;
  const name = facetName(facet, value, org);
  if (name === null) return words.unknown(words.facets[facet]);
  return facet === 'team' ? words.team(name) : name;
};
