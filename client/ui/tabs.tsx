import { type Component, createUniqueId, For, type JSX, Show } from 'solid-js';

export interface TabItem {
  readonly id: string;
  readonly label: string;
  readonly count?: number | undefined;
}

const STEP: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs with one panel; arrow keys, Home and End move and choose. The panel is drawn by `children(id)`. */
export const Tabs: Component<{
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly value: string;
  readonly onChoose: (id: string) => void;
  readonly children: (id: string) => JSX.Element;
}> = (props) => {
  const base = createUniqueId();
  const onKey = (event: KeyboardEvent): void => {
    const at = props.items.findIndex((item) => item.id === props.value);
    const step = STEP[event.key];
    const last = props.items.length - 1;
    let to: number;
    if (step !== undefined) to = (at + step + props.items.length) % props.items.length;
    else if (event.key === 'Home') to = 0;
    else if (event.key === 'End') to = last;
    else return;
    const item = props.items[to];
    if (!item) return;
    event.preventDefault();
    props.onChoose(item.id);
    document.getElementById(`${base}-${item.id}`)?.focus();
  };
  return (
    <div>
      <div
        role="tablist"
        aria-label={props.label}
        class="no-bar -mx-gutter flex gap-5 overflow-x-auto border-b border-line px-gutter"
        onKeyDown={onKey}
      >
        <For each={props.items}>
          {(item) => (
            <button
              type="button"
              role="tab"
              id={`${base}-${item.id}`}
              aria-selected={item.id === props.value}
              aria-controls={`${base}-panel`}
              tabindex={item.id === props.value ? 0 : -1}
              onClick={() => props.onChoose(item.id)}
              class={`min-h-11 shrink-0 border-b-2 text-item whitespace-nowrap ${item.id === props.value ? 'border-brand font-semibold text-ink' : 'border-transparent text-ink-2'}`}
            >
              {item.label}
              <Show when={item.count !== undefined}> {item.count}</Show>
            </button>
          )}
        </For>
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${props.value}`} class="pt-2">
        <Show when={props.value} keyed>
          {(id) => props.children(id)}
        </Show>
      </div>
    </div>
  );
};

/** Two or three views of one thing side by side: a row of toggles, one pressed. */
export const Segments: Component<{
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly value: string;
  readonly onChoose: (id: string) => void;
}> = (props) => (
  <fieldset class="m-0 flex w-fit rounded-ctl border-0 bg-fill p-0.75">
    <legend class="sr-only">{props.label}</legend>
    <For each={props.items}>
      {(item) => (
        <button
          type="button"
          aria-pressed={item.id === props.value}
          onClick={() => props.onChoose(item.id)}
          class={`hit min-h-9 rounded-chip px-3.5 text-second break-keep max-[22rem]:px-2 lg:min-h-7 ${item.id === props.value ? 'bg-surface font-semibold text-ink shadow-1' : 'text-ink-2'}`}
        >
          {item.label}
          <Show when={item.count !== undefined}> {item.count}</Show>
        </button>
      )}
    </For>
  </fieldset>
);
