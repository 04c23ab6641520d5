import { BY_RULE } from '#rules';
import { useMe, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';

/** Names as this person reads them: 你 for himself, 系统 for a rule, the colleague's name, 同事 for one not known. */
export const usePeople = (names: () => CustomerAnswer['names'] = () => ({})): ((id: string) => string) => {
  const me = useMe();
  const org = useOrg();
  return (id) => {
    if (id === BY_RULE) return words.system;
    return id === me.member() ? words.me : org()?.members[id]?.name || names()[id] || words.someone;
  };
};
