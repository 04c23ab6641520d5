import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** Whether the page is being put on paper: from right before it is laid out until afterwards. */
export const createPrinting = (): Accessor<boolean> => {
  const [isPrinting, setIsPrinting] = createSignal(false);
  const begin = (): void => void setIsPrinting(true);
  const end = (): void => void setIsPrinting(false);
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  onCleanup(() => {
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', end);
  });
  return isPrinting;
};
