import { type Component, createSignal } from 'solid-js';
import type { Command } from '#rules';
import { useData } from '../../app/data-context.tsx';
import { NamesakeWarning } from '../../app/namesake.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { OfferItem } from '../../data/work-contract.ts';
import { leads } from '../../locales/zh-CN/leads.ts';
import { tasks } from '../../locales/zh-CN/tasks.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createKeptText } from '../../views/create-kept-text.ts';
import { OfferForm } from '../../views/offer-form.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';

const words = leads.offer;

/** A lead somebody was given: 接收 or 退回 (R51). */
export const OfferSheet: Component<{ readonly item: OfferItem; readonly onClose: () => void }> = (props) => {
  const data = useData();
  const toast = useToast();
  const { customer: subject, offer } = props.item;
  // As on the customer's page: begun there, it goes on here.
  const reason = createKeptText(data, `offer-${offer}`);
  const [problem, setProblem] = createSignal<string | null>(null);
  const say = async (command: Command, done: string): Promise<void> => {
    const wrong = outcomeWords(await data.run(command));
    setProblem(wrong);
    if (wrong !== null) return;
    void reason.drop();
    toast.show({ text: done });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.title}
      line={props.item.customerName}
      closeLabel={tasks.close}
    >
      <div class="flex flex-col gap-3 pb-4">
        <OfferForm
          lead={props.item}
          problem={problem()}
          reason={reason}
          onAccept={() => void say({ type: 'leadAccepted', subject, payload: { offer } }, words.accepted)}
          onDecline={(reason) =>
            void say({ type: 'leadDeclined', subject, payload: { offer, reason } }, words.declined)
          }
        >
          <NamesakeWarning name={props.item.customerName} customer={subject} />
        </OfferForm>
        <ButtonLink kind="text" href={`${PATHS.pool}/${subject}`}>
          {tasks.toCustomer}
        </ButtonLink>
      </div>
    </Sheet>
  );
};
