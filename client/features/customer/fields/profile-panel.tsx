import { type Component, createSignal, For, type ParentProps, Show } from 'solid-js';
import type { OpportunityState, PatchableField } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerFields as words } from '../../../locales/zh-CN/customer-fields.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Pencil } from '../../../ui/icons.ts';
import { Card, SectionTitle } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { fieldName } from '../../../views/refusal-words.ts';
import { createAct } from '../create-act.ts';
import { DEAL_FIELDS, draftOf, PROFILE_FIELDS, placeOf, readDraft, valueWords } from '../field-values.ts';
import { FilesList } from '../files/files-list.tsx';
import { ConflictChooser } from './conflict-chooser.tsx';
import { FieldInput } from './field-input.tsx';

interface RowProps {
  readonly customer: CustomerAnswer;
  readonly opportunity: OpportunityState | null;
  readonly field: PatchableField;
}

const Editor: Component<RowProps & { readonly onDone: () => void }> = (props) => {
  const toast = useToast();
  const act = createAct();
  const place = () => placeOf(props.customer.state, props.opportunity, props.field);
  const shown = () => place().state?.leaves[0]?.value ?? null;
  const [draft, setDraft] = createSignal(draftOf(props.field, shown()));
  const [bad, setBad] = createSignal<string | null>(null);
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const read = readDraft(props.field, draft());
    setBad(read.kind === 'bad' ? read.problem : null);
    if (read.kind === 'bad') return;
    const value = read.kind === 'value' ? read.value : null;
    const { opportunity } = place();
    const name = fieldName(props.field);
    if (value === shown()) {
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
  return (
    <form
      class="flex flex-col gap-2 border-b border-line py-3 last:border-0"
      novalidate={true}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => event.key === 'Escape' && props.onDone()}
    >
      <FieldInput
        field={props.field}
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
  const [isEditing, setIsEditing] = createSignal(false);
  const place = () => placeOf(props.customer.state, props.opportunity, props.field);
  const value = () => place().state?.leaves[0]?.value ?? null;
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
              <span class="w-24 shrink-0 text-second text-ink-3">{fieldName(props.field)}</span>
              <span class={`min-w-0 flex-1 text-item break-words ${value() === null ? 'text-ink-3' : 'text-ink'}`}>
                {value() === null ? words.empty : valueWords(props.field, value(), now())}
                <Show when={isUnsynced()}>
                  {' '}
                  <Tag tone="brand">{words.unsynced}</Tag>
                </Show>
              </span>
              <Show when={props.customer.mayEdit}>
                <IconButton quiet={true} label={words.edit(fieldName(props.field))} onClick={() => setIsEditing(true)}>
                  <Pencil size={17} />
                </IconButton>
              </Show>
            </div>
          }
        >
          <Editor {...props} onDone={() => setIsEditing(false)} />
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
  const grade = () => props.customer.state.created.payload.profile.formerGrade;
  return (
    <div class="flex flex-col gap-5">
      <Group title={words.customer}>
        <For each={PROFILE_FIELDS}>
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
            <For each={DEAL_FIELDS}>
              {(field) => <FieldRow customer={props.customer} opportunity={opportunity} field={field} />}
            </For>
          </Group>
        )}
      </For>
      <FilesList customer={props.customer} />
    </div>
  );
};
