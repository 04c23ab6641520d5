import { type Component, Show } from 'solid-js';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { AccessPanel } from './access-panel.tsx';
import { LockedContacts } from './locked-contacts.tsx';
import { PeopleList } from './people-list.tsx';

/** 联系人: the people of the customer for whoever may see them, a lock for whoever may not (R67, R90). */
export const ContactsPanel: Component<{ readonly customer: CustomerAnswer }> = (props) => (
  <div class="flex flex-col gap-4">
    <Show when={props.customer.mayMark}>
      <AccessPanel customer={props.customer} />
    </Show>
    <Show when={props.customer.contacts === 'entitled'} fallback={<LockedContacts customer={props.customer} />}>
      {/* Another customer, other people: nothing of the last one stays. */}
      <Show when={props.customer.state.id} keyed={true}>
        {(_id) => <PeopleList customer={props.customer} mayEdit={props.customer.mayEdit} />}
      </Show>
    </Show>
  </div>
);
