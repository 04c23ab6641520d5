import { type Component, createMemo } from 'solid-js';
import { conditionFields } from '../../../views/rule-fields.ts';
import { ChoiceField } from '../blocks/choice-field.tsx';
import { useProcess } from '../process-context.tsx';

/** Which of the fields people fill are asked for. Fields that are no more but still chosen stay in the list. */
export const FieldChoice: Component<{
  readonly label: string;
  readonly chosen: readonly string[];
  readonly of?: 'customer';
  readonly except?: readonly string[];
  readonly error?: string | null;
  readonly onChange: (chosen: string[]) => void;
}> = (props) => {
  const { process } = useProcess();
  const choices = createMemo(() =>
    conditionFields(process())
      .filter(({ of }) => of !== 'situation' && (props.of === undefined || of === props.of))
      .filter(({ id }) => id !== 'name' && !(props.except ?? []).includes(id))
      .map(({ id, name }) => ({ value: id, label: name })),
  );
  return (
    <ChoiceField
      label={props.label}
      choices={choices()}
      chosen={props.chosen}
      error={props.error}
      onChange={props.onChange}
    />
  );
};
