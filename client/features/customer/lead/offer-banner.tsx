import { type Component, Show } from 'solid-js';
import { offeredLead, openOffer } from '#rules';
import { useMe } from '../../../app/data-context.tsx';
import { NamesakeWarning } from '../../../app/namesake.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { leads } from '../../../locales/zh-CN/leads.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { OfferForm } from '../../../views/offer-form.tsx';
import { createAct } from '../create-act.ts';

const words = leads.offer;

/** On a customer that is a lead nobody has accepted yet: his to say for whom it waits, told to the others (R51). */
export const OfferBanner: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const me = useMe();
  const act = createAct();
  const toast = useToast();
  const offer = () => openOffer(props.customer.state);
  const subject = () => props.customer.state.id;
  const accept = async (id: string): Promise<void> => {
    const saved = await act.run({ type: 'leadAccepted', subject: subject(), payload: { offer: id } });
    if (saved !== null) toast.show({ text: words.accepted });
  };
  const decline = async (id: string, reason: string): Promise<void> => {
    const saved = await act.run({ type: 'leadDeclined', subject: subject(), payload: { offer: id, reason } });
    if (saved !== null) toast.show({ text: words.declined });
  };
  return (
    <Show when={offer()}>
      {(open) => (
        <Show
          when={open().to === me.member()}
          fallback={<Banner>{words.waits(props.customer.names[open().to] ?? '')}</Banner>}
        >
          <Card label={words.title}>
            <h2 class="m-0 pb-2 text-item font-semibold">{words.title}</h2>
            <OfferForm
              lead={offeredLead(props.customer.state)}
              problem={act.problem()}
              onAccept={() => void accept(open().id)}
              onDecline={(reason) => void decline(open().id, reason)}
            >
              <NamesakeWarning name={props.customer.row.name} customer={subject()} />
            </OfferForm>
          </Card>
        </Show>
      )}
    </Show>
  );
};
