import { type Component, For, Show } from 'solid-js';
import { civilDate, shanghaiDay } from '#rules';
import { createAnswer } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { HeatmapFilter } from '../../data/board-contract.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { ListRow } from '../../ui/list.tsx';

const dayWords = (atMs: number): string => {
  const { year, month, day } = civilDate(shanghaiDay(atMs));
  return `${year}-${month}-${day}`;
};

/** Entries that stand in no cell because their date cannot be right: whose they are, so that they are put right. */
export const UnlikelySheet: Component<{
  readonly component: string;
  readonly filter: HeatmapFilter;
  readonly onClose: () => void;
}> = (props) => {
  const answer = createAnswer(() => ({ kind: 'unlikely' as const, component: props.component, filter: props.filter }));
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.unlikelyTitle}
      line={words.unlikelyLine}
      closeLabel={words.close}
      height="full"
    >
      <Show when={answer()}>
        {(found) => (
          <ul class="-mx-gutter my-0 list-none p-0">
            <For each={found().rows}>
              {(row) => (
                <li>
                  <ListRow
                    title={<span class="truncate">{row.customer.name}</span>}
                    line={words.unlikelyRow(row.stage, dayWords(row.atMs))}
                    rightLine={row.customer.ownerName ?? words.nobody}
                    href={`${PATHS.pool}/${row.customer.id}`}
                  />
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </Sheet>
  );
};
