import { createSignal, onCleanup } from 'solid-js';

/** Whether the screen is at least so many px wide. */
export const createWide = (leastPx: number): (() => boolean) => {
  const query = window.matchMedia(`(min-width: ${leastPx}px)`);
  const [isWide, setIsWide] = createSignal(query.matches);
  const listen = (): void => {
    setIsWide(query.matches);
  };
  query.addEventListener('change', listen);
  onCleanup(() => query.removeEventListener('change', listen));
  return isWide;
};
