import type { Component } from 'solid-js';
import { DURATION_UNITS, type Duration } from '#rules';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { SelectField } from '../../../ui/field.tsx';
import { NumberField } from '../../../ui/number-field.tsx';

const UNITS = DURATION_UNITS.map((value) => ({ value, label: ruleWords.unitNames[value] }));

/** A length of time: a whole number and its unit, side by side. */
export const DurationField: Component<{
  readonly label: string;
  readonly value: Duration;
  readonly onChange: (value: Duration) => void;
  readonly hint?: string;
  readonly error?: string | null;
}> = (props) => (
  <div class="grid grid-cols-2 items-start gap-2">
    <NumberField
      label={props.label}
      value={props.value.amount}
      hint={props.hint}
      error={props.error}
      onNumber={(amount) => props.onChange({ ...props.value, amount })}
    />
    <SelectField
      label={words.unit}
      value={props.value.unit}
      options={UNITS}
      onChoose={(unit) => props.onChange({ ...props.value, unit: unit as Duration['unit'] })}
    />
  </div>
);
