import { type Component, For, Show } from 'solid-js';
import { Chip } from '../ui/chip.tsx';
import { ProblemLine } from '../ui/problem.tsx';
import type { FieldLook } from './field-look.ts';
import { draftedTags, withTag } from './field-values.ts';

/** A field of several options: each is put on and taken off with one tap; one that has left the list can only go. */
export const TagsInput: Component<{
  readonly look: FieldLook;
  readonly draft: string;
  readonly error: string | null;
  readonly optionalWord: string | undefined;
  readonly onDraft: (draft: string) => void;
}> = (props) => {
  const chosen = () => draftedTags(props.draft);
  const gone = () => chosen().filter((tag) => !props.look.options.some(({ id }) => id === tag));
  const offered = () => [...props.look.options, ...gone().map((id) => ({ id, name: id }))];
  return (
    <fieldset class="m-0 flex min-w-0 flex-col gap-1.5 border-0 p-0" aria-invalid={props.error !== null}>
      <legend class="mb-1.5 p-0 text-second text-ink-2">
        {props.look.name}
        <Show when={props.optionalWord}>{(word) => <span class="ml-1.5 text-ink-3">{word()}</span>}</Show>
      </legend>
      <div class="flex flex-wrap gap-2">
        <For each={offered()}>
          {({ id, name }) => (
            <Chip look="choice" pressed={chosen().includes(id)} onPress={() => props.onDraft(withTag(props.draft, id))}>
              {name}
            </Chip>
          )}
        </For>
      </div>
      <ProblemLine text={props.error} />
    </fieldset>
  );
};
