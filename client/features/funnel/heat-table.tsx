import { type Component, For } from 'solid-js';
import type { HeatmapAnswer } from '../../data/contract.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { cellNumbers } from './heat-steps.ts';
import { weekDates } from './week-words.ts';

/** The same numbers as a plain table: for reading row by row and for copying. */
export const HeatTable: Component<{
  readonly answer: HeatmapAnswer;
  readonly onOpen: (row: number, column: number) => void;
}> = (props) => (
  <div class="overflow-x-auto">
    <table class="w-full border-collapse text-second">
      <thead>
        <tr class="text-left text-ink-3">
          <th scope="col" class="py-2 pr-4 font-normal">
            {words.week}
          </th>
          <For each={props.answer.stages}>
            {(stage) => (
              <th scope="col" class="py-2 pr-4 font-semibold text-ink">
                {stage.name}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.answer.weeks}>
          {(week, row) => (
            <tr class="border-t border-line">
              <th scope="row" class="py-2 pr-4 text-left font-normal whitespace-nowrap">
                <span class="block font-semibold text-ink">{week.label}</span>
                <span class="text-meta text-ink-3">{weekDates(week)}</span>
              </th>
              <For each={props.answer.stages}>
                {(_stage, column) => {
                  const numbers = () => cellNumbers(props.answer, row(), column());
                  return (
                    <td class="py-1 pr-4">
                      <button
                        type="button"
                        class="min-h-11 rounded-ctl px-1 text-left hover:bg-hover"
                        onClick={() => props.onOpen(row(), column())}
                      >
                        <span class="font-semibold text-ink">{numbers().entered}</span>
                        <span class="ml-2 text-meta text-ink-3">{words.days(numbers().tenths)}</span>
                        <span class="ml-2 text-meta text-red-text">
                          {numbers().overdue > 0 ? words.overdueChip(numbers().overdue) : ''}
                        </span>
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
