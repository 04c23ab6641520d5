import { useOrg } from '../../app/data-context.tsx';
import type { CustomerAnswer } from '../../data/contract.ts';
import type { StageNames } from '../../views/refusal-words.ts';

/** Names of the stages of the process in force, by id. */
export const useStageNames = (): (() => StageNames) => {
  const org = useOrg();
  return () => Object.fromEntries((org()?.process.stages ?? []).map(({ id, name }) => [id, name]));
};

/** Name of a colleague as this page knows him; '' when this device does not. */
export const useNameOf = (customer: () => CustomerAnswer): ((member: string) => string) => {
  const org = useOrg();
  return (member) => customer().names[member] || org()?.members[member]?.name || '';
};
