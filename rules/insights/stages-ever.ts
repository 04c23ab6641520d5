import type { StageId } from '../ids.ts';
import type { ProcessChange } from '../org-state.ts';
import type { Process } from '../process.ts';
import { DEFAULT_PROCESS } from '../templates/default.ts';

/** A stage as it is known: in force, or as it was called when it was last there. */
export interface KnownStage {
  readonly id: StageId;
  readonly name: string;
  readonly limitDays: number;
  /** Not in the process any more. */
  readonly isGone: boolean;
}

/** Every stage there ever was, those in force first and in their order; a gone one by its latest name and limit. */
export const stagesEver = (process: Process, changes: readonly ProcessChange[]): ReadonlyMap<StageId, KnownStage> => {
  const known = new Map<StageId, KnownStage>();
  const versions = changes.flatMap(({ part }) => (part.kind === 'stages' ? [part.stages] : [])).reverse();
  const add = (stages: Process['stages'], isGone: boolean): void => {
    for (const { id, name, limitDays } of stages) if (!known.has(id)) known.set(id, { id, name, limitDays, isGone });
  };
  add(process.stages, false);
  for (const stages of [...versions, DEFAULT_PROCESS.stages]) add(stages, true);
  return known;
};
