import { type Component, For, Show } from 'solid-js';
import { createAnswer, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { CellAnswer, HeatmapFilter } from '../../data/contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { ListRow } from '../../ui/list.tsx';
import { MarkGlyph } from '../../views/mark-glyph.tsx';

/** A cell that is open: which stage and week, under which filter. */
export interface OpenCell {
  readonly stage: string;
  readonly week: string;
}

type Row = CellAnswer['rows'][number];

const FollowUp: Component<{ readonly row: Row }> = (props) => {
  const now = useNow();
  return (
    <Show when={props.row.lastFollowUp} fallback={words.noFollowUp}>
      {(last) => (
        <>
          {dayAndTime(last().atMs, now())} {words.followUp[last().kind] ?? ''} {last().text}
        </>
      )}
    </Show>
  );
};

const CohortRow: Component<{ readonly row: Row }> = (props) => (
  <ListRow
    lead={<MarkGlyph look={props.row.customer.mark} size={20} />}
    title={<span class="truncate">{props.row.customer.name}</span>}
    line={<FollowUp row={props.row} />}
    right={
      <span class={props.row.overdueDays > 0 ? 'font-semibold text-red-text' : ''}>
        {props.row.overdueDays > 0 ? words.overdueBy(props.row.overdueDays) : words.stay(props.row.dwellDays)}
      </span>
    }
    rightLine={props.row.customer.ownerName ?? words.nobody}
    alarm={props.row.highlighted}
    href={`${PATHS.pool}/${props.row.customer.id}`}
  />
);

/** Exactly the customers a cell counts, most overdue first (R44, R45). */
export const CellPanel: Component<{ readonly cell: OpenCell; readonly filter: HeatmapFilter }> = (props) => {
  const org = useOrg();
  const answer = createAnswer(() => ({ kind: 'cell' as const, filter: props.filter, ...props.cell }));
  const highlight = () => org()?.process.heatmap.highlightOverdueDays ?? 0;
  return (
    <Show when={answer()}>
      {(cell) => (
        <>
          <p class="m-0 px-gutter pb-3 text-second text-ink-2">
            {words.panelLine(cell().entered, cell().stillThere, cell().averageDwellDays)}
          </p>
          <Show
            when={cell().rows.length > 0}
            fallback={<p class="m-0 px-gutter py-6 text-body text-ink-2">{words.panelEmpty}</p>}
          >
            <p class="m-0 flex justify-between gap-3 border-b border-line px-gutter pb-2 text-meta text-ink-3">
              <span>{words.order}</span>
              <span>{words.redEdge(highlight())}</span>
            </p>
            <ul class="m-0 list-none p-0">
              <For each={cell().rows}>
                {(row) => (
                  <li>
                    <CohortRow row={row} />
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </>
      )}
    </Show>
  );
};
