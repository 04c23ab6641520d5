import { useSearchParams } from '@solidjs/router';
import { type Component, createSignal, For, onMount, type ParentProps, Show } from 'solid-js';
import { isNoChange, isTagChange, type OpportunityState, type PatchableField } from '#rules';
import { useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerFields as words } from '../../../locales/zh-CN/customer-fields.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Pencil } from '../../../ui/icons.ts';
import { Card, SectionTitle } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { FieldInput } from '../../../views/field-input.tsx';
import { draftOf, patchTo, readDraft, valueWords } from '../../../views/field-values.ts';
import { createAct } from '../create-act.ts';
import { DEAL_FIELDS, heldFields, isHeldByOpportunity, ownFields, PROFILE_FIELDS, placeOf } from '../field-places.ts';
import { FilesList } from '../files/files-list.tsx';
import { useFieldLook } from '../use-names.ts';
import { ConflictChooser } from './conflict-chooser.tsx';

interface RowProps {
  readonly customer: CustomerAnswer;
  readonly opportunity: OpportunityState | null;
  readonly field: PatchableField;
}

const Editor: Component<RowProps & { readonly isAsked: boolean; readonly onDone: () => void }> = (props) => {
  let form: HTMLFormElement | undefined;
  const toast = useToast();
  const act = createAct();
  const lookOf = useFieldLook();
  const look = () => lookOf(props.field);
  const place = () => placeOf(props.customer.state, props.opportunity, props.field);
  const shown = () => place().state?.leaves[0]?.value ?? null;
  const opened = shown();
  const [draft, setDraft] = createSignal(draftOf(look(), opened));
  const [bad, setBad] = createSignal<string | null>(null);
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const read = readDraft(look(), draft());
    setBad(read.kind === 'bad' ? read.problem : null);
    if (read.kind === 'bad') return;
    const wanted = read.kind === 'value' ? read.value : null;
    const value = patchTo(look(), opened, wanted);
    const { opportunity } = place();
    const { name } = look();
    if (isTagChange(value) ? isNoChange(value) : value === shown()) {
      props.onDone();
      return;
    }
    const saved = await act.run({
      type: 'fieldPatched',
      subject: props.customer.state.id,
      payload: { field: props.field, value, ...(opportunity === null ? {} : { opportunity }) },
    });
    if (saved === null) return;
    toast.show({ text: words.saved(name) });
    props.onDone();
  };
  onMount(() => {
    if (props.isAsked) form?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  });
  return (
    <form
      ref={form}
      class="flex flex-col gap-2 border-b border-line py-3 last:border-0"
      novalidate={true}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => event.key === 'Escape' && props.onDone()}
    >
      <FieldInput
        look={look()}
        draft={draft()}
        error={bad() ?? act.errorOf(props.field) ?? act.problem(props.field)}
        onDraft={setDraft}
      />
      <div class="flex gap-2">
        <Button kind="outline" type="submit">
          {words.save}
        </Button>
        <Button kind="plain" onClick={() => props.onDone()}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
};

const FieldRow: Component<RowProps> = (props) => {
  const now = useNow();
  const lookOf = useFieldLook();
  const look = () => lookOf(props.field);
  const [search, setSearch] = useSearchParams<{ field: string }>();
  /** A link may ask for one field: it opens where it is filled in (R27). */
  const isAsked = () => search.field === props.field && props.customer.mayEdit && !look().isRetired;
  const [isEditing, setIsEditing] = createSignal(isAsked());
  const close = (): void => {
    setIsEditing(false);
    if (isAsked()) setSearch({ field: null }, { replace: true });
  };
  const place = () => placeOf(props.customer.state, props.opportunity, props.field);
  const value = () => place().state?.leaves[0]?.value ?? null;
  const emptyWords = () =>
    props.opportunity === null && isHeldByOpportunity(props.customer.state, props.field)
      ? words.onOpportunity
      : words.empty;
  const isUnsynced = () => place().state?.leaves[0]?.standing === 'local';
  const conflict = () => {
    const { state, opportunity } = place();
    return state !== null && state.leaves.length > 1 ? { state, opportunity } : null;
  };
  return (
    <Show
      when={conflict()}
      fallback={
        <Show
          when={isEditing()}
          fallback={
            <div class="flex min-h-11 items-center gap-3 border-b border-line py-1.5 last:border-0">
              <span class="w-24 shrink-0 text-second text-ink-3">{look().name}</span>
              <span class={`min-w-0 flex-1 text-item break-words ${value() === null ? 'text-ink-3' : 'text-ink'}`}>
                {value() === null ? emptyWords() : valueWords(look(), value(), now())}
                <Show when={isUnsynced()}>
                  {' '}
                  <Tag tone="brand">{words.unsynced}</Tag>
                </Show>
              </span>
              <Show when={props.customer.mayEdit && !look().isRetired}>
                <IconButton quiet={true} label={words.edit(look().name)} onClick={() => setIsEditing(true)}>
                  <Pencil size={17} />
                </IconButton>
              </Show>
            </div>
          }
        >
          <Editor {...props} isAsked={isAsked()} onDone={close} />
        </Show>
      }
    >
      {(two) => (
        <div class="py-2.5">
          <ConflictChooser
            customer={props.customer}
            field={props.field}
            opportunity={two().opportunity}
            state={two().state}
          />
        </div>
      )}
    </Show>
  );
};

const Group: Component<ParentProps<{ readonly title: string }>> = (props) => (
  <section aria-label={props.title}>
    <SectionTitle>{props.title}</SectionTitle>
    <Card>
      <div class="-my-2">{props.children}</div>
    </Card>
  </section>
);

/** 资料: fields of the customer and of each opportunity, edited in place; two values for one field are settled here. */
export const ProfilePanel: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const org = useOrg();
  const own = (of: 'customer' | 'opportunity', fields: CustomerAnswer['state']['fields']) =>
    ownFields(org()?.process, of, fields);
  const grade = () => props.customer.state.created.payload.profile.formerGrade;
  return (
    <div class="flex flex-col gap-5">
      <Group title={words.customer}>
        <For each={[...PROFILE_FIELDS, ...own('customer', props.customer.state.fields)]}>
          {(field) => <FieldRow customer={props.customer} opportunity={null} field={field} />}
        </For>
        <Show when={grade()}>
          {(shown) => (
            <div class="flex min-h-11 items-center gap-3 py-1.5">
              <span class="w-24 shrink-0 text-second text-ink-3">{words.formerGrade}</span>
              <span class="text-item">{shown()}</span>
            </div>
          )}
        </Show>
      </Group>
      <For each={props.customer.state.opportunities}>
        {(opportunity) => (
          <Group title={words.opportunity(opportunity.name)}>
            <For each={[...heldFields(opportunity), ...DEAL_FIELDS, ...own('opportunity', opportunity.fields)]}>
              {(field) => <FieldRow customer={props.customer} opportunity={opportunity} field={field} />}
            </For>
          </Group>
        )}
      </For>
      <FilesList customer={props.customer} />
    </div>
  );
};
