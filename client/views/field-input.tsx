import type { Component } from 'solid-js';
import { SHANGHAI_MINUTES } from '#rules';
import { customerFields as words } from '../locales/zh-CN/customer-fields.ts';
import { DateField } from '../ui/date-field.tsx';
import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import type { FieldLook } from './field-look.ts';
import { TagsInput } from './tags-input.tsx';

/** The control for one field of a customer or an opportunity; the draft is text, whatever the value is. */
export const FieldInput: Component<{
  readonly look: FieldLook;
  readonly draft: string;
  readonly error?: string | null;
  readonly optionalWord?: string | undefined;
  readonly onDraft: (draft: string) => void;
}> = (props) => {
  const label = () => props.look.name;
  const text = () => ({
    label: label(),
    value: props.draft,
    error: props.error,
    optionalWord: props.optionalWord,
    onText: props.onDraft,
  });
  switch (props.look.kind) {
    case 'date':
      return (
        <DateField
          label={label()}
          only="date"
          offsetMinutes={SHANGHAI_MINUTES}
          atMs={props.draft === '' ? null : Number(props.draft)}
          error={props.error}
          optionalWord={props.optionalWord}
          onChange={(atMs) => props.onDraft(atMs === null ? '' : String(atMs))}
        />
      );
    case 'choice':
      return (
        <SelectField
          label={label()}
          value={props.draft}
          placeholder={words.notChosen}
          options={props.look.options.map(({ id, name }) => ({ value: id, label: name }))}
          error={props.error}
          optionalWord={props.optionalWord}
          onChoose={(value) => props.onDraft(value)}
        />
      );
    case 'tags':
      return (
        <TagsInput
          look={props.look}
          draft={props.draft}
          error={props.error ?? null}
          optionalWord={props.optionalWord}
          onDraft={props.onDraft}
        />
      );
    case 'amount':
      return <TextField {...text()} hint={words.amountHint} autocomplete="off" />;
    case 'long':
      return <TextArea {...text()} rows={2} />;
    case 'number':
      return <TextField {...text()} inputmode="numeric" autocomplete="off" />;
    default:
      return <TextField {...text()} autocomplete="off" />;
  }
};
