import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import type { ComplaintState } from '#rules';
import { useMe, useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerComplaints as words } from '../../../locales/zh-CN/customer-complaints.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Plus } from '../../../ui/icons.ts';
import { Card, SectionTitle } from '../../../ui/list.tsx';
import { usePeople } from '../people/use-people.ts';
import { promisesOf, standOf } from '../promises/promise-list.ts';
import { ReasonSheet } from '../reason-sheet.tsx';
import { ComplaintSheet } from './complaint-sheet.tsx';
import { useMayComplain } from './may-complain.ts';

interface RowProps {
  readonly customer: CustomerAnswer;
  readonly complaint: ComplaintState;
  readonly maySettle: boolean;
}

const Row: Component<RowProps> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const [isSettling, setIsSettling] = createSignal(false);
  const promise = createMemo(() => {
    const { open, delivered } = promisesOf(props.customer.state, now());
    return [...open, ...delivered].find(({ note }) => note.id === props.complaint.commitment) ?? null;
  });
  return (
    <li class="flex flex-col gap-1 border-b border-line px-4 py-3 last:border-0">
      <p class="m-0 text-item whitespace-pre-line text-ink">{props.complaint.summary}</p>
      <Show when={promise()}>
        {(about) => (
          <p class={`m-0 text-second ${about().isLate ? 'text-red-text' : 'text-ink-2'}`}>
            {words.about(about().text, words.stands[standOf(about())])}
          </p>
        )}
      </Show>
      <p class="m-0 flex flex-wrap items-center gap-x-2 text-second text-ink-3">
        <span>{words.said(dayAndTime(props.complaint.atMs, now()), people(props.complaint.author))}</span>
        <Show when={props.complaint.standing === 'local'}>
          <Tag tone="brand">{words.unsynced}</Tag>
        </Show>
      </p>
      <Show
        when={props.complaint.resolved}
        fallback={
          <div class="flex items-center justify-between gap-3">
            <span class="text-second font-semibold text-red-text">{words.open}</span>
            <Show when={props.maySettle}>
              <Button kind="text" onClick={() => setIsSettling(true)}>
                {words.settle}
              </Button>
            </Show>
          </div>
        }
      >
        {(end) => (
          <p class="m-0 text-second text-ink-2">
            {words.settled(people(end().author), dayAndTime(end().t, now()), end().reason)}
          </p>
        )}
      </Show>
      <Show when={isSettling()}>
        <ReasonSheet
          keptAs={`complaint-resolved-${props.complaint.id}`}
          title={words.settle}
          line={props.complaint.summary}
          label={words.settleTitle}
          missing={words.settleMissing}
          act={words.settle}
          done={words.settleDone}
          command={(reason) => ({
            type: 'complaintResolved',
            subject: props.customer.state.id,
            payload: { complaint: props.complaint.id, reason },
          })}
          onClose={() => setIsSettling(false)}
        />
      </Show>
    </li>
  );
};

/** 投诉: open ones first, each with the promise that was broken; they stay when they are settled (R38). */
export const ComplaintsList: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const me = useMe();
  const [isOpen, setIsOpen] = createSignal(false);
  const state = () => props.customer.state;
  const mayWrite = useMayComplain(() => props.customer);
  const maySettle = () => mayWrite() && (state().owner === me.member() || props.customer.rules.isLed);
  const inOrder = () =>
    [...state().complaints].sort((a, b) => Number(a.resolved !== null) - Number(b.resolved !== null));
  return (
    <Show when={mayWrite() || state().complaints.length > 0}>
      <section aria-label={words.title}>
        <SectionTitle aside={state().complaints.length || undefined}>{words.title}</SectionTitle>
        <Show when={state().complaints.length > 0}>
          <Card flush={true}>
            <ul class="m-0 list-none p-0">
              <For each={inOrder()}>
                {(complaint) => <Row customer={props.customer} complaint={complaint} maySettle={maySettle()} />}
              </For>
            </ul>
          </Card>
        </Show>
        <Show when={mayWrite()}>
          <Button kind="text" class="-ml-2" icon={<Plus size={18} />} onClick={() => setIsOpen(true)}>
            {words.act}
          </Button>
        </Show>
        <Show when={isOpen()}>
          <ComplaintSheet customer={props.customer} onClose={() => setIsOpen(false)} />
        </Show>
      </section>
    </Show>
  );
};
