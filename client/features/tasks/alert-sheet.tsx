import { type Component, createSignal, Show } from 'solid-js';
import type { EffectId } from '#rules';
import { createAnswer, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { AlertItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { dayNear } from '../../views/day-near.ts';
import { WhyPanel } from '../../views/why-panel.tsx';
import { ClosingSheet } from './closing-sheet.tsx';
import { itemTitle, personName } from './item-words.ts';
import { OwedPromises } from './owed-promises.tsx';
import { SnoozeSheet } from './snooze-sheet.tsx';

/** An alert opened: why it is there, who was told, and what ends it: the act itself, or whoever may close it. */
export const AlertSheet: Component<{ readonly item: AlertItem; readonly onClose: () => void }> = (props) => {
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  const [isClosing, setIsClosing] = createSignal(false);
  const [isSnoozing, setIsSnoozing] = createSignal(false);
  const context = () => ({ org: org(), reader: me.member(), nowMs: now() });
  const why = createAnswer(() =>
    props.item.isProvisional
      ? null
      : { kind: 'why' as const, customer: props.item.customer, effect: props.item.id as EffectId },
  );
  const customer = () => `${PATHS.pool}/${props.item.customer}`;
  const note = (): string | null => {
    if (props.item.isProvisional) return words.closing.notYet;
    return props.item.exit === 'close' && !props.item.mayClose ? words.closing.managersOnly : null;
  };
  const act = (): string => {
    if (props.item.exit === 'override') return words.alertActs.override;
    return props.item.exit === 'appeal' ? words.alertActs.appeal : words.alertActs.customer;
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={itemTitle(props.item, context())}
      line={props.item.customerName}
      closeLabel={words.close}
      foot={
        <>
          <ButtonLink kind={props.item.mayClose ? 'plain' : 'primary'} class="flex-1 no-underline" href={customer()}>
            {act()}
          </ButtonLink>
          <Show when={props.item.mayClose}>
            <Button kind="primary" class="flex-1" onClick={() => setIsClosing(true)}>
              {words.closing.act}
            </Button>
          </Show>
        </>
      }
    >
      <div class="flex flex-col gap-3 pb-2">
        <p class="m-0 text-second text-ink-2">
          {words.forWhom(props.item.people.map((one) => personName(one, context())).join(words.separator))}
          <Show when={props.item.quietUntilMs}>
            {(at) => <span class="ml-2 text-ink-3">{words.quiet(dayNear(at(), now()))}</span>}
          </Show>
        </p>
        <Show when={props.item.trigger === 'promiseOverdue'}>
          <OwedPromises item={props.item} />
        </Show>
        <Show when={note()}>{(said) => <p class="m-0 text-item text-ink">{said()}</p>}</Show>
        <ButtonLink kind="plain" class="no-underline" href={`${PATHS.note}/${props.item.customer}`}>
          {words.alertActs.note}
        </ButtonLink>
        <Show when={!props.item.isProvisional}>
          <Button kind="plain" onClick={() => setIsSnoozing(true)}>
            {words.snooze.act}
          </Button>
        </Show>
        <Show when={org()?.process}>
          {(process) => (
            <Show when={why()?.acted}>
              {(acted) => (
                <WhyPanel
                  acted={acted()}
                  process={process()}
                  nameOf={(member) => personName(member, context())}
                  nowMs={now()}
                />
              )}
            </Show>
          )}
        </Show>
      </div>
      <Show when={isSnoozing()}>
        <SnoozeSheet items={[props.item]} onClose={() => setIsSnoozing(false)} onDone={() => props.onClose()} />
      </Show>
      <Show when={isClosing()}>
        <ClosingSheet items={[props.item]} onClose={() => setIsClosing(false)} onDone={() => props.onClose()} />
      </Show>
    </Sheet>
  );
};
