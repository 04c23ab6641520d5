import { type Component, createSignal, For, Show } from 'solid-js';
import { type OrgState, type StoreState, territoryName } from '#rules';
import { team as words } from '../../locales/zh-CN/team.ts';
import { Button } from '../../ui/button.tsx';
import { Pencil, Plus } from '../../ui/icons.ts';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';
import { StoreSheet } from './store-sheet.tsx';

/** 门店 with their territories (R39): owner and admins add and rename them, others read. */
export const StoresSection: Component<{ readonly org: OrgState; readonly mayEdit: boolean }> = (props) => {
  const [open, setOpen] = createSignal<{ readonly store: StoreState | null } | null>(null);
  const placeOf = ({ territory }: StoreState): string => territoryName(props.org, territory) ?? '';
  return (
    <Show when={props.mayEdit || props.org.stores.length > 0}>
      <section aria-label={words.stores}>
        <SectionTitle>{words.stores}</SectionTitle>
        <Show when={props.org.stores.length > 0} fallback={<p class="m-0 text-second text-ink-3">{words.noStores}</p>}>
          <Card flush={true}>
            <For each={props.org.stores}>
              {(store) => (
                <Show when={props.mayEdit} fallback={<ListRow title={store.name} bold={false} line={placeOf(store)} />}>
                  <ListRow
                    title={store.name}
                    bold={false}
                    line={placeOf(store)}
                    right={
                      <span class="inline-flex items-center gap-1.5">
                        <Pencil size={14} />
                        {words.renameTerritory}
                      </span>
                    }
                    onPress={() => setOpen({ store })}
                  />
                </Show>
              )}
            </For>
          </Card>
        </Show>
        <Show when={props.mayEdit}>
          <Button kind="text" icon={<Plus size={18} />} onClick={() => setOpen({ store: null })}>
            {words.addStore}
          </Button>
        </Show>
        <Show when={open()} keyed={true}>
          {({ store }) => (
            <StoreSheet territories={props.org.territories} store={store} onClose={() => setOpen(null)} />
          )}
        </Show>
      </section>
    </Show>
  );
};
