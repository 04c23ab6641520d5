import type { Fold, MemberId } from '#rules';
import { makeReadModels } from '../../client/data/answers/index.ts';

/** The worker's answers to a member over a fold: everything is sent and may be read, and it is what the stage's clock says. */
export const modelsOver = (fold: Fold, member: string, stage: { readonly nowMs: number }) =>
  makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs,
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
  });
