import { type Component, For, Show } from 'solid-js';
import { Chip } from '../../../ui/chip.tsx';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** Several of a few, as chips; at least one is for whoever judges the value to ask. */
export const ChoiceField = <Value extends string>(props: {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: Value[]) => void;
  readonly error?: string | null | undefined;
}): ReturnType<Component> => {
  /** In the order of the choices, whatever was pressed first. */
  const toggled = (value: Value): Value[] =>
    props.choices
      .map((choice) => choice.value)
      .filter((one) => (one === value ? !props.chosen.includes(value) : props.chosen.includes(one)));
  return (
    <fieldset class="m-0 min-w-0 border-0 p-0">
      <legend class="p-0 pb-1.5 text-second font-semibold text-ink-2">{props.label}</legend>
      <div class="flex flex-wrap gap-2">
        <For each={props.choices}>
          {({ value, label }) => (
            <Chip look="choice" pressed={props.chosen.includes(value)} onPress={() => props.onChange(toggled(value))}>
              {label}
            </Chip>
          )}
        </For>
      </div>
      <Show when={props.error}>
        <p role="alert" class="m-0 mt-1.5 text-second text-red-text">
          {props.error}
        </p>
      </Show>
    </fieldset>
  );
};
