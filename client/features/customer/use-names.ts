import { useOrg } from '../../app/data-context.tsx';
import type { CustomerAnswer } from '../../data/contract.ts';
import { type FieldLook, fieldLook } from '../../views/field-look.ts';
import { type StageNames, stageNamesOf } from '../../views/refusal-words.ts';

/** Names of the stages of the process in force and of the company's own fields, by id. */
export const useStageNames = (): (() => StageNames) => {
  const org = useOrg();
  return () => stageNamesOf(org()?.process);
};

/** Name of a colleague as this page knows him; '' when this device does not. */
export const useNameOf = (customer: () => CustomerAnswer): ((member: string) => string) => {
  const org = useOrg();
  return (member) => customer().names[member] || org()?.members[member]?.name || '';
};

/** How a field looks in the process in force. */
export const useFieldLook = (): ((field: string) => FieldLook) => {
  const org = useOrg();
  return (field) => fieldLook(org()?.process, field);
};
