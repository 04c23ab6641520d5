import { type Component, Show } from 'solid-js';
import { type Duration, type Process, TRIGGER_KINDS, type Trigger, type TriggerKind } from '#rules';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { CheckRow, SelectField } from '../../../ui/field.tsx';
import { DurationField } from './duration-field.tsx';

const days = (amount: number): Duration => ({ amount, unit: 'day' });
const KINDS = TRIGGER_KINDS.map((value) => ({ value, label: ruleWords.triggerNames[value] }));
const COLOURS = (['green', 'yellow', 'red'] as const).map((value) => ({
  value,
  label: ruleWords.colours[value] ?? value,
}));

/** A trigger of that kind as it is first chosen. */
const fresh = (kind: TriggerKind): Trigger => {
  switch (kind) {
    case 'markStands':
      return { kind, colour: 'yellow', for: days(7) };
    case 'greenEntered':
    case 'redTwice':
    case 'stageStay':
    case 'stageEntered':
    case 'stageSkipped':
    case 'holds':
      return { kind };
    case 'touchpointPassed':
      return { kind, after: { amount: 2, unit: 'hour' } };
    case 'promiseOverdue':
      return { kind, after: days(0) };
    default:
      return { kind, for: days(3) };
  }
};

const timeOf = (on: Trigger): Duration | null => {
  if ('after' in on) return on.after;
  return 'for' in on ? (on.for ?? null) : null;
};
const withTime = (on: Trigger, time: Duration): Trigger =>
  ('after' in on ? { ...on, after: time } : { ...on, for: time }) as Trigger;

const StageChoice: Component<{
  readonly on: Extract<Trigger, { kind: 'stageStay' | 'stageEntered' }>;
  readonly process: Process;
  readonly onChange: (on: Trigger) => void;
}> = (props) => {
  const choose = (stage: string): void => {
    const { stage: _any, ...rest } = props.on;
    props.onChange(stage === '' ? rest : { ...rest, stage });
  };
  const withLimit = (isLimit: boolean): void => {
    if (props.on.kind !== 'stageStay') return;
    const { for: _time, ...rest } = props.on;
    props.onChange(isLimit ? rest : { ...rest, for: days(14) });
  };
  return (
    <>
      <SelectField
        label={words.stage}
        value={props.on.stage ?? ''}
        placeholder={words.anyStage}
        options={props.process.stages.map(({ id, name }) => ({ value: id, label: name }))}
        onChoose={choose}
      />
      <Show when={props.on.kind === 'stageStay'}>
        <CheckRow label={words.limit} checked={timeOf(props.on) === null} onChange={withLimit} />
      </Show>
    </>
  );
};

/** What wakes the rule, with what its kind needs. */
export const TriggerForm: Component<{
  readonly on: Trigger;
  readonly process: Process;
  readonly problem: string | null;
  readonly onChange: (on: Trigger, field: string) => void;
}> = (props) => {
  const stageTrigger = () => (props.on.kind === 'stageStay' || props.on.kind === 'stageEntered' ? props.on : null);
  const markTrigger = () => (props.on.kind === 'markStands' ? props.on : null);
  const setAutomatic = (isAutomatic: boolean): void => {
    const on = markTrigger();
    if (on === null) return;
    const { automatic: _all, ...rest } = on;
    props.onChange(isAutomatic ? { ...rest, automatic: true } : rest, 'automatic');
  };
  return (
    <div class="flex flex-col gap-4">
      <SelectField
        label={words.trigger}
        value={props.on.kind}
        hint={ruleWords.triggerLines[props.on.kind]}
        error={props.problem}
        options={KINDS}
        onChoose={(kind) => props.onChange(fresh(kind as TriggerKind), 'kind')}
      />
      <Show when={markTrigger()}>
        {(on) => (
          <>
            <SelectField
              label={words.colour}
              value={on().colour}
              options={COLOURS}
              onChoose={(colour) => props.onChange({ ...on(), colour: colour as 'red' }, 'colour')}
            />
            <CheckRow label={words.automatic} checked={on().automatic === true} onChange={setAutomatic} />
          </>
        )}
      </Show>
      <Show when={stageTrigger()}>
        {(on) => <StageChoice on={on()} process={props.process} onChange={(next) => props.onChange(next, 'stage')} />}
      </Show>
      <Show when={timeOf(props.on)}>
        {(time) => (
          <DurationField
            label={'after' in props.on ? words.after : words.time}
            hint={words.atOnceHint}
            value={time()}
            onChange={(next) => props.onChange(withTime(props.on, next), 'time')}
          />
        )}
      </Show>
    </div>
  );
};
