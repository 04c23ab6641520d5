import { type Component, createSignal, Show } from 'solid-js';
import type { OrgState, StoreState } from '#rules';
import { useData } from '../../app/data-context.tsx';
import { shell } from '../../locales/zh-CN/shell.ts';
import { team as words } from '../../locales/zh-CN/team.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';

/** A new store in one of the territories, or another name for one that is there. */
export const StoreSheet: Component<{
  readonly territories: OrgState['territories'];
  /** `null` = a new one. */
  readonly store: StoreState | null;
  readonly onClose: () => void;
}> = (props) => {
  const data = useData();
  const store = props.store?.id ?? data.newId();
  const [name, setName] = createSignal(props.store?.name ?? '');
  const [territory, setTerritory] = createSignal<string>(
    props.store?.territory ?? (props.territories.length === 1 ? (props.territories[0]?.id ?? '') : ''),
  );
  const [isTried, setIsTried] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setIsTried(true);
    if (name().trim() === '' || territory() === '') return;
    const payload = { store, territory: territory(), name: name().trim() };
    const wrong = outcomeWords(await data.run({ type: 'storeDefined', subject: 'org', payload }));
    setProblem(wrong);
    if (wrong === null) props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={props.store === null ? words.addStore : words.renameStore}
      closeLabel={shell.close}
    >
      <form class="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={words.storeName}
          value={name()}
          maxLength={40}
          error={isTried() && name().trim() === '' ? words.needStoreName : problem()}
          onText={setName}
        />
        <Show when={props.store === null}>
          <SelectField
            label={words.storeTerritory}
            value={territory()}
            placeholder={words.chooseTerritory}
            options={props.territories.map(({ id, name }) => ({ value: id, label: name }))}
            error={isTried() && territory() === '' ? words.needStoreTerritory : null}
            onChoose={setTerritory}
          />
        </Show>
        <Button kind="primary" wide={true} type="submit">
          {words.form.save}
        </Button>
      </form>
    </Sheet>
  );
};
