import { type Accessor, createSignal } from 'solid-js';
import type { DataClient } from '../data/contract.ts';
import { createDraft } from './create-draft.ts';

/** A text that is typed, on this device's disk until it is dropped. */
export interface KeptText {
  readonly text: Accessor<string>;
  readonly setText: (text: string) => void;
  /** Once what was typed is saved. */
  readonly drop: () => Promise<void>;
}

/** The place of a sentence about several at once: for those very ones, in whatever order they were chosen. */
export const keptAsOf = (act: string, ids: readonly string[]): string => `${act}-${[...ids].sort().join('+')}`;

/**
 * The sentences of a sheet, kept on this device until they are saved or emptied: a sheet closed by a slip of the
 * finger loses nothing. `key` as in {@link createDraft}.
 */
export const createKeptText = (data: Pick<DataClient, 'loadDraft' | 'saveDraft'>, key: string): KeptText => {
  const [text, setText] = createSignal('');
  const { drop } = createDraft({
    data,
    key,
    content: text,
    restore: (kept) => {
      if (typeof kept === 'string') setText(kept);
    },
  });
  return { text, setText, drop };
};
