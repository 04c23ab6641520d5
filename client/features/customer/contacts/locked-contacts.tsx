import { type Component, createSignal, Show } from 'solid-js';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerContacts as words } from '../../../locales/zh-CN/customer-contacts.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Clock, Lock } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/list.tsx';
import { ProblemLine } from '../../../ui/problem.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createAct } from '../create-act.ts';

const RequestSheet: Component<{ readonly customer: CustomerAnswer; readonly onClose: () => void }> = (props) => {
  const act = createAct();
  const toast = useToast();
  const [reason, setReason] = createSignal('');
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const said = reason().trim();
    const payload = said === '' ? {} : { reason: said };
    const saved = await act.run({ type: 'contactAccessRequested', subject: props.customer.state.id, payload });
    if (saved === null) return;
    toast.show({ text: words.requestDone });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.requestTitle}
      line={props.customer.row.name}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} type="submit" form="contact-request" disabled={act.isBusy()}>
          {words.requestSend}
        </Button>
      }
    >
      <form id="contact-request" novalidate={true} class="flex flex-col gap-3" onSubmit={(event) => void send(event)}>
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          value={reason()}
          error={act.errorOf('reason')}
          onText={setReason}
        />
        <ProblemLine text={act.problem('reason')} />
      </form>
    </Sheet>
  );
};

/** Contacts this person may not see: a lock and the way to ask, never a half-masked number. */
export const LockedContacts: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const [isOpen, setIsOpen] = createSignal(false);
  return (
    <Show
      when={props.customer.contacts === 'requestable'}
      fallback={<EmptyState icon={<Clock size={26} />} title={words.requested.title} line={words.requested.line} />}
    >
      <EmptyState
        icon={<Lock size={26} />}
        title={words.locked.title}
        line={words.locked.line}
        act={
          <Button kind="outline" onClick={() => setIsOpen(true)}>
            {words.request}
          </Button>
        }
      />
      <Show when={isOpen()}>
        <RequestSheet customer={props.customer} onClose={() => setIsOpen(false)} />
      </Show>
    </Show>
  );
};
