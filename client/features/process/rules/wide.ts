import { createSignal, onCleanup } from 'solid-js';

const WIDE = '(min-width: 1024px)';

/** Whether the screen has room for a picture of the rule. */
export const createWide = (): (() => boolean) => {
  const query = window.matchMedia(WIDE);
  const [isWide, setIsWide] = createSignal(query.matches);
  const listen = (): void => {
    setIsWide(query.matches);
  };
  query.addEventListener('change', listen);
  onCleanup(() => query.removeEventListener('change', listen));
  return isWide;
};
