import { type Component, Index, Match, Show, Switch } from 'solid-js';
import type { Condition, Test } from '#rules';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Plus, X } from '../../../ui/icons.ts';
import { Segments } from '../../../ui/tabs.tsx';
import type { ConditionField } from '../../../views/rule-fields.ts';
import { type PartProblem, problemAt } from '../part-problems.ts';
import { TestEditor } from './test-editor.tsx';

type Group = Extract<Condition, { kind: 'all' | 'any' }>;
const FRESH_TEST: Test = { kind: 'test', field: '', op: 'isFilled' };
/** How deep the editor lets groups stand in groups; deeper ones that came from elsewhere are still shown. */
const DEEPEST = 2;

/** A single condition is a group of one: only groups are edited. */
const asGroup = (condition: Condition): Group =>
  condition.kind === 'all' || condition.kind === 'any'
    ? condition
    : { kind: 'all', of: condition.kind === 'always' ? [] : [condition] };

interface GroupProps {
  readonly fields: readonly ConditionField[];
  readonly problems: readonly PartProblem[];
  /** Dotted path of this condition inside the part. */
  readonly path: string;
  readonly depth: number;
}

const Member: Component<
  GroupProps & {
    readonly condition: Condition;
    readonly at: number;
    readonly onChange: (condition: Condition) => void;
    readonly onRemove: () => void;
  }
> = (props) => {
  const test = () => (props.condition.kind === 'test' ? props.condition : null);
  const inverse = () => (props.condition.kind === 'not' ? props.condition : null);
  return (
    <Switch
      fallback={
        <div class="flex flex-col gap-2.5 rounded-inner border border-dashed border-line-strong p-3">
          <div class="flex items-center justify-between gap-2">
            <Show when={inverse()}>
              <span class="text-second font-semibold">{words.inverse}</span>
            </Show>
            <IconButton label={words.removeTest(props.at)} class="ml-auto" onClick={() => props.onRemove()}>
              <X size={18} />
            </IconButton>
          </div>
          <GroupEditor
            fields={props.fields}
            problems={props.problems}
            path={props.path}
            depth={props.depth + 1}
            group={asGroup(inverse()?.of ?? props.condition)}
            onChange={(group) => props.onChange(inverse() === null ? group : { kind: 'not', of: group })}
          />
        </div>
      }
    >
      <Match when={test()}>
        {(found) => (
          <TestEditor
            test={found()}
            at={props.at}
            fields={props.fields}
            problem={problemAt(props.problems, props.path)}
            onChange={props.onChange}
            onRemove={() => props.onRemove()}
          />
        )}
      </Match>
    </Switch>
  );
};

const GroupEditor: Component<
  GroupProps & { readonly group: Group; readonly onChange: (group: Group) => void; readonly hideMode?: boolean }
> = (props) => {
  const set = (of: readonly Condition[]): void => props.onChange({ kind: props.group.kind, of });
  return (
    <div class="flex flex-col gap-2.5">
      <Show when={!props.hideMode}>
        <Segments
          label={words.mode}
          items={(['all', 'any'] as const).map((id) => ({ id, label: words.groupModes[id] }))}
          value={props.group.kind}
          onChoose={(kind) => props.onChange({ kind: kind as Group['kind'], of: props.group.of })}
        />
      </Show>
      <Index each={props.group.of}>
        {(condition, at) => (
          <Member
            condition={condition()}
            at={at + 1}
            fields={props.fields}
            problems={props.problems}
            path={`${props.path}.of.${at}`}
            depth={props.depth}
            onChange={(next) => set(props.group.of.map((one, place) => (place === at ? next : one)))}
            onRemove={() => set(props.group.of.filter((_, place) => place !== at))}
          />
        )}
      </Index>
      <Show when={props.group.of.length === 0}>
        <p class="m-0 text-second text-yellow-text">{words.nothing}</p>
      </Show>
      <div class="flex gap-2">
        <Button icon={<Plus size={16} />} onClick={() => set([...props.group.of, FRESH_TEST])}>
          {words.addTest}
        </Button>
        <Show when={props.depth < DEEPEST}>
          <Button
            icon={<Plus size={16} />}
            onClick={() =>
              set([...props.group.of, { kind: props.group.kind === 'all' ? 'any' : 'all', of: [FRESH_TEST] }])
            }
          >
            {words.addGroup}
          </Button>
        </Show>
      </div>
    </div>
  );
};

/** The condition of a rule or a branch: every time, all of these, or one of these. */
export const ConditionEditor: Component<{
  readonly condition: Condition;
  readonly fields: readonly ConditionField[];
  readonly problems: readonly PartProblem[];
  readonly path: string;
  readonly onChange: (condition: Condition) => void;
}> = (props) => {
  const mode = () => (props.condition.kind === 'always' ? 'always' : asGroup(props.condition).kind);
  const choose = (id: string): void => {
    if (id === 'always') props.onChange({ kind: 'always' });
    else props.onChange({ kind: id as Group['kind'], of: asGroup(props.condition).of });
  };
  return (
    <div class="flex flex-col gap-3">
      <Segments
        label={words.mode}
        items={(['all', 'any', 'always'] as const).map((id) => ({ id, label: words.modes[id] }))}
        value={mode()}
        onChoose={choose}
      />
      <Show when={mode() !== 'always'}>
        <GroupEditor
          hideMode={true}
          fields={props.fields}
          problems={props.problems}
          path={props.path}
          depth={1}
          group={asGroup(props.condition)}
          onChange={props.onChange}
        />
      </Show>
    </div>
  );
};
