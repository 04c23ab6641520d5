import { type Component, createSignal, For, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { CommandPayload, LeadId } from '#rules';
import { useData, useNow, useOrg } from '../../app/data-context.tsx';
import type { CommandOutcome } from '../../data/contract.ts';
import { leads } from '../../locales/zh-CN/leads.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createDraft } from '../../views/create-draft.ts';
import { outcomeWords, refusalsByField } from '../../views/refusal-words.ts';

const words = leads.add;
const ATTRIBUTES = ['industry', 'level', 'city', 'product', 'decisionMakerTitle'] as const;
const FIELDS = ['name', 'source', 'campaign', ...ATTRIBUTES, 'remark'] as const;
type Field = (typeof FIELDS)[number];

const payloadOf = (
  form: Readonly<Record<Field, string>>,
  territory: string,
  nowMs: number,
): CommandPayload<'leadRecorded'> => {
  const given = (field: Field): string | undefined => form[field].trim() || undefined;
  const attributes: Partial<Record<(typeof ATTRIBUTES)[number], string>> = {};
  for (const field of ATTRIBUTES) {
    const value = given(field);
    if (value !== undefined) attributes[field] = value;
  }
  const [campaign, remark] = [given('campaign'), given('remark')];
  return {
    ...{ name: form.name.trim(), source: form.source.trim(), receivedAtMs: nowMs, attributes },
    ...(campaign === undefined ? {} : { campaign }),
    ...(remark === undefined ? {} : { remark }),
    ...(territory === '' ? {} : { territory }),
  };
};

/** One lead by hand: company and source, the rest when it is known. */
export const AddSheet: Component<{ readonly onClose: () => void }> = (props) => {
  const data = useData();
  const org = useOrg();
  const now = useNow();
  const toast = useToast();
  const id = data.newId() as LeadId;
  const [territory, setTerritory] = createSignal('');
  const [outcome, setOutcome] = createSignal<CommandOutcome | null>(null);
  const [form, setForm] = createStore(Object.fromEntries(FIELDS.map((field) => [field, ''])) as Record<Field, string>);
  // With all that was typed: a remark alone would stand below the name of the next lead.
  const draft = createDraft({
    data,
    key: 'lead-recorded',
    content: () => form,
    restore: (kept) => setForm(kept as Partial<Record<Field, string>>),
  });
  const errors = () => {
    const judged = outcome();
    return judged === null ? {} : refusalsByField(judged);
  };
  const isAtField = (field: string): boolean => (FIELDS as readonly string[]).includes(field);
  const problem = (): string | null => {
    const judged = outcome();
    if (judged === null || Object.keys(errors()).some(isAtField)) return null;
    return outcomeWords(judged);
  };
  const save = async (): Promise<void> => {
    const result = await data.run({
      type: 'leadRecorded',
      subject: id,
      payload: payloadOf(form, territory(), Math.floor(now())),
    });
    setOutcome(result);
    if (result.kind !== 'saved') return;
    void draft.drop();
    toast.show({ text: words.saved });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.title}
      closeLabel={leads.close}
      height="full"
      foot={
        <Button kind="primary" wide={true} onClick={() => void save()}>
          {words.save}
        </Button>
      }
    >
      <div class="flex flex-col gap-4 pb-4">
        <Show when={problem()}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <For each={FIELDS.slice(0, 3)}>
          {(field) => (
            <TextField
              label={words[field]}
              value={form[field]}
              error={errors()[field]}
              optionalWord={field === 'campaign' ? words.optional : undefined}
              onText={(text) => setForm(field, text)}
            />
          )}
        </For>
        <SelectField
          label={words.territory}
          optionalWord={words.optional}
          placeholder={words.anyTerritory}
          value={territory()}
          options={(org()?.territories ?? []).map((one) => ({ value: one.id, label: one.name }))}
          onChoose={setTerritory}
        />
        <For each={ATTRIBUTES}>
          {(field) => (
            <TextField
              label={words[field]}
              value={form[field]}
              error={errors()[field]}
              optionalWord={words.optional}
              onText={(text) => setForm(field, text)}
            />
          )}
        </For>
        <TextArea
          label={words.remark}
          hint={words.remarkHint}
          optionalWord={words.optional}
          value={form.remark}
          error={errors()['remark']}
          onText={(text) => setForm('remark', text)}
        />
      </div>
    </Sheet>
  );
};
