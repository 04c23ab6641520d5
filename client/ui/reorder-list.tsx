import { type Component, createSignal, For, type JSX, Show } from 'solid-js';
import { IconButton } from './button.tsx';
import { ArrowDown, ArrowUp, GripVertical } from './icons.ts';

/** The list with one item moved to another place. */
export const moved = <Item,>(items: readonly Item[], from: number, to: number): Item[] => {
  const item = items[from];
  return item === undefined ? [...items] : items.toSpliced(from, 1).toSpliced(to, 0, item);
};

/**
 * A list whose order is the user's: by dragging the grip, by the two buttons of a row, or by Alt and an arrow on
 * anything in the row. `onMove` gets both places; a row keeps its element while its id stays.
 */
export const ReorderList: Component<{
  readonly label: string;
  readonly ids: readonly string[];
  /** Accessible name of a row. */
  readonly nameOf: (id: string) => string;
  readonly upLabel: (name: string) => string;
  readonly downLabel: (name: string) => string;
  /** Only to be read: neither grip nor buttons are there. */
  readonly disabled?: boolean;
  readonly onMove: (from: number, to: number) => void;
  readonly children: (id: string) => JSX.Element;
}> = (props) => {
  const [dragged, setDragged] = createSignal<string | null>(null);
  const [over, setOver] = createSignal<string | null>(null);
  const at = (id: string): number => props.ids.indexOf(id);
  const step = (id: string, by: number): void => {
    const to = at(id) + by;
    if (!props.disabled && to >= 0 && to < props.ids.length) props.onMove(at(id), to);
  };
  const drop = (id: string): void => {
    const from = dragged();
    if (from !== null && from !== id) props.onMove(at(from), at(id));
    setDragged(null);
    setOver(null);
  };
  const onKey = (event: KeyboardEvent, id: string): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    step(id, event.key === 'ArrowUp' ? -1 : 1);
    // The row moved in the page: whatever held the focus in it still should.
    (event.target as HTMLElement).focus();
  };
  return (
    <ol aria-label={props.label} class="m-0 flex list-none flex-col p-0">
      <For each={props.ids}>
        {(id) => (
          <li
            class={`flex items-center gap-1 border-b border-line last:border-0 ${over() === id ? 'bg-brand-soft' : ''} ${dragged() === id ? 'opacity-55' : ''}`}
            onDragOver={(event) => {
              if (dragged() === null) return;
              event.preventDefault();
              setOver(id);
            }}
            onDrop={(event) => {
              event.preventDefault();
              drop(id);
            }}
            onKeyDown={(event) => onKey(event, id)}
          >
            <Show when={!props.disabled}>
              <span
                aria-hidden="true"
                draggable={true}
                onDragStart={(event) => {
                  event.dataTransfer?.setData('text/plain', id);
                  setDragged(id);
                }}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
                class="hidden shrink-0 cursor-grab px-1 text-ink-3 pointer-fine:block"
              >
                <GripVertical size={18} />
              </span>
            </Show>
            <div class="min-w-0 flex-1">{props.children(id)}</div>
            <Show when={!props.disabled}>
              <IconButton
                quiet={true}
                label={props.upLabel(props.nameOf(id))}
                disabled={at(id) === 0}
                onClick={() => step(id, -1)}
              >
                <ArrowUp size={17} />
              </IconButton>
              <IconButton
                quiet={true}
                label={props.downLabel(props.nameOf(id))}
                disabled={at(id) === props.ids.length - 1}
                onClick={() => step(id, 1)}
              >
                <ArrowDown size={17} />
              </IconButton>
            </Show>
          </li>
        )}
      </For>
    </ol>
  );
};
