import { type Component, Show } from 'solid-js';
import type { MemberState, OrgState, PayloadOf, Role } from '#rules';
import { team as words } from '../../locales/zh-CN/team.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { storesFor } from './people.ts';

/** 职务 and 门店 of somebody, '' = none. */
export interface Work {
  readonly title: string;
  readonly store: string;
}

/** What goes along with an invitation. */
export const given = ({ title, store }: Work): Pick<PayloadOf<'memberInvited'>, 'title' | 'store'> => ({
  ...(title === '' ? {} : { title }),
  ...(store === '' ? {} : { store }),
});

/** What of it is another one now; `null` clears. */
export const changed = (
  before: Pick<MemberState, 'title' | 'store'>,
  { title, store }: Work,
): Pick<PayloadOf<'memberChanged'>, 'title' | 'store'> => ({
  ...(title === (before.title ?? '') ? {} : { title: title === '' ? null : title }),
  ...(store === (before.store ?? '') ? {} : { store: store === '' ? null : store }),
});

/** What somebody is called at work, and the store he works in, where there are any in his territories (R7, R39). */
export const WorkFields: Component<{
  readonly org: OrgState;
  readonly role: Role;
  readonly territories: readonly string[];
  readonly work: Work;
  readonly onChange: (part: Partial<Work>) => void;
}> = (props) => {
  const stores = () => storesFor(props.org, props);
  return (
    <>
      <TextField
        label={words.form.title}
        optionalWord={words.form.optional}
        hint={words.form.titleHint}
        value={props.work.title}
        maxLength={40}
        onText={(title) => props.onChange({ title })}
      />
      <Show when={stores().length > 0}>
        <SelectField
          label={words.form.store}
          value={stores().some(({ id }) => id === props.work.store) ? props.work.store : ''}
          placeholder={words.form.noStore}
          options={stores().map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={(store) => props.onChange({ store })}
        />
      </Show>
    </>
  );
};
