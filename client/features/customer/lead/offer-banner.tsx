import { type Component, createMemo, Show } from 'solid-js';
import { offeredLead, openOffer } from '#rules';
import { useData, useMe } from '../../../app/data-context.tsx';
import { NamesakeWarning } from '../../../app/namesake.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { leads } from '../../../locales/zh-CN/leads.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createKeptText } from '../../../views/create-kept-text.ts';
import { OfferForm } from '../../../views/offer-form.tsx';
import { createAct } from '../create-act.ts';

const words = leads.offer;

type Offer = NonNullable<ReturnType<typeof openOffer>>;

/** One offer's own: what was typed or went wrong about it says nothing of the next. */
const OfferToMe: Component<{ readonly offer: Offer; readonly customer: CustomerAnswer }> = (props) => {
  const act = createAct();
  const toast = useToast();
  const reason = createKeptText(useData(), `offer-${props.offer.id}`);
  const subject = () => props.customer.state.id;
  const say = (said: string): void => {
    void reason.drop();
    toast.show({ text: said });
  };
  const accept = async (): Promise<void> => {
    const saved = await act.run({ type: 'leadAccepted', subject: subject(), payload: { offer: props.offer.id } });
    if (saved !== null) say(words.accepted);
  };
  const decline = async (reason: string): Promise<void> => {
    const payload = { offer: props.offer.id, reason };
    const saved = await act.run({ type: 'leadDeclined', subject: subject(), payload });
    if (saved !== null) say(words.declined);
  };
  return (
    <Card label={words.title}>
      <h2 class="m-0 pb-2 text-item font-semibold">{words.title}</h2>
      <OfferForm
        lead={offeredLead(props.customer.state)}
        problem={act.problem()}
        reason={reason}
        onAccept={() => void accept()}
        onDecline={(reason) => void decline(reason)}
      >
        <NamesakeWarning name={props.customer.row.name} customer={subject()} />
      </OfferForm>
    </Card>
  );
};

/** On a customer that is a lead nobody has accepted yet: his to say for whom it waits, told to the others (R51). */
export const OfferBanner: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const me = useMe();
  const offer = createMemo(() => openOffer(props.customer.state), null, {
    equals: (one, other) => one?.id === other?.id,
  });
  return (
    <Show when={offer()} keyed={true}>
      {(open) => (
        <Show
          when={open.to === me.member()}
          fallback={<Banner>{words.waits(props.customer.names[open.to] ?? '')}</Banner>}
        >
          <OfferToMe offer={open} customer={props.customer} />
        </Show>
      )}
    </Show>
  );
};
