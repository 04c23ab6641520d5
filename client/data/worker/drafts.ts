import { type LocalStore, StorageRefused } from '../storage/contract.ts';
import type { Journal } from '../storage/journal.ts';

/**
 * Keeps the text of an unfinished form; `null` deletes. `journal` is null before anybody is signed in. Resolves with
 * whether the disk took it: a draft is a convenience, and the form still holds the text.
 */
export const saveDraft = async (
  key: string,
  value: unknown | null,
  store: LocalStore,
  generation: number,
  journal: Journal | null,
): Promise<boolean> => {
  const write = { store: 'drafts', key, value: value ?? undefined } as const;
  try {
    await (journal === null ? store.commit(generation, [write]) : journal.commit(() => [write]));
    return true;
  } catch (error) {
    // That the disk is full is shown already.
    if (error instanceof StorageRefused) return false;
    throw error;
  }
};
