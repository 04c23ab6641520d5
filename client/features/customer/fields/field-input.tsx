import type { Component } from 'solid-js';
import { type PatchableField, SHANGHAI_MINUTES } from '#rules';
import { customerFields as words } from '../../../locales/zh-CN/customer-fields.ts';
import { DateField } from '../../../ui/date-field.tsx';
import { SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { fieldName } from '../../../views/refusal-words.ts';
import { kindOfField } from '../field-values.ts';

const SEGMENTS = Object.entries(words.segments).map(([value, label]) => ({ value, label }));

/** The control for one field of a customer or an opportunity; the draft is text, whatever the value is. */
export const FieldInput: Component<{
  readonly field: PatchableField;
  readonly draft: string;
  readonly error?: string | null;
  readonly onDraft: (draft: string) => void;
}> = (props) => {
  const label = () => fieldName(props.field);
  const text = () => ({ label: label(), value: props.draft, error: props.error, onText: props.onDraft });
  switch (kindOfField(props.field)) {
    case 'date':
      return (
        <DateField
          label={label()}
          only="date"
          offsetMinutes={SHANGHAI_MINUTES}
          atMs={props.draft === '' ? null : Number(props.draft)}
          error={props.error}
          onChange={(atMs) => props.onDraft(atMs === null ? '' : String(atMs))}
        />
      );
    case 'segment':
      return (
        <SelectField
          label={label()}
          value={props.draft}
          placeholder={words.noSegment}
          options={SEGMENTS}
          error={props.error}
          onChoose={(value) => props.onDraft(value)}
        />
      );
    case 'amount':
      return <TextField {...text()} hint={words.amountHint} autocomplete="off" />;
    case 'long':
      return <TextArea {...text()} rows={2} />;
    default:
      return <TextField {...text()} autocomplete="off" />;
  }
};
