import { type Component, createMemo, For, type JSX, Show } from 'solid-js';
import type { HeatmapAnswer } from '../../data/board-contract.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { createPrinting } from '../../ui/printing.ts';
import { headName } from './head-words.ts';

/** Columns that a sheet of A4 takes with figures that can be read: upright, and on its side. */
const UPRIGHT = { wide: 7, compact: 11 } as const;
const ON_ITS_SIDE = { wide: 11, compact: 16 } as const;

/** So many columns in each part: parts of one size, as few as there have to be. */
const partSize = (columns: number, most: number): number => Math.ceil(columns / Math.max(1, Math.ceil(columns / most)));

export interface PaperPartsProps {
  readonly answer: HeatmapAnswer;
  readonly isCompact: boolean;
  /** Draws the columns from one on, so many of them; the heads of the rows each time. */
  readonly children: (from: number, size: () => number) => JSX.Element;
}

/**
 * All columns on a screen. On paper a board of many goes over several sheets on their side, each with the heads of its
 * rows and which part it is: squeezed into one, nobody could read it.
 */
export const PaperParts: Component<PaperPartsProps> = (props) => {
  const isPrinting = createPrinting();
  const kind = () => (props.isCompact ? 'compact' : 'wide');
  const count = () => props.answer.columns.length;
  const isSplit = () => isPrinting() && count() > ON_ITS_SIDE[kind()];
  const size = () => (isSplit() ? partSize(count(), ON_ITS_SIDE[kind()]) : count());
  // The first one stays the same part, with its focus, whatever becomes of the columns.
  const parts = createMemo((): readonly number[] =>
    isSplit() ? Array.from({ length: Math.ceil(count() / size()) }, (_, at) => at * size()) : [0],
  );
  const nameOf = (at: number): string => {
    const head = props.answer.columns[Math.min(at, count() - 1)];
    return head === undefined ? '' : headName(head);
  };
  return (
    <div data-paper={count() > UPRIGHT[kind()] ? 'side' : undefined}>
      <For each={parts()}>
        {(from, at) => (
          <div class={at() > 0 ? 'break-before-page' : ''}>
            <Show when={isSplit()}>
              <p class="m-0 break-after-avoid pb-1 text-second text-ink-2">
                {words.part(nameOf(from), nameOf(from + size() - 1), at() + 1, parts().length)}
              </p>
            </Show>
            {props.children(from, size)}
          </div>
        )}
      </For>
    </div>
  );
};
