import { type Component, For, Show } from 'solid-js';
import type { GapCount } from '../../data/work-contract.ts';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';

const HEAD = 'px-2 py-2 text-right text-meta font-normal text-ink-3 whitespace-nowrap';
const CELL = 'px-2 py-2 text-right text-second text-ink whitespace-nowrap';

/** How many gaps per rule or per team, this week beside the one before, and the days they have cost. */
export const CountTable: Component<{
  readonly label: string;
  readonly first: string;
  readonly rows: readonly GapCount[];
  readonly nameOf: (row: GapCount) => string;
}> = (props) => (
  <div class="overflow-x-auto">
    <table aria-label={props.label} class="w-full border-collapse">
      <thead>
        <tr>
          <th scope="col" class={`${HEAD} text-left!`}>
            {props.first}
          </th>
          <th scope="col" class={HEAD}>
            {words.table.open}
          </th>
          <th scope="col" class={HEAD}>
            {words.table.begun}
          </th>
          <th scope="col" class={`${HEAD} max-sm:hidden`}>
            {words.table.before}
          </th>
          <th scope="col" class={`${HEAD} max-sm:hidden`}>
            {words.table.resolved}
          </th>
          <th scope="col" class={HEAD}>
            {words.table.lost}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr class="border-t border-line">
              <th scope="row" class="px-2 py-2 text-left text-item font-semibold text-ink">
                {props.nameOf(row)}
              </th>
              <td class={CELL}>{row.open}</td>
              <td class={CELL}>
                {row.begun}
                <Show when={row.begun > row.begunBefore}>
                  <span aria-hidden="true" class="ml-0.5 text-red-text">
                    ↑
                  </span>
                </Show>
              </td>
              <td class={`${CELL} max-sm:hidden`}>{row.begunBefore}</td>
              <td class={`${CELL} max-sm:hidden`}>{row.resolved}</td>
              <td class={CELL}>{words.table.days(row.daysLost)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </div>
);
