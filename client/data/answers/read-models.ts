import type { GrowingModels, ReadModelContext, ReadModels } from '../worker/read-models.ts';
import { makeFirstModels } from './first-models.ts';
import { makeLaterModels } from './later-models.ts';

/** Read models that answer everything at once: for tools, tests and the simulator, which fetch nothing. */
export const makeReadModels = (context: ReadModelContext): ReadModels & Pick<GrowingModels, 'extend'> => {
  const models = makeFirstModels(context);
  models.extend(makeLaterModels);
  // With both parts there is nothing they have no answer to.
  return models as ReadModels & GrowingModels;
};
