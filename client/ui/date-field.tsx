import type { Component } from 'solid-js';
import { TextField } from './field.tsx';

const MINUTE = 60_000;
const pad = (part: number): string => String(part).padStart(2, '0');

/** `2026-11-25T14:00` of an instant at a fixed offset from UTC; '' for null. */
export const toLocalText = (atMs: number | null, offsetMinutes: number): string => {
  if (atMs === null || !Number.isFinite(atMs)) return '';
  const d = new Date(atMs + offsetMinutes * MINUTE);
  return `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}T${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`;
};

/** Inverse of {@link toLocalText}; a bare date means midnight there; null for anything unreadable. */
export const fromLocalText = (text: string, offsetMinutes: number): number | null => {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(full)) return null;
  const at = Date.parse(`${full.slice(0, 16)}:00Z`);
  return Number.isNaN(at) ? null : at - offsetMinutes * MINUTE;
};

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
