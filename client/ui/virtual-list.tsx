import type { JSX } from 'solid-js';
import { VList, type VListHandle } from 'virtua/solid';

/**
 * A long list of which only what is in sight is drawn. The scroller takes the focus, so that keys scroll it.
 * `onEnd` fires when the last rows come near, for the next page.
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
  let handle: VListHandle | undefined;
  const near = (): void => {
    if (!handle || !props.onEnd) return;
    const left = handle.scrollSize - handle.scrollOffset - handle.viewportSize;
    if (left < handle.viewportSize) props.onEnd();
  };
  return (
    <VList
      ref={(made) => {
        handle = made;
      }}
      data={props.items}
      itemSize={props.rowPx ?? 68}
      onScroll={near}
      role="list"
      aria-label={props.label}
      tabindex={0}
      class={`h-full ${props.class ?? ''}`}
    >
      {(item, index) => <div role="listitem">{props.children(item, index)}</div>}
    </VList>
  );
};
