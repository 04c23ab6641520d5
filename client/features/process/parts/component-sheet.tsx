import { type Component, Show } from 'solid-js';
import { BOARD_AXES, type BoardComponent } from '#rules';
import { board as words } from '../../../locales/zh-CN/board.ts';
import { SelectField, type SelectOption, TextField } from '../../../ui/field.tsx';
import { ItemSheet } from '../item-sheet.tsx';
import { type PartProblem, problemAt } from '../part-problems.ts';

const AXES: readonly SelectOption[] = BOARD_AXES.map((value) => ({ value, label: words.axes[value] }));
const optionsOf = (names: Readonly<Record<string, string>>): readonly SelectOption[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** One component of the board: what its columns and rows are, what is counted, what stands in its corner (R104). */
export const ComponentSheet: Component<{
  readonly component: BoardComponent;
  readonly title: string;
  /** Path of the component inside the part. */
  readonly path: string;
  readonly problems: readonly PartProblem[];
  readonly readOnly: boolean;
  readonly isLast: boolean;
  readonly onChange: (component: BoardComponent, field: string) => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}> = (props) => {
  const set = (change: Partial<BoardComponent>): void =>
    props.onChange({ ...props.component, ...change }, Object.keys(change).join());
  const problem = (field: keyof BoardComponent) => problemAt(props.problems, `${props.path}.${field}`);
  return (
    <ItemSheet
      title={props.title}
      removeLabel={words.remove}
      onRemove={props.readOnly || props.isLast ? null : () => props.onRemove()}
      onClose={() => props.onClose()}
    >
      <fieldset disabled={props.readOnly} class="m-0 flex min-w-0 flex-col gap-5 border-0 p-0">
        <TextField
          label={words.name}
          value={props.component.name}
          maxLength={20}
          autocomplete="off"
          error={problem('name')}
          onText={(name) => set({ name })}
        />
        <SelectField
          label={words.x}
          value={props.component.x}
          options={AXES}
          error={problem('x')}
          onChoose={(x) => set({ x: x as BoardComponent['x'] })}
        />
        <SelectField
          label={words.y}
          value={props.component.y}
          options={AXES}
          error={problem('y')}
          onChoose={(y) => set({ y: y as BoardComponent['y'] })}
        />
        <SelectField
          label={words.value}
          value={props.component.value}
          options={optionsOf(words.values)}
          hint={words.valueHint[props.component.value]}
          onChoose={(value) => set({ value: value as BoardComponent['value'] })}
        />
        <SelectField
          label={words.overlay}
          value={props.component.overlay}
          options={optionsOf(words.overlays)}
          onChoose={(overlay) => set({ overlay: overlay as BoardComponent['overlay'] })}
        />
        <Show when={props.component.overlay !== 'none'}>
          <SelectField
            label={words.corner}
            value={props.component.corner}
            options={optionsOf(words.corners)}
            onChoose={(corner) => set({ corner: corner as BoardComponent['corner'] })}
          />
        </Show>
        <Show when={props.isLast}>
          <p class="m-0 text-second text-ink-3">{words.last}</p>
        </Show>
      </fieldset>
    </ItemSheet>
  );
};
