import { type Component, createSignal, Show } from 'solid-js';
import { useData, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStage as words } from '../../../locales/zh-CN/customer-stage.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createAct } from '../create-act.ts';

/** Another opportunity of the same customer, with a stage of its own (R102). */
export const AddSheet: Component<{ readonly customer: CustomerAnswer; readonly onClose: () => void }> = (props) => {
  const data = useData();
  const org = useOrg();
  const toast = useToast();
  const act = createAct();
  const subject = props.customer.state.id;
  const opportunity = data.newId();
  const [name, setName] = createSignal('');
  const stages = () => (org()?.process.stages ?? []).map((stage) => ({ value: stage.id, label: stage.name }));
  const [chosen, setChosen] = createSignal<string | null>(null);
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const stage = chosen() ?? stages()[0]?.value ?? '';
    const saved = await act.run({
      type: 'opportunityAdded',
      subject,
      payload: { opportunity, name: name().trim(), stage },
    });
    if (saved === null) return;
    toast.show({ text: words.addSheet.done });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.addSheet.title}
      line={words.addSheet.line}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} type="submit" form="add-opportunity">
          {words.addSheet.act}
        </Button>
      }
    >
      <form
        id="add-opportunity"
        class="flex flex-col gap-4 pb-2"
        novalidate={true}
        onSubmit={(event) => void save(event)}
      >
        <Show when={act.problem('name', 'stage')}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <TextField
          label={words.addSheet.name}
          hint={words.addSheet.nameHint}
          autocomplete="off"
          value={name()}
          error={act.errorOf('name') === null ? null : words.addSheet.nameMissing}
          onText={setName}
        />
        <SelectField
          label={words.addSheet.stage}
          value={chosen() ?? stages()[0]?.value ?? ''}
          options={stages()}
          error={act.errorOf('stage')}
          onChoose={setChosen}
        />
      </form>
    </Sheet>
  );
};
