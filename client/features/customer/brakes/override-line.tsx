import { type Component, createMemo, createSignal, Show } from 'solid-js';
import type { Mark } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { brakes as words } from '../../../locales/zh-CN/customer-brakes.ts';
import { Button } from '../../../ui/button.tsx';
import { dayNear } from '../../../views/day-near.ts';
import { usePeople } from '../people/use-people.ts';
import { ReasonSheet } from '../reason-sheet.tsx';
import { lastOverride } from './override-state.ts';

const Settle: Component<{ readonly customer: CustomerAnswer; readonly mark: Mark }> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const [isValid, setIsValid] = createSignal<boolean | null>(null);
  return (
    <div class="flex flex-col gap-2">
      <p class="m-0 text-item text-ink">
        {words.disputedFor(people(props.mark.author), dayNear(props.mark.override?.deadline ?? 0, now()))}
      </p>
      <div class="flex gap-2">
        <Button kind="outline" class="flex-1" onClick={() => setIsValid(true)}>
          {words.settle.yes}
        </Button>
        <Button kind="plain" class="flex-1" onClick={() => setIsValid(false)}>
          {words.settle.no}
        </Button>
      </div>
      <Show when={isValid() !== null}>
        <ReasonSheet
          keptAs={`override-settled-${isValid()}-${props.mark.id}`}
          title={words.settle.title}
          label={words.settle.label}
          missing={words.settle.missing}
          act={isValid() ? words.settle.yes : words.settle.no}
          done={isValid() ? words.settled.yes : words.settled.no}
          command={(reason) => ({
            type: 'overrideSettled',
            subject: props.customer.state.id,
            payload: { mark: props.mark.id, isValid: isValid() === true, reason },
          })}
          onClose={() => setIsValid(null)}
        />
      </Show>
    </div>
  );
};

/** An override as it was judged: who, why, in time or not; a leader settles what no evidence decides (S23, S24). */
export const OverrideLine: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const mark = createMemo(() => lastOverride(props.customer.state));
  const judged = (one: Mark): string => {
    const { override } = one;
    if (override === null) return '';
    const { verdict, because, settled, deadline } = override;
    if (settled !== null) return settled.isValid ? words.settled.yes : words.refused(people(settled.author));
    if (verdict === 'disputed') return words.disputed;
    if (verdict === 'late') return words.late(dayNear(deadline, now()));
    if (because === 'notReceivedYet') return words.provisional;
    return because === 'byDeviceClock' ? words.byDeviceClock : '';
  };
  const isOpen = (one: Mark): boolean => one.override?.verdict === 'disputed' && one.override.settled === null;
  return (
    <Show when={mark()}>
      {(one) => (
        <div class="flex flex-col gap-1.5 rounded-inner bg-fill p-3.5 text-second text-ink-2">
          <p class="m-0 text-item text-ink">{words.used(people(one().author), dayNear(one().t, now()))}</p>
          <p class="m-0">{words.reason(one().override?.reason ?? '')}</p>
          <Show when={judged(one())}>{(said) => <p class="m-0">{said()}</p>}</Show>
          <Show when={isOpen(one()) && props.customer.rules.isLed}>
            <Settle customer={props.customer} mark={one()} />
          </Show>
        </div>
      )}
    </Show>
  );
};
