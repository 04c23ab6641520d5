import { type Component, createSignal, For, Show } from 'solid-js';
import type { Command, FieldState, FieldValue, PatchableField } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerFields as words } from '../../../locales/zh-CN/customer-fields.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { dayNear } from '../../../views/day-near.ts';
import { FieldInput } from '../../../views/field-input.tsx';
import { patchTo, readDraft, valueWords } from '../../../views/field-values.ts';
import { createAct } from '../create-act.ts';
import { useFieldLook, useNameOf } from '../use-names.ts';

/**
 * Two people changed the same field: both values side by side with author and time, no default. One tap settles
 * it; the rules cite every value that stands here, so nothing is chosen away unseen.
 */
export const ConflictChooser: Component<{
  readonly customer: CustomerAnswer;
  readonly field: PatchableField;
  readonly opportunity: string | null;
  readonly state: FieldState;
}> = (props) => {
  const now = useNow();
  const toast = useToast();
  const act = createAct();
  const [draft, setDraft] = createSignal<string | null>(null);
  const [bad, setBad] = createSignal<string | null>(null);
  const lookOf = useFieldLook();
  const look = () => lookOf(props.field);
  const name = () => look().name;
  const nameOf = useNameOf(() => props.customer);
  const people = () => [...new Set(props.state.leaves.map(({ author }) => nameOf(author)))].join(words.separator);
  const line = () =>
    props.state.leaves.length > 2
      ? words.conflict.lineMany(props.state.leaves.length, people(), name())
      : words.conflict.line(people(), name());

  const settle = async (wanted: FieldValue['value']): Promise<void> => {
    const value = patchTo(look(), props.state.leaves[0]?.value ?? null, wanted);
    const command: Command = {
      type: 'fieldPatched',
      subject: props.customer.state.id,
      payload: {
        field: props.field,
        value,
        ...(props.opportunity === null ? {} : { opportunity: props.opportunity }),
      },
    };
    const said = words.conflict.settled(name());
    if (await act.run(command)) toast.show({ text: said });
  };
  const writeNew = async (): Promise<void> => {
    const read = readDraft(look(), draft() ?? '');
    setBad(read.kind === 'bad' ? read.problem : read.kind === 'empty' ? words.empty : null);
    if (read.kind === 'value') await settle(read.value);
  };

  return (
    <fieldset class="m-0 min-w-0 rounded-inner border border-line-2 p-3.5">
      <legend class="sr-only">{`${name()}：${words.conflict.title}`}</legend>
      <p class="m-0 text-second text-ink-2">{line()}</p>
      <div class="mt-2.5 grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-2.5">
        <For each={props.state.leaves}>
          {(leaf) => {
            const shown = () => valueWords(look(), leaf.value, now());
            return (
              <div class="flex flex-col gap-1 rounded-inner border border-line-2 bg-surface p-3">
                <span class="text-card font-semibold break-words">{shown()}</span>
                <span class="flex items-center gap-1.5 text-second text-ink-2">
                  <Avatar name={nameOf(leaf.author)} size={20} />
                  {nameOf(leaf.author)}
                </span>
                <span class="text-meta text-ink-3">
                  {leaf.receivedAt === null
                    ? words.conflict.at(dayNear(leaf.t, now()))
                    : words.conflict.late(dayNear(leaf.t, now()))}
                </span>
                <Button
                  kind="outline"
                  wide={true}
                  class="mt-auto"
                  aria-label={words.conflict.useNamed(shown())}
                  onClick={() => void settle(leaf.value)}
                >
                  {words.conflict.use}
                </Button>
              </div>
            );
          }}
        </For>
      </div>
      <Show when={act.problem()}>
        {(said) => (
          <div class="mt-2.5">
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          </div>
        )}
      </Show>
      <Show
        when={draft() !== null}
        fallback={
          <div class="mt-1 flex flex-wrap items-center justify-between gap-x-3">
            <Button kind="text" class="-ml-2" onClick={() => setDraft('')}>
              {words.conflict.other}
            </Button>
            <span class="text-meta text-ink-3">{words.conflict.kept}</span>
          </div>
        }
      >
        <div class="mt-3 flex flex-col gap-2">
          <FieldInput look={look()} draft={draft() ?? ''} error={bad()} onDraft={setDraft} />
          <div class="flex gap-2">
            <Button kind="outline" onClick={() => void writeNew()}>
              {words.save}
            </Button>
            <Button kind="plain" onClick={() => setDraft(null)}>
              {words.cancel}
            </Button>
          </div>
        </div>
      </Show>
    </fieldset>
  );
};
