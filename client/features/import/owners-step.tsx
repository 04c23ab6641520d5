import { type Component, For } from 'solid-js';
import { PATHS } from '../../app/navigation.ts';
import { importing as words } from '../../locales/zh-CN/import.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { SectionTitle } from '../../ui/list.tsx';
import type { MissingOwner } from './model.ts';

/** Names in the file that are nobody's here: give each a colleague, or leave the customers unowned. */
export const OwnersStep: Component<{
  readonly missing: readonly MissingOwner[];
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: Readonly<Record<string, string>>;
  readonly onChoose: (name: string, member: string) => void;
}> = (props) => (
  <section>
    <SectionTitle>{words.owners.title}</SectionTitle>
    <p class="mt-0 mb-3 text-body text-ink-2">{words.owners.line}</p>
    <div class="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      <For each={props.missing}>
        {(owner) => (
          <SelectField
            label={words.owners.of(owner.name, owner.rows)}
            value={props.chosen[owner.name] ?? ''}
            placeholder={words.owners.nobody}
            options={props.colleagues.map(({ id, name }) => ({ value: id, label: name }))}
            onChoose={(member) => props.onChoose(owner.name, member)}
          />
        )}
      </For>
    </div>
    <ButtonLink kind="text" href={PATHS.team} class="mt-1 -ml-2">
      {words.owners.invite}
    </ButtonLink>
  </section>
);
