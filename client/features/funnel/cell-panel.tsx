import { type Component, Show } from 'solid-js';
import { createAnswer, useOrg } from '../../app/data-context.tsx';
import type { CellAnswer, HeatmapFilter } from '../../data/board-contract.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { PanelPending } from '../../views/panel-pending.tsx';
import type { OpenCell } from './board-address.ts';
import { CohortList } from './cohort-list.tsx';
import { CellCauses } from './moves/cell-causes.tsx';

const Figures: Component<{ readonly cell: CellAnswer; readonly isTouched: boolean }> = (props) => (
  <p class="m-0 px-gutter pb-3 text-second text-ink-2">
    {props.isTouched
      ? words.panelTouched(props.cell.times, props.cell.entered)
      : words.panelLine(props.cell.entered, props.cell.stillThere, props.cell.averageDwellDays)}
  </p>
);

/** Exactly the customers a cell counts, most overdue first (R44, R45), each with what can be done at once. */
export const CellPanel: Component<{
  readonly cell: OpenCell;
  readonly filter: HeatmapFilter;
}> = (props) => {
  const org = useOrg();
  const answer = createAnswer(() => ({
    kind: 'cell' as const,
    component: props.cell.component,
    column: props.cell.column,
    row: props.cell.row,
    filter: props.filter,
  }));
  const process = () => org()?.process;
  const component = () => process()?.board.components.find(({ id }) => id === props.cell.component);
  const isTouched = (): boolean => component()?.value === 'touchpoints';
  /** Of a board of stages by weeks that counts entries: the stage and the week of the cell. */
  const stay = () => {
    const { x, y, value } = component() ?? {};
    const [column, row] = [props.cell.column, props.cell.row];
    if (value !== 'entered') return null;
    if (x === 'stage' && y === 'week') return { stage: column, week: row };
    return x === 'week' && y === 'stage' ? { stage: row, week: column } : null;
  };
  return (
    <Show when={answer()} fallback={<PanelPending />}>
      {(cell) => (
        <div>
          <Figures cell={cell()} isTouched={isTouched()} />
          <Show when={stay()}>
            {(cell) => <CellCauses stage={cell().stage} week={cell().week} filter={props.filter} />}
          </Show>
          <CohortList cell={cell()} isTouched={isTouched()} stay={stay()} empty={words.panelEmpty} />
        </div>
      )}
    </Show>
  );
};
