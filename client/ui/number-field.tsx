import { type Component, createEffect, createSignal, on } from 'solid-js';
import { TextField } from './field.tsx';

/** What was typed as a number, full-width digits included; NaN when it is none. */
const read = (text: string): number => {
  const plain = text.normalize('NFKC').trim();
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
};
const shown = (value: number): string => (Number.isFinite(value) ? String(value) : '');

/**
 * A number not below zero. What cannot be read is kept as typed and told as NaN, so that whoever owns the value can
 * say so at the field.
 */
export const NumberField: Component<{
  readonly label: string;
  readonly value: number;
  readonly onNumber: (value: number) => void;
  /** The field may stay empty: told when it is emptied, instead of NaN. */
  readonly onEmpty?: () => void;
  readonly hideLabel?: boolean;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  readonly aside?: string;
  readonly class?: string;
}> = (props) => {
  const [text, setText] = createSignal(shown(props.value));
  createEffect(
    on(
      () => props.value,
      (value) => {
        // Changed from outside (undone, another version): what is typed gives way.
        if (!Object.is(read(text()), value)) setText(shown(value));
      },
      { defer: true },
    ),
  );
  return (
    <TextField
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      hint={props.hint}
      error={props.error}
      aside={props.aside}
      inputmode="decimal"
      autocomplete="off"
      class={props.class}
      value={text()}
      onText={(typed) => {
        setText(typed);
        if (props.onEmpty !== undefined && typed.trim() === '') props.onEmpty();
        else props.onNumber(read(typed));
      }}
    />
  );
};
