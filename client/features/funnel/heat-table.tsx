import { type Component, For } from 'solid-js';
import type { HeatmapAnswer } from '../../data/board-contract.ts';
import { board } from '../../locales/zh-CN/board.ts';
import { cellName, headLine, headName, smallFigures } from './head-words.ts';
import { cellNumbers } from './heat-steps.ts';

/** The same numbers as a plain table: for reading row by row and for copying. */
export const HeatTable: Component<{
  readonly answer: HeatmapAnswer;
  /** The columns from one on, so many of them. */
  readonly from: number;
  readonly size: number;
  readonly onOpen: (row: number, column: number) => void;
}> = (props) => (
  <div class="overflow-x-auto print:overflow-visible">
    <table class="w-full border-collapse text-second">
      <caption class="sr-only">{props.answer.component.name}</caption>
      <thead>
        <tr class="text-left text-ink-3">
          <th scope="col" class="py-2 pr-4 font-normal">
            {board.axes[props.answer.component.y]}
          </th>
          <For each={props.answer.columns.slice(props.from, props.from + props.size)}>
            {(column) => (
              <th scope="col" class="py-2 pr-4 font-semibold text-ink">
                {headName(column)}
                <span class="block text-meta font-normal text-ink-3">{headLine(column)}</span>
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.answer.rows}>
          {(head, row) => (
            <tr class="border-t border-line">
              <th scope="row" class="py-2 pr-4 text-left font-normal whitespace-nowrap">
                <span class="block font-semibold text-ink">{headName(head)}</span>
                <span class="text-meta text-ink-3">{headLine(head)}</span>
              </th>
              <For each={props.answer.columns.slice(props.from, props.from + props.size)}>
                {(_column, at) => {
                  const column = () => props.from + at();
                  const numbers = () => cellNumbers(props.answer, row(), column());
                  const small = () => smallFigures(props.answer, numbers(), true);
                  return (
                    <td class="py-1 pr-4">
                      <button
                        type="button"
                        aria-label={cellName(props.answer, row(), column(), numbers())}
                        class="min-h-11 rounded-ctl px-1 text-left hover:bg-hover"
                        onClick={() => props.onOpen(row(), column())}
                      >
                        <span class="font-semibold text-ink">{numbers().value}</span>
                        <span class="ml-2 text-meta text-ink-3">{small().corner}</span>
                        <span class="ml-2 text-meta text-red-text">{small().chip}</span>
                      </button>
                    </td>
                  );
                }}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </div>
);
