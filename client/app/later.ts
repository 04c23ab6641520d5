import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from 'solid-js';

/**
 * True from a task of its own after `isReady` came true for the first time: what a page needs not at first sight does
 * not hold up what it does.
 */
export const createLater = (isReady: () => boolean): Accessor<boolean> => {
  const [isLater, setIsLater] = createSignal(false);
  const wasReady = createMemo((before: boolean): boolean => before || isReady(), false);
  createEffect(() => {
    if (!wasReady()) return;
    const timer = setTimeout(() => setIsLater(true));
    onCleanup(() => clearTimeout(timer));
  });
  return isLater;
};
