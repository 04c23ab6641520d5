import { type LocalStore, StorageRefused } from '../storage/contract.ts';
import type { Journal } from '../storage/journal.ts';

/** Keeps the text of an unfinished form; `null` deletes. `journal` is null before anybody is signed in. */
export const saveDraft = async (
  key: string,
  value: unknown | null,
  store: LocalStore,
  generation: number,
  journal: Journal | null,
): Promise<void> => {
  const write = { store: 'drafts', key, value: value ?? undefined } as const;
  try {
    await (journal === null ? store.commit(generation, [write]) : journal.commit(() => [write]));
  } catch (error) {
    // A draft is a convenience: a full disk is already shown, the form still holds the text.
    if (!(error instanceof StorageRefused)) throw error;
  }
};
