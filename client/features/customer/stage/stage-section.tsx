import { type Component, createSignal, For, Match, Show, Switch } from 'solid-js';
import { mayHoldType } from '#rules';
import { useMe } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStage as words } from '../../../locales/zh-CN/customer-stage.ts';
import { Button } from '../../../ui/button.tsx';
import { Pencil, Plus } from '../../../ui/icons.ts';
import { SectionTitle } from '../../../ui/list.tsx';
import { ComplaintSheet } from '../complaints/complaint-sheet.tsx';
import { useMayComplain } from '../complaints/may-complain.ts';
import { AddSheet } from './add-sheet.tsx';
import { OpportunityCard } from './opportunity-card.tsx';
import { RecordSheet } from './record-sheet.tsx';

/** The opportunities of a customer, running ones first; several may run at once (R102). */
export const StageSection: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const me = useMe();
  const [sheet, setSheet] = createSignal<'add' | 'record' | 'complaint' | null>(null);
  const opportunities = () =>
    [...props.customer.state.opportunities].sort((a, b) => Number(a.ended !== null) - Number(b.ended !== null));
  const may = (type: 'opportunityAdded' | 'interactionRecorded') => {
    const role = me.role();
    return props.customer.mayEdit && role !== null && mayHoldType(role, type);
  };
  const mayComplain = useMayComplain(() => props.customer);
  const close = () => setSheet(null);
  return (
    <section aria-label={words.title} class="flex flex-col">
      <SectionTitle
        aside={
          <span class="-my-1.5 flex">
            <Show when={may('interactionRecorded')}>
              <Button kind="text" class="text-second!" icon={<Pencil size={16} />} onClick={() => setSheet('record')}>
                {words.record}
              </Button>
            </Show>
            <Show when={may('opportunityAdded')}>
              <Button kind="text" class="text-second!" icon={<Plus size={16} />} onClick={() => setSheet('add')}>
                {words.add}
              </Button>
            </Show>
          </span>
        }
      >
        {words.title}
      </SectionTitle>
      <div class="flex flex-col gap-3">
        <For each={opportunities()}>
          {(opportunity) => (
            <OpportunityCard
              customer={props.customer}
              opportunity={opportunity}
              isOnly={props.customer.state.opportunities.length === 1}
            />
          )}
        </For>
      </div>
      <Switch>
        <Match when={sheet() === 'add'}>
          <AddSheet customer={props.customer} onClose={close} />
        </Match>
        <Match when={sheet() === 'record'}>
          <RecordSheet
            customer={props.customer}
            onClose={close}
            onComplaint={mayComplain() ? () => setSheet('complaint') : undefined}
          />
        </Match>
        <Match when={sheet() === 'complaint'}>
          <ComplaintSheet customer={props.customer} onClose={close} />
        </Match>
      </Switch>
    </section>
  );
};
