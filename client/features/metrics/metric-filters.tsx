import { type Component, Show } from 'solid-js';
import type { MemberId, OrgState, TerritoryId } from '#rules';
import { useMe, useOrg } from '../../app/data-context.tsx';
import type { MetricFilter } from '../../data/metric-contract.ts';
import { metrics as words } from '../../locales/zh-CN/metrics.ts';
import { Button } from '../../ui/button.tsx';
import { ChipSelect } from '../../ui/chip-select.tsx';
import type { SelectOption } from '../../ui/field.tsx';
import { peopleLedBy } from './led-people.ts';

export const FILTERS = ['territory', 'team', 'store', 'person'] as const;
type FilterName = (typeof FILTERS)[number];

const optionsOf = (org: OrgState, me: MemberId): Readonly<Record<FilterName, readonly SelectOption[]>> => {
  const led = peopleLedBy(org, me);
  const own = org.members[me]?.territories ?? [];
  // Of a territory whose records do not come here every number would be of nobody.
  const isHere = (id: TerritoryId): boolean => own.length === 0 || own.includes(id);
  const places = new Set(led.flatMap(({ territories }) => territories).filter(isHere));
  const heads = new Set(led.flatMap(({ manager }) => manager ?? []));
  const listed = (items: readonly { readonly id: string; readonly name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  const teams = Object.values(org.members).filter(({ id }) => heads.has(id));
  return {
    territory: listed(org.territories.filter(({ id }) => places.has(id))),
    team: listed(teams.map(({ id, name }) => ({ id, name: words.filters.teamOf(name) }))),
    store: listed(org.stores.filter(({ territory }) => places.has(territory))),
    person: listed(led),
  };
};

/** Whose numbers: a filter with nothing to choose from is not there. */
export const MetricFilters: Component<{
  readonly filter: MetricFilter;
  readonly onFilter: (name: FilterName, value: string) => void;
  readonly onClear: () => void;
}> = (props) => {
  const org = useOrg();
  const me = useMe();
  const options = () => {
    const now = org();
    const member = me.member();
    return now === undefined || member === null ? null : optionsOf(now, member as MemberId);
  };
  return (
    <Show when={options()}>
      {(all) => (
        <fieldset class="m-0 flex min-w-0 flex-wrap items-center gap-2 border-0 p-0">
          <legend class="sr-only">{words.filters.label}</legend>
          {FILTERS.map((name) => (
            <Show when={all()[name].length > 1 || props.filter[name]}>
              <ChipSelect
                label={words.filters[name]}
                all={words.filters.all[name]}
                value={props.filter[name] ?? ''}
                groups={[{ label: null, options: all()[name] }]}
                onChoose={(value) => props.onFilter(name, value)}
              />
            </Show>
          ))}
          <Show when={FILTERS.some((name) => props.filter[name])}>
            <Button kind="text" onClick={() => props.onClear()}>
              {words.filters.clear}
            </Button>
          </Show>
        </fieldset>
      )}
    </Show>
  );
};
