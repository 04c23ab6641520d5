import { type Component, createSignal, For, Show } from 'solid-js';
import { useMe } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus } from '../../../locales/zh-CN/customer-status.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { Lock, Users } from '../../../ui/icons.ts';
import { useToast } from '../../../ui/toast.tsx';
import { createAct } from '../create-act.ts';
import { usePeople } from '../people/use-people.ts';

const words = customerStatus.share;

/** What sharing does and that it cannot be taken back, before it is done (R72, R76). */
const ShareSheet: Component<{ readonly customer: CustomerAnswer; readonly onClose: () => void }> = (props) => {
  const act = createAct();
  const toast = useToast();
  const share = async (): Promise<void> => {
    const saved = await act.run({ type: 'shareCustomer', subject: props.customer.state.id, payload: {} });
    if (saved === null) return;
    toast.show({ text: words.done });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.title}
      line={props.customer.row.name}
      closeLabel={words.close}
      foot={
        <>
          <Button onClick={() => props.onClose()}>{words.cancel}</Button>
          <Button kind="primary" class="flex-1" disabled={act.isBusy()} onClick={() => void share()}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <ul class="m-0 flex list-disc flex-col gap-2 pl-5 text-body text-ink">
        <For each={words.points}>{(point) => <li>{point}</li>}</For>
      </ul>
      <p class="mt-3 mb-0 text-body font-semibold text-ink">{words.once}</p>
      <Show when={act.problem()}>
        {(said) => (
          <p role="alert" class="mt-3 mb-0 text-second text-red-text">
            {said()}
          </p>
        )}
      </Show>
    </Sheet>
  );
};

/** Says that only the member and his leaders see the customer, and lets him share it; later names who shared it. */
export const ShareBanner: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const me = useMe();
  const people = usePeople(() => props.customer.names);
  const [isOpen, setIsOpen] = createSignal(false);
  const state = () => props.customer.state;
  const isMine = () => state().created.author === me.member();
  const contributor = () => (state().isPrivate ? null : state().contributor);
  return (
    <>
      <Show when={state().isPrivate}>
        <Banner
          icon={<Lock size={18} />}
          act={
            <Show when={isMine()}>
              <Button kind="outline" onClick={() => setIsOpen(true)}>
                {words.act}
              </Button>
            </Show>
          }
        >
          {isMine() ? words.mine : words.theirs(people(state().created.author))}
        </Banner>
      </Show>
      <Show when={contributor()}>
        {(who) => (
          <p class="m-0 flex items-center gap-2 text-second text-ink-2">
            <Users size={16} class="shrink-0" />
            {words.by(people(who()))}
          </p>
        )}
      </Show>
      <Show when={isOpen()}>
        <ShareSheet customer={props.customer} onClose={() => setIsOpen(false)} />
      </Show>
    </>
  );
};
