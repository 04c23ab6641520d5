import type { EventId } from '../ids.ts';
import type { ProcessChange } from '../org-state.ts';
import { partKey } from '../process-parts.ts';

/**
 * By `partKey`, the latest version known here: those in force, and those that wait for their seal after them, as
 * `changes` has them in order. Whoever writes a new version has seen it, so it rests on it (S19).
 */
export const partVersions = (changes: readonly ProcessChange[]): Readonly<Record<string, EventId>> =>
  Object.fromEntries(changes.map(({ part, id }) => [partKey(part), id]));
