import { type Component, createMemo, For, Show } from 'solid-js';
import { isToldOf, type MemberId, SCOPE_FACETS, type ScopeFacet, territoryName, untoldIn } from '#rules';
import { createAnswer, useIsFetching, useMe, useOrg } from '../../app/data-context.tsx';
import { createLater } from '../../app/later.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { type ChipGroup, ChipSelect } from '../../ui/chip-select.tsx';
import type { BoardAddress } from './board-address.ts';
import { choiceName, filterChoices } from './filter-choices.ts';

/** What is offered and chosen, and the filter in words. `unread`: undefined until it is known; then nothing is offered. */
export const createFilters = (address: BoardAddress, unread: () => readonly string[] | undefined) => {
  const org = useOrg();
  const me = useMe();
  const isTold = (person: string): boolean => {
    const [company, viewer] = [org(), me.member()];
    return company === undefined || viewer === null || isToldOf(company, viewer as MemberId, person);
  };
  const facets = createAnswer(() => ({ kind: 'facets' as const }));
  const isLater = createLater(() => org() !== undefined && unread() !== undefined);
  const choices = createMemo(() => {
    const [company, elsewhere] = [org(), unread()];
    return company === undefined || elsewhere === undefined || !isLater()
      ? null
      : filterChoices(company, facets(), { unread: elsewhere, isTold });
  });
  const nameOf = (facet: ScopeFacet, value: string): string => {
    const company = org();
    return company === undefined ? value : choiceName(facet, value, choices()?.[facet] ?? [], company);
  };
  const chosen = (facet: ScopeFacet): string => address.filter()[facet] ?? '';
  const isFetching = useIsFetching();
  const nameOfTerritory = (id: string): string => territoryName(org(), id) ?? '';
  return {
    chosen,
    /** A value that is chosen is offered, whatever it is: or the chip would say that nothing is. */
    groups: (facet: ScopeFacet): readonly ChipGroup[] => {
      const groups = choices()?.[facet] ?? [];
      const value = chosen(facet);
      const isOffered = value === '' || groups.some(({ options }) => options.some((one) => one.value === value));
      return isOffered ? groups : [...groups, { label: null, options: [{ value, label: nameOf(facet, value) }] }];
    },
    /** The person or team a link asks for whose figures are not the viewer's to see, by name; null = none. */
    untold: (): string | null => {
      const [company, viewer] = [org(), me.member()];
      if (company === undefined || viewer === null) return null;
      const id = untoldIn(address.filter(), company, viewer as MemberId);
      return id === null ? null : nameOf(id === chosen('person') ? 'person' : 'team', id);
    },
    /** The territory a link asks for whose records are not here, by name; null = none. */
    unreadAsked: (): string | null =>
      unread()?.includes(chosen('territory')) ? nameOfTerritory(chosen('territory')) : null,
    /** What is not in the figures; null = nothing that there is. */
    remark: (): string | null => {
      const names = (unread() ?? []).map(nameOfTerritory).join(words.join);
      if (names === '') return null;
      return isFetching() ? words.fetching(names) : words.unread(names);
    },
    words: (): string => {
      const said = SCOPE_FACETS.filter((facet) => chosen(facet) !== '').map((facet) => nameOf(facet, chosen(facet)));
      if (said.length > 0) return said.join(words.join);
      return unread()?.length ? words.allSeen : words.wholeCompany;
    },
  };
};
export type Filters = ReturnType<typeof createFilters>;

/** The filters in one line; where it does not fit it scrolls sideways, on wide screens it wraps. */
export const FilterRow: Component<{
  readonly address: BoardAddress;
  readonly filters: Filters;
  /** Where there is nobody, the way out stands there. */
  readonly isEmpty: boolean;
}> = (props) => (
  <fieldset class="no-bar -mx-gutter m-0 flex min-h-13 min-w-0 lg:min-h-10.5 items-center gap-2 overflow-x-auto border-0 px-gutter py-1 lg:flex-wrap print:hidden">
    <legend class="sr-only">{words.filters}</legend>
    <For each={SCOPE_FACETS}>
      {(facet) => (
        <Show when={props.filters.groups(facet).length > 0}>
          <ChipSelect
            label={words.facets[facet]}
            all={words.all[facet]}
            value={props.filters.chosen(facet)}
            groups={props.filters.groups(facet)}
            onChoose={(value) => props.address.narrow(facet, value)}
          />
        </Show>
      )}
    </For>
    <Show when={props.address.isFiltered() && !props.isEmpty}>
      <Button kind="text" class="shrink-0" onClick={() => props.address.clear()}>
        {words.clear}
      </Button>
    </Show>
  </fieldset>
);

/** Whoever may see less than others is told that his figures are his own. */
export const OwnFigures: Component<{ readonly filters: Filters }> = (props) => (
  <>
    <Show when={props.filters.untold()}>{(name) => <Banner>{words.untoldAsked(name())}</Banner>}</Show>
    <Show
      when={props.filters.unreadAsked()}
      fallback={
        <Show when={props.filters.remark()}>{(remark) => <p class="m-0 pb-2 text-meta text-ink-3">{remark()}</p>}</Show>
      }
    >
      {(territory) => <Banner>{words.unreadAsked(territory())}</Banner>}
    </Show>
  </>
);
