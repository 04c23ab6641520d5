import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import { RollingNumber } from './rolling-number.tsx';

export interface HeatHead {
  readonly id: string;
  readonly label: string;
  readonly line?: string;
}
export interface HeatCell {
  /** The big number. */
  readonly count: number;
  /** Ramp step 0–7; 0 is drawn as an outline. */
  readonly step: number;
  /** In the corner: mean stay. */
  readonly corner: string | null;
  /** White chip beside it, below it on a phone: how many are late. */
  readonly chip: string | null;
  /** Accessible name that says all of it. */
  readonly name: string;
}

export type HeatCorner = 'topRight' | 'topLeft' | 'bottomRight';
interface Places {
  readonly corner: string;
  /** The chip on a phone stands by itself. */
  readonly chip: string;
  readonly count: string;
}
const PLACES: Readonly<Record<'wide' | 'compact', Readonly<Record<HeatCorner, Places>>>> = {
  wide: {
    topRight: { corner: 'top-1 right-2 left-1 justify-end', chip: '', count: 'bottom-2 left-2.5' },
    topLeft: { corner: 'top-1 left-2 right-1', chip: '', count: 'bottom-2 left-2.5' },
    bottomRight: { corner: 'bottom-1 right-2 left-1 justify-end', chip: '', count: 'top-2 left-2.5' },
  },
  compact: {
    topRight: { corner: 'top-0.5 right-1', chip: '-right-0.5 top-5.5', count: 'bottom-0.5 left-1' },
    topLeft: { corner: 'top-0.5 left-1', chip: 'left-6 top-5.5', count: 'bottom-0.5 left-1' },
    bottomRight: { corner: 'bottom-0.5 right-1', chip: '-right-0.5 bottom-4.5', count: 'top-0.5 left-1' },
  },
};

/** Least widths, so that no figure stands over its neighbour; a grid with more columns than fit scrolls. */
const LEAST_PX = { compact: { head: 68, cell: 49 }, wide: { head: 96, cell: 80 } } as const;

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Rows × columns of counts as an ARIA grid: one tab stop, arrows walk, Home/End the row (with Ctrl the grid),
 * Enter or a press opens, Shift Enter pins. `cell` is asked again for each cell whenever what it reads changes: the
 * ground fades 400 ms and the number rolls, no other cell moves.
 */
export const HeatGrid: Component<{
  readonly label: string;
  readonly rowHeading: string;
  readonly columns: readonly HeatHead[];
  readonly rows: readonly HeatHead[];
  readonly cell: (row: number, column: number) => HeatCell;
  readonly selected: { readonly row: string; readonly column: string } | null;
  readonly onOpen: (row: number, column: number) => void;
  /** A cell was walked to by a key. */
  readonly onWalk?: (row: number, column: number) => void;
  readonly onPin?: (row: number, column: number) => void;
  /** Where the small figures stand; the number has the place opposite. */
  readonly corner?: HeatCorner;
  /** Phone: small cells, whole days, bare late number. */
  readonly compact?: boolean;
}> = (props) => {
  const [focused, setFocused] = createSignal<readonly [number, number]>([0, 0]);
  let table: HTMLTableElement | undefined;
  const at = createMemo(() => {
    const [row, column] = focused();
    return [Math.min(row, props.rows.length - 1), Math.min(column, props.columns.length - 1)] as const;
  });
  const focus = (row: number, column: number): void => {
    const to = [
      Math.max(0, Math.min(props.rows.length - 1, row)),
      Math.max(0, Math.min(props.columns.length - 1, column)),
    ] as const;
    setFocused(to);
    table?.querySelector<HTMLElement>(`[data-at="${to[0]}-${to[1]}"]`)?.focus();
    props.onWalk?.(to[0], to[1]);
  };
  const onKey = (event: KeyboardEvent): void => {
    const [row, column] = at();
    const move = MOVES[event.key];
    const whole = event.ctrlKey || event.metaKey;
    if (move) focus(row + move[0], column + move[1]);
    else if (event.key === 'Home') focus(whole ? 0 : row, 0);
    else if (event.key === 'End') focus(whole ? props.rows.length - 1 : row, props.columns.length - 1);
    else if (event.key === 'Enter' && event.shiftKey && props.onPin) props.onPin(row, column);
    else return;
    event.preventDefault();
  };
  const least = () => LEAST_PX[props.compact ? 'compact' : 'wide'];
  /** The heads of the rows, while the columns scroll past. */
  const stays = () => `sticky left-0 z-10 ${props.compact ? 'bg-paper' : 'bg-surface'}`;
  const isSelected = (row: HeatHead, column: HeatHead): boolean =>
    props.selected?.row === row.id && props.selected.column === column.id;
  return (
    <table
      ref={table}
      role="grid"
      aria-label={props.label}
      onKeyDown={onKey}
      class={`w-full table-fixed border-separate print:min-w-0! ${props.compact ? 'border-spacing-0.75' : 'border-spacing-1'}`}
      style={{ 'min-width': `${least().head + props.columns.length * least().cell}px` }}
    >
      <thead>
        <tr>
          <th scope="col" class={`${stays()} ${props.compact ? 'w-16' : 'w-24'}`}>
            <span class="sr-only">{props.rowHeading}</span>
          </th>
          <For each={props.columns}>
            {(column) => (
              <th
                scope="col"
                class={`px-0.5 pb-1 text-left align-bottom font-normal ${props.compact ? 'text-center' : ''}`}
              >
                <Show
                  when={!props.compact}
                  fallback={
                    <span class="mx-auto block max-w-[2.2em] text-meta leading-snug text-ink-3">{column.label}</span>
                  }
                >
                  {/* Beside the name, and where that has no room flush under it. */}
                  <span class="flex flex-wrap items-baseline gap-x-1.5">
                    <span class="text-second font-semibold text-ink">{column.label}</span>
                    <Show when={column.line}>
                      <span class="text-meta whitespace-nowrap text-ink-3">{column.line}</span>
                    </Show>
                  </span>
                </Show>
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row, r) => (
            <tr>
              <th
                scope="row"
                class={`pr-1 text-left align-middle font-normal ${stays()} ${props.compact ? 'pl-2.25' : ''}`}
              >
                <span
                  title={row.label}
                  class={`block truncate font-semibold text-ink ${props.compact ? 'text-meta' : 'text-second'}`}
                >
                  {row.label}
                </span>
                <span class="block text-meta whitespace-nowrap text-ink-3">{row.line}</span>
              </th>
              <For each={props.columns}>
                {(column, c) => {
                  const cell = createMemo(() => props.cell(r(), c()));
                  // Two long numbers do not fit side by side in a small cell: then they stand on lines of their own.
                  const isCrowded = () => String(cell().count).length + (cell().chip?.length ?? 0) > 4;
                  const places = () => PLACES[props.compact ? 'compact' : 'wide'][props.corner ?? 'topRight'];
                  return (
                    <td class="p-0" aria-selected={isSelected(row, column)}>
                      <button
                        type="button"
                        data-at={`${r()}-${c()}`}
                        tabindex={at()[0] === r() && at()[1] === c() ? 0 : -1}
                        aria-label={cell().name}
                        onFocus={() => setFocused([r(), c()])}
                        onClick={() => props.onOpen(r(), c())}
                        class={`heat-${cell().step} relative block w-full rounded-[7px] transition-colors duration-400 ${props.compact ? 'h-11.5' : 'h-17'} ${isSelected(row, column) ? 'outline-[2.5px] outline-offset-2 outline-ink' : ''}`}
                      >
                        <span
                          class={`absolute flex items-center gap-x-1 whitespace-nowrap ${places().corner} ${props.compact ? 'text-corner' : 'flex-wrap text-meta leading-4'}`}
                        >
                          <Show when={cell().corner}>{cell().corner}</Show>
                          <Show when={cell().chip}>
                            <span
                              class={`heat-chip rounded-[4px] font-semibold ${props.compact ? `absolute px-0.75 ${places().chip} ${isCrowded() ? 'top-3.5! leading-3' : ''}` : 'px-1'}`}
                            >
                              {cell().chip}
                            </span>
                          </Show>
                        </span>
                        <span
                          class={`absolute font-semibold ${places().count} ${props.compact ? (cell().count < 100 ? 'text-body' : 'text-meta leading-4') : 'text-figure leading-none'}`}
                        >
                          <RollingNumber value={cell().count} />
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
  );
};

/** The steps of the ramp from few to many, with the lower bound of each. */
export const HeatLegend: Component<{
  readonly from: string;
  readonly to: string;
  /** Lower bound per step 1–7. */
  readonly bounds: readonly number[];
  readonly showNumbers: boolean;
}> = (props) => (
  <span class="inline-flex items-center gap-1.5 text-meta whitespace-nowrap text-ink-3">
    {props.from}
    <For each={props.bounds}>
      {(bound, at) => (
        <span
          class={`heat-${at() + 1} inline-flex h-4 items-center justify-center rounded-[3px] text-meta ${props.showNumbers ? 'min-w-6 px-1' : 'w-5'}`}
        >
          <Show when={props.showNumbers}>{bound}</Show>
        </span>
      )}
    </For>
    {props.to}
  </span>
);
