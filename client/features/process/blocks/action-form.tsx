import { type Component, Match, Switch } from 'solid-js';
import { type Action, type ActionKind, GAP_KINDS, ROUTES, type Route } from '#rules';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { CheckRow, SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { freshAction } from '../rules/rule-edits.ts';
import { ChoiceField } from './choice-field.tsx';
import { DurationField } from './duration-field.tsx';

export const ROUTE_CHOICES = ROUTES.map((value) => ({ value, label: ruleWords.routes[value] }));
const COLOURS = (['yellow', 'red'] as const).map((value) => ({ value, label: ruleWords.colours[value] ?? value }));
const GROUNDS = (['sourceDoubtful', 'noInteraction', 'noHistory'] as const).map((value) => ({
  value,
  label: ruleWords.grounds[value],
}));
const GAPS = GAP_KINDS.map((value) => ({ value, label: ruleWords.gaps[value] }));

type ActionOf<Kind extends ActionKind> = Extract<Action, { kind: Kind }>;
interface FormProps<Kind extends ActionKind> {
  readonly action: ActionOf<Kind>;
  readonly problem: string | null;
  readonly onChange: (action: Action, field: string) => void;
}

const MarkForm: Component<FormProps<'mark'>> = (props) => {
  const setGround = (ground: string): void => {
    const { ground: _none, ...rest } = props.action;
    props.onChange(ground === '' ? rest : { ...rest, ground: ground as 'noHistory' }, 'ground');
  };
  const setColour = (colour: string): void =>
    props.onChange(colour === 'red' ? { ...props.action, colour } : { kind: 'mark', colour: 'yellow' }, 'colour');
  return (
    <>
      <SelectField label={words.markTo} value={props.action.colour} options={COLOURS} onChoose={setColour} />
      {props.action.colour === 'red' ? (
        <SelectField
          label={words.ground}
          value={props.action.ground ?? ''}
          placeholder={words.noGround}
          options={GROUNDS}
          onChoose={setGround}
        />
      ) : null}
    </>
  );
};

const TaskForm: Component<FormProps<'task'>> = (props) => (
  <>
    <TextField
      label={words.taskTitle}
      value={props.action.title}
      maxLength={60}
      error={props.problem}
      autocomplete="off"
      onText={(title) => props.onChange({ ...props.action, title }, 'title')}
    />
    <SelectField
      label={words.to}
      value={props.action.to}
      options={ROUTE_CHOICES}
      onChoose={(to) => props.onChange({ ...props.action, to: to as Route }, 'to')}
    />
    <DurationField
      label={words.due}
      value={props.action.due}
      onChange={(due) => props.onChange({ ...props.action, due }, 'due')}
    />
  </>
);

const AlertForm: Component<FormProps<'alert'>> = (props) => {
  const setText = (text: string): void => {
    const { text: _old, ...rest } = props.action;
    props.onChange(text === '' ? rest : { ...rest, text }, 'text');
  };
  return (
    <>
      <ChoiceField
        label={words.toMany}
        choices={ROUTE_CHOICES}
        chosen={props.action.to}
        error={props.problem}
        onChange={(to) => props.onChange({ ...props.action, to }, 'to')}
      />
      <TextArea
        label={words.text}
        optionalWord={words.optional}
        hint={words.textHint}
        rows={2}
        maxLength={200}
        value={props.action.text ?? ''}
        onText={setText}
      />
      <CheckRow
        label={words.message}
        hint={words.messageHint}
        checked={props.action.message}
        onChange={(message) => props.onChange({ ...props.action, message }, 'message')}
      />
    </>
  );
};

const GapForm: Component<FormProps<'gap'>> = (props) => (
  <>
    <SelectField
      label={words.gap}
      value={props.action.gap}
      options={GAPS}
      onChoose={(gap) => props.onChange({ ...props.action, gap: gap as 'overdue' }, 'gap')}
    />
    <SelectField
      label={words.holder}
      value={props.action.holder}
      options={ROUTE_CHOICES}
      onChoose={(holder) => props.onChange({ ...props.action, holder: holder as Route }, 'holder')}
    />
  </>
);

/** One act of a branch: its kind, which no other act of the branch has, and what the kind needs. */
export const ActionForm: Component<{
  readonly action: Action;
  /** Kinds the branch has none of yet. */
  readonly free: readonly ActionKind[];
  readonly problem: string | null;
  readonly onChange: (action: Action, field: string) => void;
}> = (props) => {
  const as = <Kind extends ActionKind>(kind: Kind): ActionOf<Kind> | false =>
    props.action.kind === kind && (props.action as ActionOf<Kind>);
  const kinds = () =>
    ([props.action.kind, ...props.free] as const).map((value) => ({ value, label: ruleWords.actionNames[value] }));
  return (
    <div class="flex flex-col gap-4">
      <SelectField
        label={words.action}
        value={props.action.kind}
        options={kinds()}
        onChoose={(kind) => props.onChange(freshAction(kind as ActionKind), 'kind')}
      />
      <Switch fallback={<p class="m-0 text-second text-ink-2">{words.poolLine}</p>}>
        <Match when={as('mark')}>
          {(action) => <MarkForm action={action()} problem={props.problem} onChange={props.onChange} />}
        </Match>
        <Match when={as('task')}>
          {(action) => <TaskForm action={action()} problem={props.problem} onChange={props.onChange} />}
        </Match>
        <Match when={as('alert')}>
          {(action) => <AlertForm action={action()} problem={props.problem} onChange={props.onChange} />}
        </Match>
        <Match when={as('gap')}>
          {(action) => <GapForm action={action()} problem={props.problem} onChange={props.onChange} />}
        </Match>
      </Switch>
    </div>
  );
};
