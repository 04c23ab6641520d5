import { useNavigate } from '@solidjs/router';
import { type Component, createMemo, For, Index, Show } from 'solid-js';
import type { Rule, Stage, Trigger } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { processStages as words } from '../../../locales/zh-CN/process-stages.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { Plus, X } from '../../../ui/icons.ts';
import { Card, ListRow, SectionTitle } from '../../../ui/list.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { ItemSheet } from '../item-sheet.tsx';
import { type PartProblem, problemAt } from '../part-problems.ts';
import { useProcess } from '../process-context.tsx';
import { rulePath } from '../rules/rule-address.ts';
import { freshRule } from '../rules/rule-edits.ts';
import { FieldChoice } from './field-choice.tsx';

interface StageProps {
  readonly stage: Stage;
  readonly stages: readonly Stage[];
  /** Path of the stage inside the part. */
  readonly path: string;
  readonly problems: readonly PartProblem[];
  readonly onChange: (stage: Stage, field: string) => void;
}

const Transitions: Component<StageProps> = (props) => {
  const others = () => props.stages.filter(({ id }) => id !== props.stage.id);
  const nameOf = (id: string): string => others().find((stage) => stage.id === id)?.name ?? id;
  const set = (transitions: Stage['transitions'], field: string): void =>
    props.onChange({ ...props.stage, transitions }, field);
  const free = () => others().find(({ id }) => !props.stage.transitions.some(({ from }) => from === id));
  const add = (): void => {
    const from = free();
    if (from !== undefined) set([...props.stage.transitions, { from: from.id, requiredFields: [] }], 'addFrom');
  };
  return (
    <section class="flex flex-col gap-2">
      <SectionTitle>{words.from}</SectionTitle>
      <Index each={props.stage.transitions}>
        {(transition, at) => {
          const put = (next: Stage['transitions'][number], field: string): void =>
            set(
              props.stage.transitions.map((one, place) => (place === at ? next : one)),
              `from.${at}.${field}`,
            );
          return (
            <div class="flex flex-col gap-2.5 rounded-inner border border-line p-3">
              <div class="flex items-end gap-2">
                <div class="min-w-0 flex-1">
                  <SelectField
                    label={words.fromStage}
                    value={transition().from}
                    error={problemAt(props.problems, `${props.path}.transitions.${at}.from`)}
                    options={others().map(({ id, name }) => ({ value: id, label: name }))}
                    onChoose={(from) => put({ ...transition(), from }, 'stage')}
                  />
                </div>
                <IconButton
                  label={words.removeFrom(nameOf(transition().from))}
                  onClick={() =>
                    set(
                      props.stage.transitions.filter((_, place) => place !== at),
                      'removeFrom',
                    )
                  }
                >
                  <X size={18} />
                </IconButton>
              </div>
              <FieldChoice
                label={words.more}
                chosen={transition().requiredFields}
                except={props.stage.requiredFields}
                onChange={(requiredFields) => put({ ...transition(), requiredFields }, 'fields')}
              />
            </div>
          );
        }}
      </Index>
      <Show when={free()}>
        <Button class="self-start" icon={<Plus size={16} />} onClick={add}>
          {words.addFrom}
        </Button>
      </Show>
    </section>
  );
};

const isOfStages = ({ on }: Rule): boolean => on.kind === 'stageEntered' || on.kind === 'stageStay';
const stageOfRule = ({ on }: Rule): string | undefined =>
  on.kind === 'stageEntered' || on.kind === 'stageStay' ? on.stage : undefined;

/** What happens on entry and when time is over are rules: shown here, written there. */
const StageRules: Component<{ readonly stage: Stage }> = (props) => {
  const { process, book, answer } = useProcess();
  const data = useData();
  const navigate = useNavigate();
  const rules = createMemo(() =>
    process().rules.filter(
      (rule) => isOfStages(rule) && (stageOfRule(rule) === undefined || stageOfRule(rule) === props.stage.id),
    ),
  );
  const begin = (on: Trigger, name: string): void => {
    const rule: Rule = { ...freshRule(data.newId(), name), on };
    book.set(`rule:${rule.id}`, { part: { kind: 'rule', rule }, basis: null });
    navigate(rulePath(rule.id));
  };
  return (
    <section class="flex flex-col gap-2">
      <SectionTitle>{words.actions}</SectionTitle>
      <p class="m-0 text-second text-ink-3">{words.actionsLine}</p>
      <Show when={rules().length > 0} fallback={<p class="m-0 text-second text-ink-3">{words.noRules}</p>}>
        <Card flush={true}>
          <For each={rules()}>
            {(rule) => (
              <ListRow
                href={rulePath(rule.id)}
                title={rule.name}
                line={stageOfRule(rule) === undefined ? words.anyStage : undefined}
              />
            )}
          </For>
        </Card>
      </Show>
      <Show when={answer().mayEdit}>
        <div class="flex flex-wrap gap-2">
          <Button
            icon={<Plus size={16} />}
            onClick={() => begin({ kind: 'stageEntered', stage: props.stage.id }, words.entryName(props.stage.name))}
          >
            {words.addEntry}
          </Button>
          <Button
            icon={<Plus size={16} />}
            onClick={() => begin({ kind: 'stageStay', stage: props.stage.id }, words.stayName(props.stage.name))}
          >
            {words.addStay}
          </Button>
        </div>
      </Show>
    </section>
  );
};

/** One stage: name, limit, what must be filled, more from a certain stage, and the rules that belong to it. */
export const StageSheet: Component<
  StageProps & { readonly readOnly: boolean; readonly onRemove: () => void; readonly onClose: () => void }
> = (props) => (
  <ItemSheet
    title={props.stage.name}
    removeLabel={words.remove}
    onRemove={props.readOnly ? null : () => props.onRemove()}
    onClose={() => props.onClose()}
  >
    <div class="flex flex-col gap-5">
      <fieldset disabled={props.readOnly} class="m-0 flex min-w-0 flex-col gap-5 border-0 p-0">
        <TextField
          label={words.name}
          value={props.stage.name}
          maxLength={20}
          autocomplete="off"
          error={problemAt(props.problems, `${props.path}.name`)}
          onText={(name) => props.onChange({ ...props.stage, name }, 'name')}
        />
        <NumberField
          label={words.limit}
          aside={words.limitUnit}
          value={props.stage.limitDays}
          error={problemAt(props.problems, `${props.path}.limitDays`)}
          onNumber={(limitDays) => props.onChange({ ...props.stage, limitDays }, 'limit')}
        />
        <FieldChoice
          label={words.required}
          chosen={props.stage.requiredFields}
          error={problemAt(props.problems, `${props.path}.requiredFields`)}
          onChange={(requiredFields) => props.onChange({ ...props.stage, requiredFields }, 'fields')}
        />
        <Transitions {...props} />
      </fieldset>
      <StageRules stage={props.stage} />
    </div>
  </ItemSheet>
);
