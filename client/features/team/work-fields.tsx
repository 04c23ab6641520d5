import { type Component, Show } from 'solid-js';
import { type MemberState, type OrgState, type PayloadOf, type Role, SHANGHAI_MINUTES } from '#rules';
import { team as words } from '../../locales/zh-CN/team.ts';
import { DateField } from '../../ui/date-field.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { storesFor } from './people.ts';

/** 职务 and 门店 of somebody, '' = none. */
export interface Work {
  readonly title: string;
  readonly store: string;
  /** ms; null = not said. */
  readonly hiredAt: number | null;
}

type Said = Pick<PayloadOf<'memberInvited'>, 'title' | 'store' | 'hiredAtMs'>;
/** What goes along with an invitation. */
export const given = ({ title, store, hiredAt }: Work): Pick<PayloadOf<'memberInvited'>, keyof Said> => ({
  ...(title === '' ? {} : { title }),
  ...(store === '' ? {} : { store }),
  ...(hiredAt === null ? {} : { hiredAtMs: hiredAt }),
});

/** What of it is another one now; `null` clears. */
export const changed = (
  before: Pick<MemberState, 'title' | 'store' | 'hiredAt'>,
  { title, store, hiredAt }: Work,
): Pick<PayloadOf<'memberChanged'>, keyof Said> => ({
  ...(title === (before.title ?? '') ? {} : { title: title === '' ? null : title }),
  ...(store === (before.store ?? '') ? {} : { store: store === '' ? null : store }),
  ...(hiredAt === before.hiredAt ? {} : { hiredAtMs: hiredAt }),
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
      <DateField
        label={words.form.hiredAt}
        only="date"
        optionalWord={words.form.optional}
        hint={words.form.hiredAtHint}
        atMs={props.work.hiredAt}
        offsetMinutes={SHANGHAI_MINUTES}
        onChange={(hiredAt) => props.onChange({ hiredAt })}
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
