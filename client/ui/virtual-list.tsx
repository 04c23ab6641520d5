import { type Component, createSignal, type JSX, onCleanup, onMount, type ParentProps, Show } from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';

/**
 * A long list of which only what is in sight is drawn. The scroller takes the focus, so that keys scroll it.
 * `onEnd` fires when the last rows come near, for the next page. The parent gives the height.
 */
export const VirtualList = <T,>(props: {
  readonly label: string;
  readonly items: readonly T[];
  readonly children: (item: T, index: () => number) => JSX.Element;
  /** Expected height of a row in px until it is measured. */
  readonly rowPx?: number;
  readonly class?: string;
  readonly onEnd?: () => void;
}): JSX.Element => {
  let handle: VirtualizerHandle | undefined;
  const near = (): void => {
    if (!handle || !props.onEnd) return;
    if (handle.scrollSize - handle.scrollOffset - handle.viewportSize < handle.viewportSize) props.onEnd();
  };
  return (
    <section aria-label={props.label} tabindex={0} class={`h-full overflow-y-auto ${props.class ?? ''}`}>
      <Virtualizer
        ref={(made) => {
          handle = made;
        }}
        as="ul"
        item="li"
        data={props.items}
        itemSize={props.rowPx ?? 68}
        onScroll={near}
      >
        {props.children}
      </Virtualizer>
    </section>
  );
};

/** What scrolls the element: the nearest around it that does, else the page. */
const scrollerOf = (element: Element): HTMLElement => {
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return around;
  }
  return document.documentElement;
};

/**
 * A long list below other things in something that scrolls, of which only what is in sight is drawn. Each row says
 * which of how many it is, since the others are not there to be counted; the one that has the focus is never taken away.
 */
export const VirtualRows = <T,>(props: {
  readonly items: readonly T[];
  readonly children: (item: T, index: () => number) => JSX.Element;
  /** Expected height of a row in px until it is measured. */
  readonly rowPx?: number;
}): JSX.Element => {
  let place: HTMLDivElement | undefined;
  const [scroller, setScroller] = createSignal<HTMLElement | null>(null);
  const [above, setAbove] = createSignal(0);
  const [focused, setFocused] = createSignal<number | null>(null);
  onMount(() => {
    if (place === undefined) return;
    const [list, around] = [place, scrollerOf(place)];
    const measure = (): void => {
      setAbove(list.getBoundingClientRect().top - around.getBoundingClientRect().top + around.scrollTop);
    };
    measure();
    // what stands above opens and closes: whatever holds both grows and shrinks with it
    const watcher = new ResizeObserver(measure);
    if (list.parentElement !== null) watcher.observe(list.parentElement);
    onCleanup(() => watcher.disconnect());
    setScroller(around);
  });
  const Row: Component<ParentProps<{ index: number; ref: (row: HTMLLIElement) => void; style: JSX.CSSProperties }>> = (
    row,
  ) => (
    <li
      ref={row.ref}
      style={row.style}
      aria-setsize={props.items.length}
      aria-posinset={row.index + 1}
      onFocusIn={() => setFocused(row.index)}
      onFocusOut={() => setFocused(null)}
    >
      {row.children}
    </li>
  );
  const kept = (): readonly number[] => {
    const at = focused();
    return at === null || at >= props.items.length ? [] : [at];
  };
  return (
    <div ref={place}>
      <Show when={scroller()}>
        {(around) => (
          <Virtualizer
            as="ul"
            item={Row}
            data={props.items}
            itemSize={props.rowPx ?? 68}
            scrollRef={around()}
            startMargin={above()}
            keepMounted={kept()}
          >
            {props.children}
          </Virtualizer>
        )}
      </Show>
    </div>
  );
};
