import { type Component, createSignal, Show } from 'solid-js';
import { useAssignDeps } from '../../../app/assign-deps.ts';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { assign as words } from '../../../locales/zh-CN/assign.ts';
import { Button } from '../../../ui/button.tsx';
import { Plus } from '../../../ui/icons.ts';
import { useToast } from '../../../ui/toast.tsx';
import { type AssignDeps, AssignSheet, maySpreadTasks } from '../../../views/assign-sheet.tsx';

/** 派任务 on the customer's page: for leaders; the owner notes one down for himself. Absent for anybody else. */
export const AssignAct: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const deps = useAssignDeps();
  const toast = useToast();
  const [isOpen, setIsOpen] = createSignal(false);
  const state = () => props.customer.state;
  const viewer = (): AssignDeps | null => {
    const known = deps();
    // A private customer's document is written by its member alone.
    const isMine = !state().isPrivate || state().created.author === known?.member;
    return isMine && props.customer.mayEdit ? known : null;
  };
  const spreads = () => {
    const found = viewer();
    return found !== null && maySpreadTasks(found.org, found.member, state());
  };
  const may = () => spreads() || (viewer() !== null && state().owner === viewer()?.member);
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
              deps={found()}
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
