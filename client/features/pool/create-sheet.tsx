import { type Component, createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { ADMINISTERING_ROLES, type Command, type CustomerId, worksIn } from '#rules';
import { useData, useMe, useOrg } from '../../app/data-context.tsx';
import { NamesakeLine } from '../../app/namesake.tsx';
import { PATHS } from '../../app/navigation.ts';
import { pool as words } from '../../locales/zh-CN/pool.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { CheckRow, SelectField, TextField } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { FieldInput } from '../../views/field-input.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';
import { formFields, formProblems, profileOf } from './create-form.ts';
import { createTwin } from './create-twin.ts';

interface Form {
  name: string;
  territory: string;
  isPrivate: boolean;
  person: string;
  phone: string;
}

/** Who has no territory is given one by his leader; where the company has none, whoever administers it makes one. */
const NoTerritory: Component = () => {
  const me = useMe();
  const administers = (): boolean => {
    const role = me.role();
    return role !== null && ADMINISTERING_ROLES.has(role);
  };
  return (
    <p role="alert" class="m-0 text-red-text">
      <Show when={administers()} fallback={words.form.noTerritory}>
        {words.form.noTerritories}
        <a class="font-semibold underline underline-offset-2" href={PATHS.team}>
          {words.form.toTeam}
        </a>
      </Show>
    </p>
  );
};

/** A new customer: name and territory, the rest when there is time. Its first opportunity is made silently (R102). */
export const CreateSheet: Component<{
  /** Not while he looks at whoever has the name already; what was typed is kept. */
  readonly isShown: boolean;
  readonly onClose: () => void;
  readonly onMade: (id: CustomerId) => void;
}> = (props) => {
  const data = useData();
  const org = useOrg();
  const me = useMe();
  const toast = useToast();
  const id = data.newId() as CustomerId;
  const [problem, setProblem] = createSignal<string | null>(null);
  const [form, setForm] = createStore<Form>({
    name: '',
    territory: '',
    isPrivate: false,
    person: '',
    phone: '',
  });
  const [drafts, setDrafts] = createStore<Record<string, string>>({});
  const [wasSent, setWasSent] = createSignal(false);
  const fields = createMemo(() => {
    const process = org()?.process;
    return process === undefined ? [] : formFields(process, drafts);
  });
  const problems = createMemo(() => formProblems(fields(), drafts));
  const problemOf = (field: string): string | null => (wasSent() ? (problems()[field] ?? null) : null);
  const territories = createMemo(() => {
    const self = org()?.members[me.member() ?? ''];
    return (org()?.territories ?? [])
      .filter((territory) => self && worksIn(self, territory.id))
      .map((territory) => ({ value: territory.id as string, label: territory.name }));
  });
  const territory = () => form.territory || territories()[0]?.value || '';
  const twin = createTwin(() => form.name);
  const warning = createMemo((): JSX.Element => {
    const found = twin.found();
    return found === undefined ? null : <NamesakeLine of={found} />;
  });

  const command = (): Command => ({
    type: form.isPrivate ? 'createPrivateCustomer' : 'customerCreated',
    subject: id,
    payload: {
      territory: territory(),
      owner: me.member() ?? '',
      profile: profileOf(form.name.trim(), fields(), drafts),
      opportunity: {
        opportunity: `${id}-1`,
        name: form.name.trim(),
        stage: org()?.process.stages[0]?.id ?? '',
      },
    },
  });
  const saveContact = async (): Promise<void> => {
    if (form.phone.trim() === '') return;
    const payload = { person: data.newId(), name: form.person.trim() || form.name.trim(), phone: form.phone.trim() };
    await data.run({ type: 'contactSaved', subject: id, payload });
  };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (form.name.trim() === '') {
      setProblem(words.form.nameMissing);
      return;
    }
    setProblem(null);
    setWasSent(true);
    // The line in the place of the choice says it already, and the name is not at fault.
    if (territory() === '') return;
    if (Object.keys(problems()).length > 0) {
      queueMicrotask(() => document.querySelector<HTMLElement>('[role=dialog] [aria-invalid=true]')?.focus());
      return;
    }
    if (!(await twin.mayBeSaved())) return;
    const wrong = outcomeWords(await data.run(command()));
    setProblem(wrong);
    if (wrong !== null) return;
    await saveContact();
    toast.show({ text: words.form.saved });
    props.onMade(id);
  };
  return (
    <Sheet
      open={props.isShown}
      onClose={() => props.onClose()}
      title={words.form.title}
      closeLabel={words.close}
      height="full"
      foot={
        <Button kind="primary" wide={true} type="submit" form="create-customer">
          {twin.isWarned() ? words.form.saveAnyway : words.form.save}
        </Button>
      }
    >
      <form
        id="create-customer"
        class="flex flex-col gap-4 pb-4"
        novalidate={true}
        onSubmit={(event) => void save(event)}
      >
        <TextField
          label={words.form.name}
          value={form.name}
          error={problem()}
          warning={warning()}
          autocomplete="off"
          onText={(text) => setForm('name', text)}
        />
        <Show when={territories().length > 0} fallback={<NoTerritory />}>
          <SelectField
            label={words.form.territory}
            value={territory()}
            options={territories()}
            onChoose={(value) => setForm('territory', value)}
          />
        </Show>
        <For each={fields().map(({ look }) => look.id)}>
          {(field) => (
            <Show when={fields().find(({ look }) => look.id === field)}>
              {(asked) => (
                <FieldInput
                  look={asked().look}
                  draft={drafts[field] ?? ''}
                  error={problemOf(field)}
                  optionalWord={asked().isRequired ? undefined : words.form.optional}
                  onDraft={(draft) => setDrafts(field, draft)}
                />
              )}
            </Show>
          )}
        </For>
        <TextField
          label={words.form.person}
          optionalWord={words.form.optional}
          value={form.person}
          onText={(text) => setForm('person', text)}
        />
        <TextField
          label={words.form.phone}
          type="tel"
          optionalWord={words.form.optional}
          hint={words.form.phoneHint}
          value={form.phone}
          onText={(text) => setForm('phone', text)}
        />
        <CheckRow
          label={words.form.private}
          hint={words.form.privateHint}
          checked={form.isPrivate}
          onChange={(isPrivate) => setForm('isPrivate', isPrivate)}
        />
      </form>
    </Sheet>
  );
};
