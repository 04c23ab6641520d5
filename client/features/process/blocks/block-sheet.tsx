import { type Component, createMemo, Match, Show, Switch } from 'solid-js';
import { type Process, RULE_GROUPS, type Rule } from '#rules';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { CheckRow, SelectField, TextField } from '../../../ui/field.tsx';
import { conditionFields } from '../../../views/rule-fields.ts';
import { ItemSheet } from '../item-sheet.tsx';
import { type PartProblem, problemAt } from '../part-problems.ts';
import {
  type BlockPlace,
  type EditTarget,
  FRESH_BRAKE,
  freeActions,
  placeOfBlock,
  withAction,
  withBrake,
  withCondition,
  withLadder,
} from '../rules/rule-edits.ts';
import { ActionForm } from './action-form.tsx';
import { BrakeForm } from './brake-form.tsx';
import { ConditionEditor } from './condition-editor.tsx';
import { LadderForm } from './ladder-form.tsx';
import { TriggerForm } from './trigger-form.tsx';

interface FormProps {
  readonly rule: Rule;
  readonly process: Process;
  readonly problems: readonly PartProblem[];
  /** `field` names what is being changed: changes of one field in a row are one step back. */
  readonly onChange: (rule: Rule, field: string) => void;
}

const HeadForm: Component<FormProps> = (props) => (
  <div class="flex flex-col gap-4">
    <TextField
      label={words.name}
      value={props.rule.name}
      maxLength={40}
      error={problemAt(props.problems, 'rule.name')}
      autocomplete="off"
      onText={(name) => props.onChange({ ...props.rule, name }, 'name')}
    />
    <SelectField
      label={words.group}
      value={props.rule.group}
      options={RULE_GROUPS.map((value) => ({ value, label: ruleWords.groups[value] }))}
      onChoose={(group) => props.onChange({ ...props.rule, group: group as Rule['group'] }, 'group')}
    />
    <CheckRow
      label={words.isOn}
      hint={words.isOnHint}
      checked={props.rule.isOn}
      onChange={(isOn) => props.onChange({ ...props.rule, isOn }, 'isOn')}
    />
  </div>
);

type PlaceProps = FormProps & { readonly place: BlockPlace };

/** A branch has, besides its condition, room for an exit and a ladder of its own. */
const OwnParts: Component<PlaceProps & { readonly at: number }> = (props) => {
  const branch = () => props.rule.branches[props.at];
  return (
    <div class="mt-4 border-t border-line pt-2">
      <CheckRow
        label={words.ownExit}
        checked={branch()?.brake !== undefined}
        onChange={(isOwn) =>
          props.onChange(
            withBrake(props.rule, props.at, isOwn ? (props.rule.brake ?? FRESH_BRAKE) : undefined),
            'ownExit',
          )
        }
      />
      <CheckRow
        label={words.ownLadder}
        checked={branch()?.escalate !== undefined}
        onChange={(isOwn) =>
          props.onChange(withLadder(props.rule, props.at, isOwn ? props.rule.escalate : undefined), 'ownLadder')
        }
      />
      <Show when={branch()?.escalate}>
        {(ladder) => (
          <LadderForm
            ladder={ladder()}
            problems={props.problems}
            path={`rule.branches.${props.at}.escalate`}
            onChange={(next, field) => props.onChange(withLadder(props.rule, props.at, next), `ladder.${field}`)}
          />
        )}
      </Show>
    </div>
  );
};

const ConditionForm: Component<PlaceProps> = (props) => {
  const { branch } = props.place;
  const path = branch === null ? 'rule.where' : `rule.branches.${branch}.when`;
  const condition = () => (branch === null ? props.rule.where : props.rule.branches[branch]?.when);
  return (
    <>
      <Show when={condition()}>
        {(found) => (
          <ConditionEditor
            condition={found()}
            fields={conditionFields(props.process)}
            problems={props.problems}
            path={path}
            onChange={(next) => props.onChange(withCondition(props.rule, branch, next), path)}
          />
        )}
      </Show>
      <Show when={branch !== null}>
        <OwnParts {...props} at={branch ?? 0} />
      </Show>
    </>
  );
};

const ActForm: Component<PlaceProps> = (props) => {
  const branch = props.place.branch ?? 0;
  const path = `rule.branches.${branch}.do.${props.place.at}`;
  const action = () => props.rule.branches[branch]?.do[props.place.at];
  const free = () => {
    const found = props.rule.branches[branch];
    return found === undefined ? [] : freeActions(found);
  };
  return (
    <Show when={action()}>
      {(found) => (
        <ActionForm
          action={found()}
          free={free()}
          problem={problemAt(props.problems, path)}
          onChange={(next, field) =>
            props.onChange(withAction(props.rule, branch, props.place.at, next), `${path}.${field}`)
          }
        />
      )}
    </Show>
  );
};

const ExitForm: Component<PlaceProps> = (props) => {
  const { branch } = props.place;
  const path = branch === null ? 'rule.brake' : `rule.branches.${branch}.brake`;
  return (
    <BrakeForm
      brake={branch === null ? props.rule.brake : props.rule.branches[branch]?.brake}
      problem={problemAt(props.problems, path)}
      onChange={(brake, field) => props.onChange(withBrake(props.rule, branch, brake), `${path}.${field}`)}
    />
  );
};

const AgainForm: Component<PlaceProps> = (props) => {
  const { branch } = props.place;
  return (
    <LadderForm
      ladder={(branch === null ? props.rule.escalate : props.rule.branches[branch]?.escalate) ?? []}
      problems={props.problems}
      path={branch === null ? 'rule.escalate' : `rule.branches.${branch}.escalate`}
      onChange={(next, field) => props.onChange(withLadder(props.rule, branch, next), `ladder.${field}`)}
    />
  );
};

const FORMS = {
  trigger: (props: PlaceProps) => (
    <TriggerForm
      on={props.rule.on}
      process={props.process}
      problem={problemAt(props.problems, 'rule.on')}
      onChange={(on, field) => props.onChange({ ...props.rule, on }, `on.${field}`)}
    />
  ),
  where: ConditionForm,
  when: ConditionForm,
  do: ActForm,
  brake: ExitForm,
  ladder: AgainForm,
} as const;

/** A block opened for editing: what is changed stands in the draft at once, wherever it was opened from. */
export const BlockSheet: Component<
  FormProps & {
    readonly target: EditTarget;
    readonly title: string;
    /** Absent where it cannot be removed. */
    readonly onRemove: (() => void) | null;
    readonly onClose: () => void;
  }
> = (props) => {
  /** One place per target: a change of the rule must not draw the form anew under the typing finger. */
  const placed = createMemo(() => (props.target === 'head' ? null : placeOfBlock(props.target)));
  return (
    <ItemSheet title={props.title} removeLabel={words.remove} onRemove={props.onRemove} onClose={() => props.onClose()}>
      <Switch>
        <Match when={props.target === 'head'}>
          <HeadForm {...props} />
        </Match>
        <Match when={placed()} keyed>
          {(found) => {
            const Form = FORMS[found.kind];
            return <Form {...props} place={found} />;
          }}
        </Match>
      </Switch>
    </ItemSheet>
  );
};
