import { type Component, Show } from 'solid-js';
import { type CustomField, hasOptions } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { processFields as words } from '../../../locales/zh-CN/process-fields.ts';
import { processParts } from '../../../locales/zh-CN/process-parts.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { CheckRow, SelectField, TextField } from '../../../ui/field.tsx';
import { Plus, X } from '../../../ui/icons.ts';
import { SectionTitle } from '../../../ui/list.tsx';
import { moved, ReorderList } from '../../../ui/reorder-list.tsx';
import { ItemSheet } from '../item-sheet.tsx';
import { type PartProblem, problemAt } from '../part-problems.ts';
import { FieldChoice } from './field-choice.tsx';

type Option = CustomField['options'][number];
const TYPES = Object.entries(processParts.types).map(([value, label]) => ({ value, label }));
const SUBJECTS = Object.entries(processParts.subjects).map(([value, label]) => ({ value, label }));

interface FieldProps {
  readonly field: CustomField;
  /** Path of the field inside the part. */
  readonly path: string;
  readonly problems: readonly PartProblem[];
  readonly onChange: (field: CustomField, what: string) => void;
}

const Options: Component<FieldProps> = (props) => {
  const data = useData();
  const options = () => props.field.options;
  const set = (next: readonly Option[], what: string): void =>
    props.onChange({ ...props.field, options: [...next] }, what);
  const at = (id: string): number => options().findIndex((option) => option.id === id);
  const find = (id: string): Option | undefined => options().find((option) => option.id === id);
  const put = (id: string, change: Partial<Option>, what: string): void =>
    set(
      options().map((option) => (option.id === id ? { ...option, ...change } : option)),
      `${id}.${what}`,
    );
  const add = (): void => set([...options(), { id: data.newId().slice(0, 40), name: '', requires: [] }], 'addOption');
  return (
    <section class="flex flex-col gap-2">
      <SectionTitle>{words.options}</SectionTitle>
      <ReorderList
        label={words.options}
        ids={options().map(({ id }) => id)}
        nameOf={(id) => find(id)?.name ?? ''}
        upLabel={words.up}
        downLabel={words.down}
        onMove={(from, to) => set(moved(options(), from, to), 'moveOption')}
      >
        {(id) => (
          <div class="flex flex-col gap-2 py-2">
            <div class="flex items-end gap-1">
              <div class="min-w-0 flex-1">
                <TextField
                  label={words.option(at(id) + 1)}
                  hideLabel={true}
                  value={find(id)?.name ?? ''}
                  maxLength={30}
                  autocomplete="off"
                  error={problemAt(props.problems, `${props.path}.options.${at(id)}.name`)}
                  onText={(name) => put(id, { name }, 'name')}
                />
              </div>
              <IconButton
                quiet={true}
                label={words.removeOption(find(id)?.name ?? '')}
                onClick={() =>
                  set(
                    options().filter((option) => option.id !== id),
                    'removeOption',
                  )
                }
              >
                <X size={17} />
              </IconButton>
            </div>
            <details>
              <summary class="min-h-8 text-second text-brand-text">{words.requires(find(id)?.name ?? '')}</summary>
              <FieldChoice
                label={words.requires(find(id)?.name ?? '')}
                chosen={find(id)?.requires ?? []}
                except={[props.field.id]}
                error={problemAt(props.problems, `${props.path}.options.${at(id)}.requires`)}
                onChange={(requires) => put(id, { requires }, 'requires')}
              />
            </details>
          </div>
        )}
      </ReorderList>
      <Show when={problemAt(props.problems, `${props.path}.options`)}>
        {(problem) => (
          <p role="alert" class="m-0 text-second text-red-text">
            {problem()}
          </p>
        )}
      </Show>
      <Button class="self-start" icon={<Plus size={16} />} onClick={add}>
        {words.addOption}
      </Button>
    </section>
  );
};

/** A field of the company's own: name, type, whose it is, and for a choice its options with what each asks for (R15). */
export const FieldSheet: Component<
  FieldProps & {
    readonly readOnly: boolean;
    /** Only a field nobody can have filled yet may go; the others are retired. */
    readonly onRemove: (() => void) | null;
    readonly onClose: () => void;
  }
> = (props) => (
  <ItemSheet
    title={props.field.name}
    removeLabel={words.remove}
    onRemove={props.onRemove}
    onClose={() => props.onClose()}
  >
    <fieldset disabled={props.readOnly} class="m-0 flex min-w-0 flex-col gap-5 border-0 p-0">
      <TextField
        label={words.name}
        value={props.field.name}
        maxLength={20}
        autocomplete="off"
        error={problemAt(props.problems, `${props.path}.name`)}
        onText={(name) => props.onChange({ ...props.field, name }, 'name')}
      />
      <SelectField
        label={words.type}
        value={props.field.type}
        options={TYPES}
        hint={props.onRemove === null ? words.typeHint : undefined}
        onChoose={(type) => props.onChange({ ...props.field, type: type as CustomField['type'] }, 'type')}
      />
      <SelectField
        label={words.of}
        value={props.field.of}
        options={SUBJECTS}
        hint={words.ofHint}
        onChoose={(of) => props.onChange({ ...props.field, of: of as CustomField['of'] }, 'of')}
      />
      <Show when={hasOptions(props.field)}>
        <Options {...props} />
      </Show>
      <Show when={props.onRemove === null}>
        <CheckRow
          label={words.retire}
          hint={words.retireHint}
          checked={props.field.isRetired}
          onChange={(isRetired) => props.onChange({ ...props.field, isRetired }, 'retired')}
        />
      </Show>
    </fieldset>
  </ItemSheet>
);
