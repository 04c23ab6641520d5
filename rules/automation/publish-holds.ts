import type { Process, ProcessPart } from '../process.ts';
import { hasText } from '../text/invisible.ts';
import type { DryRunResult } from './dry-run.ts';

/**
 * Why publishing a part is held until its author has written why he goes on. Unlike a fault, which nobody can publish
 * over, a hold is about other people's customers, and those are known to a device only as far as their records come to
 * it. So it is looked for where the part is published, on that device (client/features/process/publish-sheet.tsx), over
 * the customers it holds: neither `decide`, which sees the company alone, nor the fold or the relay judges a version by
 * rows that another device may not have. The reason stands in the event's `note` and in the history of the part.
 */
export type PublishHold =
  | { readonly kind: 'matchesEverybody'; readonly customers: number; readonly running: number }
  | { readonly kind: 'sendsTooMuch'; readonly perDay: number; readonly limit: number }
  | { readonly kind: 'dropsStage'; readonly stage: string; readonly customers: number };

type Findings = Pick<
  DryRunResult,
  'customers' | 'running' | 'matchesEverybody' | 'messagesPerDay' | 'messageLimit' | 'sendsTooMuch'
>;

const ruleHolds = (found: Findings): readonly PublishHold[] => [
  ...(found.matchesEverybody
    ? [{ kind: 'matchesEverybody' as const, customers: found.customers, running: found.running }]
    : []),
  ...(found.sendsTooMuch
    ? [{ kind: 'sendsTooMuch' as const, perDay: found.messagesPerDay, limit: found.messageLimit }]
    : []),
];

/** Whether holds of the part can only be known from a dry run of it: of a rule, unless it is switched off. */
export const needsDryRun = (part: ProcessPart): part is Extract<ProcessPart, { kind: 'rule' }> =>
  part.kind === 'rule' && part.rule.isOn;

/**
 * What holds the part back; empty = nothing. `process`: the one in force; `standing`: by stage, running customers in it;
 * `found`: the dry run of a rule, without which nothing is said about it.
 */
export const publishHolds = (
  part: ProcessPart,
  process: Process,
  standing: Readonly<Record<string, number>>,
  found: Findings | null,
): readonly PublishHold[] => {
  if (part.kind === 'stages') {
    return process.stages.flatMap(({ id, name }): PublishHold[] => {
      const customers = standing[id] ?? 0;
      const isDropped = customers > 0 && !part.stages.some((stage) => stage.id === id);
      return isDropped ? [{ kind: 'dropsStage', stage: name, customers }] : [];
    });
  }
  return needsDryRun(part) && found !== null ? ruleHolds(found) : [];
};

/** Whether it may be published with this note. */
export const isReleased = (holds: readonly PublishHold[], note: string): boolean => holds.length === 0 || hasText(note);
