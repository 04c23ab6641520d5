import { type Component, createMemo, For, Match, Show, Switch } from 'solid-js';
import { useNow } from '../../app/data-context.tsx';
import type { InboxItem, NoticeItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Card, SectionTitle } from '../../ui/list.tsx';
import { InboxRow, NoticeRow } from './inbox-row.tsx';
import { type Group, groupOf } from './item-words.ts';

const GROUPS = Object.keys(words.groups) as Group[];

export interface Selection {
  readonly isOn: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}
interface GroupsProps {
  readonly items: readonly InboxItem[];
  readonly selection: Selection;
  readonly onOpen: (item: InboxItem) => void;
  readonly onSeen: (item: NoticeItem) => void;
}

/** 超期, 今天, 以后, 稍后再看: each in the order it is due. */
export const ItemGroups: Component<GroupsProps> = (props) => {
  const now = useNow();
  const groups = createMemo(() => {
    const byGroup = new Map<Group, InboxItem[]>(GROUPS.map((group) => [group, []]));
    for (const item of props.items) byGroup.get(groupOf(item, now()))?.push(item);
    return GROUPS.map((group) => ({ group, items: byGroup.get(group) ?? [] })).filter(({ items }) => items.length > 0);
  });
  return (
    <For each={groups()}>
      {({ group, items }) => (
        <section aria-label={words.groups[group]}>
          <SectionTitle aside={String(items.length)}>{words.groups[group]}</SectionTitle>
          <Card flush={true}>
            <For each={items}>
              {(item) => (
                <Switch
                  fallback={
                    <InboxRow
                      item={item}
                      selection={
                        props.selection.isOn
                          ? {
                              isChosen: props.selection.chosen.has(item.id),
                              toggle: () => props.selection.toggle(item.id),
                            }
                          : null
                      }
                      onOpen={() => props.onOpen(item)}
                    />
                  }
                >
                  <Match when={item.kind === 'notice' && item}>
                    {(notice) => <NoticeRow item={notice()} onSeen={() => props.onSeen(notice())} />}
                  </Match>
                </Switch>
              )}
            </For>
          </Card>
        </section>
      )}
    </For>
  );
};

/** 知会, newest first. */
export const NoticeList: Component<{
  readonly items: readonly InboxItem[];
  readonly onSeen: (item: NoticeItem) => void;
}> = (props) => (
  <Card flush={true} label={words.notices}>
    <For each={props.items}>
      {(item) => (
        <Show when={item.kind === 'notice' && item}>
          {(notice) => <NoticeRow item={notice()} onSeen={() => props.onSeen(notice())} />}
        </Show>
      )}
    </For>
  </Card>
);
