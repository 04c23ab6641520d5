import { type Component, Match, Show, Switch } from 'solid-js';
import {
  type FieldType,
  OPERATOR_ROWS,
  type Operand,
  type Operator,
  operatorsOf,
  SHANGHAI_MINUTES,
  type Test,
} from '#rules';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { ruleFields } from '../../../locales/zh-CN/rule-fields.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { IconButton } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { X } from '../../../ui/icons.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { WordsField } from '../../../ui/words-field.tsx';
import type { ConditionField } from '../../../views/rule-fields.ts';
import { ChoiceField } from './choice-field.tsx';

/** What the value of a comparison is edited with. */
type ValueKind = 'none' | 'words' | 'days' | FieldType | 'choices';
const valueKind = (field: ConditionField | null, op: Operator): ValueKind => {
  if (field === null) return 'none';
  switch (OPERATOR_ROWS[op].operand) {
    case 'none':
      return 'none';
    case 'days':
      return 'days';
    case 'many':
      return field.type === 'choice' || field.type === 'tags' ? 'choices' : 'words';
    case 'one':
      return field.type;
  }
};
const freshValue = (kind: ValueKind, field: ConditionField | null): Operand | undefined => {
  switch (kind) {
    case 'none':
      return undefined;
    case 'words':
    case 'choices':
      return [];
    case 'text':
      return '';
    case 'choice':
      return field?.options[0]?.id ?? '';
    case 'boolean':
      return true;
    case 'days':
      return 14;
    default:
      return 0;
  }
};

/** A comparison with that field and operator; what was given as value stays where it still fits. */
export const withField = (test: Test, field: ConditionField | null, op: Operator): Test => {
  const kind = valueKind(field, op);
  const fits = field !== null && test.field === field.id && valueKind(field, test.op) === kind;
  const value = fits ? test.value : freshValue(kind, field);
  return { kind: 'test', field: field?.id ?? '', op, ...(value === undefined ? {} : { value }) };
};

const FEN = 100;
const texts = (value: Operand | undefined): readonly string[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
const ValueInput: Component<{
  readonly test: Test;
  readonly field: ConditionField | null;
  readonly onChange: (value: Operand) => void;
}> = (props) => {
  const kind = () => valueKind(props.field, props.test.op);
  const number = () => (typeof props.test.value === 'number' ? props.test.value : Number.NaN);
  const yesNo = () => ruleFields.yesNo[props.test.field] ?? { yes: ruleWords.yes, no: ruleWords.no };
  return (
    <Switch>
      <Match when={kind() === 'text'}>
        <TextField
          label={words.value}
          maxLength={200}
          autocomplete="off"
          value={texts(props.test.value).join(ruleWords.join)}
          onText={(text) => props.onChange(text)}
        />
      </Match>
      <Match when={kind() === 'words'}>
        <WordsField
          label={words.values}
          separator={ruleWords.join}
          words={texts(props.test.value)}
          onWords={props.onChange}
        />
      </Match>
      <Match when={kind() === 'number'}>
        <NumberField label={words.value} value={number()} onNumber={props.onChange} />
      </Match>
      <Match when={kind() === 'days'}>
        <NumberField label={words.days} value={number()} onNumber={props.onChange} />
      </Match>
      <Match when={kind() === 'money'}>
        <NumberField
          label={words.value}
          aside={words.yuan}
          value={number() / FEN}
          onNumber={(yuan) => props.onChange(Math.round(yuan * FEN))}
        />
      </Match>
      <Match when={kind() === 'boolean'}>
        <SelectField
          label={words.value}
          value={String(props.test.value === true)}
          options={[
            { value: 'true', label: yesNo().yes },
            { value: 'false', label: yesNo().no },
          ]}
          onChoose={(value) => props.onChange(value === 'true')}
        />
      </Match>
      <Match when={kind() === 'date'}>
        <DateField
          label={words.value}
          only="date"
          offsetMinutes={SHANGHAI_MINUTES}
          atMs={number() > 0 ? number() : null}
          onChange={(atMs) => props.onChange(atMs ?? 0)}
        />
      </Match>
      <Match when={kind() === 'choice'}>
        <SelectField
          label={words.value}
          value={texts(props.test.value)[0] ?? ''}
          options={(props.field?.options ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={props.onChange}
        />
      </Match>
      <Match when={kind() === 'choices'}>
        <ChoiceField
          label={words.value}
          choices={(props.field?.options ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          chosen={texts(props.test.value)}
          onChange={(chosen) => props.onChange(chosen)}
        />
      </Match>
    </Switch>
  );
};

/** One comparison. Field, operator and value are chosen from the registry, so that a wrong one cannot be built. */
export const TestEditor: Component<{
  readonly test: Test;
  readonly at: number;
  readonly fields: readonly ConditionField[];
  readonly problem: string | null;
  readonly onChange: (test: Test) => void;
  readonly onRemove: () => void;
}> = (props) => {
  const field = () => props.fields.find(({ id }) => id === props.test.field) ?? null;
  const operators = (): readonly Operator[] => {
    const found = field();
    if (found === null) return [props.test.op];
    const known = operatorsOf(found.type);
    return known.includes(props.test.op) ? known : [props.test.op, ...known];
  };
  const chooseField = (id: string): void => {
    const chosen = props.fields.find((one) => one.id === id) ?? null;
    const [op = 'isFilled'] = chosen === null ? [] : operatorsOf(chosen.type);
    props.onChange(withField(props.test, chosen, op));
  };
  return (
    <fieldset class="m-0 flex min-w-0 flex-col gap-2.5 rounded-inner border border-line p-3">
      <legend class="sr-only">{words.condition(props.at)}</legend>
      <div class="flex items-end gap-2">
        <div class="min-w-0 flex-1">
          <SelectField
            label={words.field}
            value={field()?.id ?? ''}
            placeholder={words.chooseField}
            error={props.problem}
            options={props.fields.map(({ id, name }) => ({ value: id, label: name }))}
            onChoose={chooseField}
          />
        </div>
        <IconButton label={words.removeTest(props.at)} onClick={() => props.onRemove()}>
          <X size={18} />
        </IconButton>
      </div>
      <Show when={field()}>
        <Show when={operators().length > 1}>
          <SelectField
            label={words.operator}
            value={props.test.op}
            options={operators().map((value) => ({ value, label: ruleWords.operators[value] }))}
            onChoose={(op) => props.onChange(withField(props.test, field(), op as Operator))}
          />
        </Show>
        <ValueInput test={props.test} field={field()} onChange={(value) => props.onChange({ ...props.test, value })} />
      </Show>
    </fieldset>
  );
};
