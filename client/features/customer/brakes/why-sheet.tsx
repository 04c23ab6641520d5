import { type Component, createMemo, Show } from 'solid-js';
import type { CustomerId, EffectId } from '#rules';
import { createAnswer, useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { why as words } from '../../../locales/zh-CN/why.ts';
import { Sheet } from '../../../ui/dialog.tsx';
import { WhyNotList, WhyPanel } from '../../../views/why-panel.tsx';
import { usePeople } from '../people/use-people.ts';

/** 为什么: of one effect, or (`effect` = null) why no other rule acted. */
export const WhySheet: Component<{
  readonly customer: CustomerAnswer;
  readonly effect: EffectId | null;
  readonly onClose: () => void;
}> = (props) => {
  const org = useOrg();
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const answer = createAnswer(() => ({
    kind: 'why' as const,
    customer: props.customer.state.id as CustomerId,
    effect: props.effect,
  }));
  const process = createMemo(() => org()?.process);
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={props.effect === null ? words.notTitle : words.title}
      line={props.customer.row.name}
      closeLabel={words.close}
    >
      <Show when={process()}>
        {(known) => (
          <Show when={answer()}>
            {(found) => (
              <Show
                when={found().acted}
                fallback={
                  <>
                    <WhyNotList answer={found()} process={known()} nameOf={people} nowMs={now()} />
                    <p class="m-0 pt-3 text-second text-ink-3">{words.acted}</p>
                  </>
                }
              >
                {(acted) => <WhyPanel acted={acted()} process={known()} nameOf={people} nowMs={now()} />}
              </Show>
            )}
          </Show>
        )}
      </Show>
    </Sheet>
  );
};
