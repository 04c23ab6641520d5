import { mayHoldType } from '#rules';
import { useMe } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';

/** Whether the viewer may write down a complaint of this customer; a private one's only who made it. */
export const useMayComplain = (customer: () => CustomerAnswer): (() => boolean) => {
  const me = useMe();
  return () => {
    const { state, mayEdit } = customer();
    const role = me.role();
    const isMine = !state.isPrivate || state.created.author === me.member();
    return mayEdit && isMine && role !== null && mayHoldType(role, 'complaintRecorded');
  };
};
