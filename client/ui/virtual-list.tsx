import type { JSX } from 'solid-js';
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
