import { type Component, createSignal, Show } from 'solid-js';
import type { MemberId, OrgState } from '#rules';
import { useData, useMe, useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { assign as words } from '../../../locales/zh-CN/assign.ts';
import { Button } from '../../../ui/button.tsx';
import { Plus } from '../../../ui/icons.ts';
import { useToast } from '../../../ui/toast.tsx';
import { AssignSheet, maySpreadTasks } from '../../../views/assign-sheet.tsx';

/** 派任务 on the customer's page: for leaders; the owner notes one down for himself. Absent for anybody else. */
export const AssignAct: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const data = useData();
  const me = useMe();
  const now = useNow();
  const org = useOrg();
  const toast = useToast();
  const [isOpen, setIsOpen] = createSignal(false);
  const state = () => props.customer.state;
  const viewer = (): { readonly company: OrgState; readonly member: MemberId } | null => {
    const company = org();
    const member = me.member() as MemberId | null;
    // A private customer's document is written by its member alone.
    const isMine = !state().isPrivate || state().created.author === member;
    return company === undefined || member === null || !isMine || !props.customer.mayEdit ? null : { company, member };
  };
  const spreads = () => {
    const found = viewer();
    return found !== null && maySpreadTasks(found.company, found.member, state());
  };
  const may = () => spreads() || (viewer() !== null && state().owner === me.member());
  return (
    <Show when={may() && viewer()}>
      {(found) => (
        <>
          <Button kind="text" class="-ml-2 self-start" icon={<Plus size={18} />} onClick={() => setIsOpen(true)}>
            {spreads() ? words.act : words.actOwn}
          </Button>
          <Show when={isOpen()}>
            <AssignSheet
              targets={[state()]}
              deps={{
                org: found().company,
                member: found().member,
                nowMs: now(),
                run: (command, commandId) => data.run(command, commandId),
                newId: () => data.newId(),
              }}
              onClose={() => setIsOpen(false)}
              onDone={(said) => {
                setIsOpen(false);
                toast.show({ text: said });
              }}
            />
          </Show>
        </>
      )}
    </Show>
  );
};
