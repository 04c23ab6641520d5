import { type Component, createSignal, type JSX, Show } from 'solid-js';
import { useOrg } from '../../app/data-context.tsx';
import type { CellAnswer } from '../../data/board-contract.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { VirtualRows } from '../../ui/virtual-list.tsx';
import { CohortRow } from './cohort-row.tsx';
import { type RowAct, RowSheets, type Stay } from './row-sheets.tsx';

/** The customers of a number, most overdue first (R44, R45), each with what can be done at once. */
export const CohortList: Component<{
  readonly cell: CellAnswer;
  readonly isTouched: boolean;
  readonly stay: Stay | null;
  readonly empty: string;
  /** Stands over the list. */
  readonly head?: JSX.Element;
}> = (props) => {
  const org = useOrg();
  const [act, setAct] = createSignal<RowAct | null>(null);
  return (
    <>
      {props.head}
      <Show
        when={props.cell.rows.length > 0}
        fallback={<p class="m-0 px-gutter py-6 text-body text-ink-2">{props.empty}</p>}
      >
        <p class="m-0 flex justify-between gap-3 border-b border-line px-gutter pb-2 text-meta text-ink-3">
          <span>{words.order}</span>
          <span>{words.redEdge(org()?.process.heatmap.highlightOverdueDays ?? 0)}</span>
        </p>
        <VirtualRows items={props.cell.rows}>
          {(row) => <CohortRow row={row} isTouched={props.isTouched} onAct={setAct} />}
        </VirtualRows>
      </Show>
      <RowSheets act={act()} stay={props.stay} onClose={() => setAct(null)} />
    </>
  );
};
