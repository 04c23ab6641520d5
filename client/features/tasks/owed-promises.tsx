import { type Component, createMemo, For, Show } from 'solid-js';
import { type EventId, visibleText } from '#rules';
import { createAnswer, useData, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import type { AlertItem } from '../../data/work-contract.ts';
import { customerPromises } from '../../locales/zh-CN/customer-promises.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { dayNear } from '../../views/day-near.ts';
import { tickPromise } from '../../views/tick-promise.ts';
import { personName } from './item-words.ts';

/** What was promised until the day the alert speaks of and is not delivered, each with 已交付 (R30, R37). */
export const OwedPromises: Component<{ readonly item: AlertItem }> = (props) => {
  const data = useData();
  const toast = useToast();
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  const customer = createAnswer(() => ({ kind: 'customer' as const, id: props.item.customer }));
  const owed = createMemo(() =>
    (customer()?.state.notes ?? []).flatMap(({ id, payload: { commitment }, delivered }) =>
      commitment.kind === 'promised' && delivered === null && commitment.dueMs === props.item.params['dueMs']
        ? [{ id, text: visibleText(commitment.deliverable), by: commitment.by, dueMs: commitment.dueMs }]
        : [],
    ),
  );
  const tick = async (note: EventId): Promise<void> =>
    toast.show(await tickPromise(data, { customer: { id: props.item.customer }, note }));
  const by = (member: string): string =>
    customerPromises.by(personName(member, { org: org(), reader: me.member(), nowMs: now() }));
  return (
    <Show when={owed().length > 0}>
      <Card flush={true} label={words.owed}>
        <For each={owed()}>
          {({ id, text, by: member, dueMs }) => (
            <div class="flex flex-col gap-2 border-b border-line px-gutter py-3 last:border-0">
              <p class="m-0 text-body whitespace-pre-line text-ink">{text}</p>
              <p class="m-0 text-second text-ink-3">
                {words.line(by(member), customerPromises.due(dayNear(dueMs, now())))}
              </p>
              <Button aria-label={customerPromises.tick(text)} onClick={() => void tick(id)}>
                {customerPromises.delivered}
              </Button>
            </div>
          )}
        </For>
      </Card>
    </Show>
  );
};
