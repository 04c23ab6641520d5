import { type Component, Index, Show } from 'solid-js';
import type { Route, Rung } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { Plus, X } from '../../../ui/icons.ts';
import { type PartProblem, problemAt } from '../part-problems.ts';
import { ROUTE_CHOICES } from './action-form.tsx';
import { DurationField } from './duration-field.tsx';

const MOST_RUNGS = 6;
const ACTS = (['tell', 'takeOver'] as const).map((value) => ({ value, label: words.acts[value] }));

/** The ladder: so long after the rule acted, tell somebody or let him take over (R9). */
export const LadderForm: Component<{
  readonly ladder: readonly Rung[];
  readonly problems: readonly PartProblem[];
  readonly path: string;
  readonly onChange: (ladder: readonly Rung[], field: string) => void;
}> = (props) => {
  const data = useData();
  const set = (at: number, rung: Rung, field: string): void =>
    props.onChange(
      props.ladder.map((one, place) => (place === at ? rung : one)),
      `${at}.${field}`,
    );
  const add = (): void => {
    const last = props.ladder.at(-1)?.after;
    const after = last === undefined ? { amount: 3, unit: 'day' as const } : { ...last, amount: last.amount + 2 };
    props.onChange([...props.ladder, { id: data.newId(), after, to: 'directManager', act: 'tell' }], 'add');
  };
  return (
    <div class="flex flex-col gap-3">
      <p class="m-0 text-second text-ink-2">{words.ladderLine}</p>
      <Index each={props.ladder}>
        {(rung, at) => (
          <fieldset class="m-0 flex min-w-0 flex-col gap-2.5 rounded-inner border border-line p-3">
            <div class="flex items-center justify-between gap-2">
              <legend class="float-left p-0 text-second font-semibold">{words.rung(at + 1)}</legend>
              <IconButton
                label={words.removeRung(at + 1)}
                onClick={() =>
                  props.onChange(
                    props.ladder.filter((_, place) => place !== at),
                    'remove',
                  )
                }
              >
                <X size={18} />
              </IconButton>
            </div>
            <DurationField
              label={words.after}
              value={rung().after}
              error={problemAt(props.problems, `${props.path}.${at}`)}
              onChange={(after) => set(at, { ...rung(), after }, 'after')}
            />
            <div class="grid grid-cols-2 gap-2">
              <SelectField
                label={words.rungAct}
                value={rung().act}
                options={ACTS}
                onChoose={(act) => set(at, { ...rung(), act: act as Rung['act'] }, 'act')}
              />
              <SelectField
                label={words.to}
                value={rung().to}
                options={ROUTE_CHOICES}
                onChoose={(to) => set(at, { ...rung(), to: to as Route }, 'to')}
              />
            </div>
          </fieldset>
        )}
      </Index>
      <Show when={props.ladder.length < MOST_RUNGS}>
        <Button icon={<Plus size={16} />} onClick={add}>
          {words.addRung}
        </Button>
      </Show>
    </div>
  );
};
