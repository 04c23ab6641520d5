import { type Component, For, type JSX, Show } from 'solid-js';
import type { PayloadOf, PersonContact } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import { customerContacts as words } from '../../../locales/zh-CN/customer-contacts.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Phone, Users } from '../../../ui/icons.ts';
import { dialled } from '../../../views/dialled.ts';
import { usePeople } from '../people/use-people.ts';

type Contact = PayloadOf<'contactSaved'>;

const Way: Component<{ readonly term: string; readonly children: JSX.Element }> = (props) => (
  <div class="flex min-h-9 items-center justify-between gap-4">
    <dt class="shrink-0 text-second text-ink-3">{props.term}</dt>
    <dd class="m-0 min-w-0 text-right text-item break-words text-ink">{props.children}</dd>
  </div>
);

/** Ways to reach a person; the phone is dialled by a tap. */
const Ways: Component<{ readonly contact: Contact }> = (props) => (
  <dl class="m-0">
    <Show when={props.contact.phone}>
      {(phone) => (
        <Way term={words.fields.phone}>
          <a
            href={`tel:${dialled(phone())}`}
            aria-label={`${words.call(props.contact.name)} ${phone()}`}
            class="hit inline-flex min-h-9 items-center gap-2 text-brand-text"
          >
            <Phone size={16} />
            {phone()}
          </a>
        </Way>
      )}
    </Show>
    <Show when={props.contact.wechat}>{(wechat) => <Way term={words.fields.wechat}>{wechat()}</Way>}</Show>
    <Show when={props.contact.email}>
      {(email) => (
        <Way term={words.fields.email}>
          <a
            href={`mailto:${email()}`}
            aria-label={`${words.mail(props.contact.name)} ${email()}`}
            class="hit inline-flex min-h-9 items-center text-brand-text"
          >
            {email()}
          </a>
        </Way>
      )}
    </Show>
    <Show when={props.contact.address}>{(address) => <Way term={words.fields.address}>{address()}</Way>}</Show>
  </dl>
);

const Name: Component<{ readonly contact: Contact; readonly isLocal: boolean }> = (props) => (
  <p class="m-0 flex min-w-0 flex-wrap items-center gap-2">
    <span class="text-card font-semibold text-ink">{props.contact.name}</span>
    <Show when={props.contact.title}>
      <span class="text-second text-ink-2">{props.contact.title}</span>
    </Show>
    <Show when={props.isLocal}>
      <Tag tone="brand">{words.unsynced}</Tag>
    </Show>
  </p>
);

export interface PersonActs {
  readonly onEdit: (contact: Contact) => void;
  readonly onRemove: (contact: Contact) => void;
  readonly onUse: (contact: Contact) => void;
}

/** Two people wrote it down apart: both stand side by side, one tap settles it. */
const TwoVersions: Component<PersonActs & { readonly leaves: PersonContact['leaves']; readonly mayEdit: boolean }> = (
  props,
) => {
  const now = useNow();
  const people = usePeople();
  return (
    <div class="flex flex-col gap-3">
      <p class="m-0 flex items-center gap-2 text-second font-semibold text-ink-2">
        <Users size={16} class="shrink-0" />
        {words.twice}
      </p>
      <div class="grid gap-2 sm:grid-cols-2">
        <For each={props.leaves}>
          {(leaf) => (
            <div class="flex flex-col gap-1 rounded-inner border border-line-2 p-3">
              <Name contact={leaf.payload} isLocal={leaf.standing === 'local'} />
              <p class="m-0 text-second text-ink-3">{words.by(people(leaf.author), dayAndTime(leaf.t, now()))}</p>
              <Show when={leaf.payload.removed} fallback={<Ways contact={leaf.payload} />}>
                <p class="m-0 text-body text-ink-2">{words.removedHere}</p>
              </Show>
              <Show when={props.mayEdit}>
                <Button
                  kind="outline"
                  class="mt-auto"
                  aria-label={words.useWhose(people(leaf.author))}
                  onClick={() => props.onUse(leaf.payload)}
                >
                  {words.use}
                </Button>
              </Show>
            </div>
          )}
        </For>
      </div>
    </div>
  );
};

/** One person of the customer. */
export const PersonCard: Component<PersonActs & { readonly contact: PersonContact; readonly mayEdit: boolean }> = (
  props,
) => {
  const shown = () => props.contact.leaves[0];
  return (
    <li class="border-b border-line px-4 py-3 last:border-0">
      <Show
        when={props.contact.leaves.length < 2}
        fallback={<TwoVersions {...props} leaves={props.contact.leaves} mayEdit={props.mayEdit} />}
      >
        <Show when={shown()}>
          {(leaf) => (
            <>
              <Name contact={leaf().payload} isLocal={leaf().standing === 'local'} />
              <Ways contact={leaf().payload} />
              <Show when={props.mayEdit}>
                <div class="-mb-2 -ml-2 flex">
                  <Button
                    kind="text"
                    aria-label={words.editWho(leaf().payload.name)}
                    onClick={() => props.onEdit(leaf().payload)}
                  >
                    {words.edit}
                  </Button>
                  <Button
                    kind="text"
                    aria-label={words.removeWho(leaf().payload.name)}
                    onClick={() => props.onRemove(leaf().payload)}
                  >
                    {words.remove}
                  </Button>
                </div>
              </Show>
            </>
          )}
        </Show>
      </Show>
    </li>
  );
};
