import { type Component, createResource, createSignal, Show } from 'solid-js';
import { mayHoldType } from '#rules';
import { useData, useMe, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { CustomerAnswer } from '../../data/contract.ts';
import { customer as words } from '../../locales/zh-CN/customer.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ArrowRightLeft, Pencil, Phone } from '../../ui/icons.ts';
import { dialled } from '../../views/dialled.ts';
import { HandOverSheet } from '../../views/hand-over-sheet.tsx';

/** Three acts side by side down to 320 px: words never break, the icons give way. */
const NARROW = 'px-2! whitespace-nowrap max-[359px]:[&>svg]:hidden';

/**
 * One number to call, for the owner only: his contacts are on the device. Anybody else's look is logged by the
 * relay, so it waits until he opens the contacts.
 */
const createOwnNumber = (customer: () => CustomerAnswer) => {
  const data = useData();
  const me = useMe();
  const source = () => {
    const { contacts, state } = customer();
    return contacts === 'entitled' && state.owner !== null && state.owner === me.member() ? state.id : null;
  };
  const [number] = createResource(source, async (id) => {
    const revealed = await data.revealContacts(id);
    if (revealed.kind !== 'contacts') return null;
    const phones = revealed.people.flatMap(({ leaves }) => {
      const person = leaves[0]?.payload;
      return person?.phone && !person.removed ? [{ name: person.name, phone: person.phone }] : [];
    });
    return phones.length === 1 ? (phones[0] ?? null) : null;
  });
  return () => number.latest ?? null;
};

/** 打电话, 交给…, 写纪要: what one does with a customer, under the thumb. What a person may not do is absent. */
export const ActionBar: Component<{ readonly customer: CustomerAnswer; readonly onContacts: () => void }> = (props) => {
  const data = useData();
  const org = useOrg();
  const me = useMe();
  const number = createOwnNumber(() => props.customer);
  const [isHandingOver, setIsHandingOver] = createSignal(false);
  const mayWrite = () => {
    const role = me.role();
    return props.customer.mayEdit && role !== null && mayHoldType(role, 'visitNoteRecorded');
  };
  return (
    <>
      <Show
        when={number()}
        fallback={
          <Button kind="quiet" class={`flex-1 ${NARROW}`} icon={<Phone size={18} />} onClick={() => props.onContacts()}>
            {words.call}
          </Button>
        }
      >
        {(person) => (
          <ButtonLink
            kind="quiet"
            class={`flex-1 ${NARROW}`}
            href={`tel:${dialled(person().phone)}`}
            aria-label={words.callNamed(person().name)}
            icon={<Phone size={18} />}
          >
            {words.call}
          </ButtonLink>
        )}
      </Show>
      <Show when={props.customer.mayMark}>
        <Button
          kind="quiet"
          class={`flex-1 ${NARROW}`}
          icon={<ArrowRightLeft size={18} />}
          onClick={() => setIsHandingOver(true)}
        >
          {words.handOver}
        </Button>
      </Show>
      <Show when={mayWrite()}>
        <ButtonLink
          kind="primary"
          class={`flex-[1.4] no-underline ${NARROW}`}
          href={`${PATHS.note}/${props.customer.state.id}`}
          icon={<Pencil size={18} />}
        >
          {words.write}
        </ButtonLink>
      </Show>
      <Show when={isHandingOver()}>
        <HandOverSheet
          customer={{ ...props.customer.state, name: props.customer.row.name }}
          deps={{ data, org, me: me.member }}
          onClose={() => setIsHandingOver(false)}
        />
      </Show>
    </>
  );
};
