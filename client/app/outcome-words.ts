import type { CommandOutcome } from '../data/contract.ts';
import { outcomes } from '../locales/zh-CN/outcomes.ts';

const KNOWN: Readonly<Record<string, string>> = outcomes.refused;

/** One sentence for an outcome that did not save; `null` when it is saved. */
export const outcomeProblem = (outcome: CommandOutcome): string | null => {
  switch (outcome.kind) {
    case 'saved':
      return null;
    case 'storage':
      return outcomes.storage[outcome.reason];
    case 'refused':
      return KNOWN[outcome.refusals[0]?.code ?? 'other'] ?? outcomes.refused.other;
  }
};
