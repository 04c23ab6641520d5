import { type Component, createMemo, For, type JSX, Show } from 'solid-js';
import { isOnLeave, type MemberState, type OrgState } from '#rules';
import { useMe, useNow } from '../../app/data-context.tsx';
import { roleNames } from '../../locales/zh-CN/roles.ts';
import { team as words } from '../../locales/zh-CN/team.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Tag } from '../../ui/badge.tsx';
import { TextField } from '../../ui/field.tsx';
import { Users } from '../../ui/icons.ts';
import { Card, EmptyState, ListRow, SectionTitle } from '../../ui/list.tsx';
import { isPending, peopleInOrder, placesOf } from './people.ts';
import { createPeopleSearch } from './people-search.ts';

/** So many are found by looking; of more a name is typed. */
const FOUND_BY_EYE = 12;

const PersonRow: Component<{ readonly org: OrgState; readonly person: MemberState; readonly onPress: () => void }> = (
  props,
) => {
  const me = useMe();
  const now = useNow();
  const manager = () => (props.person.manager === null ? undefined : props.org.members[props.person.manager]);
  return (
    <ListRow
      lead={<Avatar name={props.person.name} size={32} />}
      title={
        <>
          <span class="name-whole truncate">{props.person.name}</span>
          <Show when={props.person.id === me.member()}>
            <Tag>{words.you}</Tag>
          </Show>
          <Show when={isPending(props.person)}>
            <Tag tone="brand">{words.pending}</Tag>
          </Show>
          <Show when={isOnLeave(props.person, now())}>
            <Tag>{words.onLeave}</Tag>
          </Show>
        </>
      }
      line={<span class="truncate">{placesOf(props.org, props.person)}</span>}
      right={roleNames[props.person.role]}
      rightLine={<Show when={manager()}>{(leader) => <>{words.managedBy(leader().name)}</>}</Show>}
      onPress={() => props.onPress()}
    />
  );
};

interface PeopleProps {
  readonly org: OrgState;
  readonly onOpen: (person: MemberState) => void;
}

const People: Component<PeopleProps & { readonly title: string; readonly people: readonly MemberState[] }> = (
  props,
) => (
  <Show when={props.people.length > 0}>
    <section aria-label={props.title}>
      <SectionTitle>{props.title}</SectionTitle>
      <Card flush={true}>
        <For each={props.people}>
          {(person) => <PersonRow org={props.org} person={person} onPress={() => props.onOpen(person)} />}
        </For>
      </Card>
    </section>
  </Show>
);

/**
 * Who is here, and after what the company is made of who is not any more. In a company of many a name is typed, and
 * then those who have it are all that stands here.
 */
export const PeopleList: Component<PeopleProps & { readonly children: JSX.Element }> = (props) => {
  const active = createMemo(() => peopleInOrder(props.org, true));
  const inactive = createMemo(() => peopleInOrder(props.org, false));
  const search = createPeopleSearch(() => [...active(), ...inactive()]);
  const found = (isActive: boolean) => search.found()?.filter((person) => person.active === isActive);
  return (
    <>
      <Show when={active().length + inactive().length > FOUND_BY_EYE}>
        <TextField
          label={words.searchLabel}
          hideLabel={true}
          type="search"
          data-search
          placeholder={words.search}
          autocomplete="off"
          value={search.typed()}
          onText={search.type}
        />
      </Show>
      <Show when={search.found()?.length === 0}>
        <EmptyState icon={<Users size={26} />} title={words.nobody} line={words.nobodyLine} />
      </Show>
      <People {...props} title={words.list} people={found(true) ?? active()} />
      <Show when={search.found() === null}>{props.children}</Show>
      <People {...props} title={words.inactive} people={found(false) ?? inactive()} />
    </>
  );
};
