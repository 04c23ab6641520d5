import { useData } from '../../app/data-context.tsx';
import { type Act, makeAct } from '../../views/make-act.ts';
import { useStageNames } from './use-names.ts';

/** One act of a form on the customer page. */
export const createAct = (): Act => makeAct(useData(), useStageNames());
export type { Act };
