import { createSignal } from 'solid-js';
import type { Command, EventId } from '#rules';
import type { CommandOutcome, DataClient } from '../data/contract.ts';
import { outcomeWords, refusalsByField, refusalWords, type StageNames } from './refusal-words.ts';

/**
 * One act of a form: runs its command once however often the button is pressed, and keeps what was refused so
 * that the form can say it at the field. A refusal changes nothing that was typed.
 */
export const makeAct = (data: Pick<DataClient, 'run' | 'newId'>, stages: () => StageNames) => {
  const [outcome, setOutcome] = createSignal<CommandOutcome | null>(null);
  const [isBusy, setIsBusy] = createSignal(false);
  /** The same id until the outcome is known: a second press cannot save the act twice. */
  let commandId = data.newId();

  /** Ids of the saved events; null when it was not saved. */
  const run = async (command: Command): Promise<readonly EventId[] | null> => {
    if (isBusy()) return null;
    setIsBusy(true);
    const result = await data.run(command, commandId);
    setIsBusy(false);
    if (result.kind !== 'storage') commandId = data.newId();
    setOutcome(result);
    return result.kind === 'saved' ? result.events : null;
  };

  const errorOf = (field: string): string | null => {
    const judged = outcome();
    return judged === null ? null : (refusalsByField(judged, stages())[field] ?? null);
  };
  /** What stands at none of the form's own fields: the refusal of the whole, or what the storage did. */
  const problem = (...ownFields: readonly string[]): string | null => {
    const judged = outcome();
    if (judged === null) return null;
    if (judged.kind !== 'refused') return outcomeWords(judged, stages());
    const rest = judged.refusals.find(({ field }) => field === null || !ownFields.includes(field));
    return rest ? refusalWords(rest, stages()) : null;
  };
  return { run, errorOf, problem, isBusy, outcome, clear: () => setOutcome(null) };
};
export type Act = ReturnType<typeof makeAct>;
