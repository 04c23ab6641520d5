import type { RelayOutcome } from '../../data/contract.ts';
import { refusedWords, messages as words } from '../../locales/zh-CN/messages.ts';

/** Why the relay did not take it, in words; null when it did. */
export const problemOf = (outcome: RelayOutcome<unknown>): string | null => {
  if (outcome.kind === 'ok') return null;
  return outcome.kind === 'offline' ? words.offline : refusedWords(outcome.error);
};
