import { type Component, createMemo, createSignal, For, type ParentProps, Show } from 'solid-js';
import type { EventId } from '#rules';
import { useData, useMe, useNow } from '../../../app/data-context.tsx';
import type { CommandOutcome, CustomerAnswer } from '../../../data/contract.ts';
import { customerPromises as words } from '../../../locales/zh-CN/customer-promises.ts';
import { CalendarCheck } from '../../../ui/icons.ts';
import { Card, EmptyState, SectionTitle } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { plainCopy } from '../../../views/plain-copy.ts';
import { outcomeWords } from '../../../views/refusal-words.ts';
import { DeliverSheet } from './deliver-sheet.tsx';
import { type Promised, promisesOf } from './promise-list.ts';
import { PromiseRow } from './promise-row.tsx';

const Rows: Component<ParentProps<{ readonly title: string; readonly count: number }>> = (props) => (
  <section>
    <SectionTitle aside={props.count}>{props.title}</SectionTitle>
    <Card flush={true}>
      <ul class="m-0 list-none p-0">{props.children}</ul>
    </Card>
  </section>
);

/** 答应过的: what is open, overdue first, and what was delivered; one tap ticks, one tap takes it back (R30, R37). */
export const PromisesPanel: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const data = useData();
  const me = useMe();
  const now = useNow();
  const toast = useToast();
  const [opened, setOpened] = createSignal<EventId | null>(null);
  const list = createMemo(() => promisesOf(props.customer.state, now()));
  const state = () => props.customer.state;
  const mayTick = () => props.customer.mayEdit && (!state().isPrivate || state().created.author === me.member());
  const openedPromise = createMemo(() => list().open.find(({ note }) => note.id === opened()) ?? null);

  /** True when it was saved; otherwise says why not. */
  const saved = (outcome: CommandOutcome): boolean => {
    const said = outcomeWords(outcome);
    if (said !== null) toast.show({ text: said, kind: 'refusal' });
    return said === null;
  };
  const takeBack = async (event: EventId): Promise<boolean> =>
    saved(await data.run({ type: 'retracted', subject: state().id, payload: { event } }));
  const sayDone = (event: EventId): void =>
    toast.show({ text: words.done, undo: { label: words.undo, run: () => void takeBack(event) } });
  const tick = async ({ note }: Promised): Promise<void> => {
    const { delivered } = note;
    if (delivered === null) {
      const outcome = await data.run({ type: 'commitmentDelivered', subject: state().id, payload: { note: note.id } });
      const event = outcome.kind === 'saved' ? outcome.events[0] : undefined;
      if (saved(outcome) && event !== undefined) sayDone(event);
      return;
    }
    const payload = plainCopy(delivered.payload);
    if (!(await takeBack(delivered.id))) return;
    const again = () => void data.run({ type: 'commitmentDelivered', subject: state().id, payload }).then(saved);
    toast.show({ text: words.undone, undo: { label: words.undo, run: again } });
  };
  // By id, so that a row keeps its element, and the finger its target, while the clock moves on.
  const byId = createMemo(() => new Map([...list().open, ...list().delivered].map((one) => [one.note.id, one])));
  const row = (id: EventId) => (
    <Show when={byId().get(id)}>
      {(promised) => (
        <PromiseRow
          customer={props.customer}
          promised={promised()}
          mayTick={mayTick()}
          onTick={() => void tick(promised())}
          onMore={() => setOpened(id)}
        />
      )}
    </Show>
  );
  const ids = (promised: readonly Promised[]) => promised.map(({ note }) => note.id);
  return (
    <Show
      when={list().open.length + list().delivered.length > 0}
      fallback={<EmptyState icon={<CalendarCheck size={26} />} title={words.empty.title} line={words.empty.line} />}
    >
      <div class="flex flex-col gap-3">
        <Show when={list().open.length > 0}>
          <Rows title={words.open} count={list().open.length}>
            <For each={ids(list().open)}>{row}</For>
          </Rows>
        </Show>
        <Show when={list().delivered.length > 0}>
          <Rows title={words.delivered} count={list().delivered.length}>
            <For each={ids(list().delivered)}>{row}</For>
          </Rows>
        </Show>
      </div>
      <Show when={openedPromise()}>
        {(promised) => (
          <DeliverSheet
            customer={props.customer}
            promised={promised()}
            onClose={() => setOpened(null)}
            onDone={(event) => {
              setOpened(null);
              sayDone(event);
            }}
          />
        )}
      </Show>
    </Show>
  );
};
