import { type Component, createResource, createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Delivery, DeliveryState } from '#protocol';
import { useData, useNow, useOrg } from '../../app/data-context.tsx';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { messages as words } from '../../locales/zh-CN/messages.ts';
import { Tag, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, SectionTitle } from '../../ui/list.tsx';

const TONES: Readonly<Record<DeliveryState, Tone>> = {
  waiting: 'quiet',
  sending: 'quiet',
  sent: 'green',
  unknown: 'yellow',
  failed: 'red',
  withdrawn: 'edge',
};
const PAGE = 30;

const Row: Component<{ readonly delivery: Delivery }> = (props) => {
  const org = useOrg();
  const now = useNow();
  const kind = (): string => {
    const name = words.kinds[props.delivery.kind] ?? words.otherKind;
    return props.delivery.purpose === 'withdraw' ? words.withdrawal(name) : name;
  };
  const recipient = () => org()?.members[props.delivery.recipient]?.name ?? words.someone;
  const channel = () => (props.delivery.channel === null ? words.nobody : words.channelNames[props.delivery.channel]);
  return (
    <li class="flex flex-col gap-1 border-b border-line px-gutter py-2.5 last:border-0">
      <span class="flex items-center justify-between gap-3">
        <Show
          when={props.delivery.customer}
          fallback={<span class="min-w-0 truncate text-item font-semibold">{kind()}</span>}
        >
          {(customer) => (
            <a class="min-w-0 truncate text-item font-semibold text-ink" href={`/customers/${customer()}`}>
              {kind()}
            </a>
          )}
        </Show>
        <Tag tone={TONES[props.delivery.state]}>{words.states[props.delivery.state]}</Tag>
      </span>
      <span class="flex items-center justify-between gap-3 text-second text-ink-2">
        <span class="min-w-0 truncate">{words.to(recipient(), channel())}</span>
        <span class="shrink-0 text-ink-3">
          {props.delivery.state === 'waiting'
            ? words.dueAt(dayAndTime(props.delivery.dueAt, now()))
            : dayAndTime(props.delivery.sentAt ?? props.delivery.at, now())}
        </span>
      </span>
      <Show when={props.delivery.reason}>
        {(reason) => (
          <span class="text-second text-ink-3">
            {words.reasons[reason()]}
            <Show when={props.delivery.detail}>{(detail) => <>{` ${words.saidBy(detail())}`}</>}</Show>
          </span>
        )}
      </Show>
    </li>
  );
};

/** What left for whom and what came of it: as much of it as the relay shows this person. */
export const DeliveryLog: Component = () => {
  const data = useData();
  const [shown, setShown] = createSignal(PAGE);
  const [log, { refetch }] = createResource(() => data.messages('deliveries', null));
  const rows = (): readonly Delivery[] => {
    const outcome = log.latest;
    return outcome?.kind === 'ok' ? outcome.answer.deliveries : [];
  };
  return (
    <section>
      <SectionTitle
        aside={
          <Button kind="text" onClick={() => void refetch()}>
            {words.logAgain}
          </Button>
        }
      >
        {words.log}
      </SectionTitle>
      <Card flush={true} label={words.log}>
        <Switch
          fallback={
            <ul class="m-0 list-none p-0">
              <For each={rows().slice(0, shown())}>{(delivery) => <Row delivery={delivery} />}</For>
            </ul>
          }
        >
          <Match when={log.latest === undefined}>
            <p class="m-0 p-4 text-body text-ink-3">{words.loading}</p>
          </Match>
          <Match when={log.latest?.kind !== 'ok'}>
            <p class="m-0 p-4 text-body text-ink-2">{words.offline}</p>
          </Match>
          <Match when={rows().length === 0}>
            <p class="m-0 p-4 text-body text-ink-3">{words.logEmpty}</p>
          </Match>
        </Switch>
        <Show when={rows().length > shown()}>
          <div class="p-3">
            <Button wide={true} onClick={() => setShown((count) => count + PAGE)}>
              {words.logMore(Math.min(PAGE, rows().length - shown()))}
            </Button>
          </div>
        </Show>
      </Card>
    </section>
  );
};
