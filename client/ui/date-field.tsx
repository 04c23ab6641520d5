import type { Component } from 'solid-js';
import { TextField } from './field.tsx';
import { fromLocalText, toLocalText } from './local-time.ts';

export interface DateFieldProps {
  readonly label: string;
  readonly atMs: number | null;
  readonly onChange: (atMs: number | null) => void;
  /** Offset of the company's calendar from UTC, minutes (480 for Asia/Shanghai), whatever the phone says. */
  readonly offsetMinutes: number;
  /** Date only (midnight), or date and time. */
  readonly only?: 'date';
  readonly minMs?: number | undefined;
  readonly maxMs?: number | undefined;
  readonly error?: string | null | undefined;
  readonly warning?: string | null | undefined;
  readonly hint?: string | undefined;
  readonly hideLabel?: boolean;
  readonly id?: string;
  readonly optionalWord?: string | undefined;
}

/** The platform's own date (and time) picker. Values are instants in ms. */
export const DateField: Component<DateFieldProps> = (props) => {
  const cut = (text: string): string => (props.only === 'date' ? text.slice(0, 10) : text);
  return (
    <TextField
      type={props.only === 'date' ? 'date' : 'datetime-local'}
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      optionalWord={props.optionalWord}
      hint={props.hint}
      error={props.error}
      warning={props.warning}
      {...(props.id === undefined ? {} : { id: props.id })}
      value={cut(toLocalText(props.atMs, props.offsetMinutes))}
      min={props.minMs === undefined ? undefined : cut(toLocalText(props.minMs, props.offsetMinutes))}
      max={props.maxMs === undefined ? undefined : cut(toLocalText(props.maxMs, props.offsetMinutes))}
      onText={(text) => props.onChange(fromLocalText(text, props.offsetMinutes))}
    />
  );
};
