import { createSignal, onCleanup } from 'solid-js';

/**
 * Whether the screen is at least so many px wide. Paper is no screen: a page that changed its shape while it is laid out
 * there would have its sheets counted in one shape and drawn in another.
 */
export const createWide = (leastPx: number): (() => boolean) => {
  const query = matchMedia(`(min-width: ${leastPx}px)`);
  const [isWide, setIsWide] = createSignal(query.matches);
  query.onchange = () => {
    if (!matchMedia('print').matches) setIsWide(query.matches);
  };
  onCleanup(() => {
    query.onchange = null;
  });
  return isWide;
};
