import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import type { CustomerState, EventType, TimelineEntry } from '#rules';
import { useMe, useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerTimeline as words } from '../../../locales/zh-CN/customer-timeline.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Banner, Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { History, Settings } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { dayNear } from '../../../views/day-near.ts';
import { WhySheet } from '../brakes/why-sheet.tsx';
import { createAct } from '../create-act.ts';
import { useFieldLook, useNameOf } from '../use-names.ts';
import { effectOf, entryWords, noEffectWords, type WordContext } from './entry-words.ts';

/** Records that stand for themselves: their author may take any of them back. */
const RECORDS: ReadonlySet<string> = new Set<EventType>([
  'commitmentDelivered',
  'interactionRecorded',
  'inquiryReceived',
  'quoteSent',
  'complaintRecorded',
  'complaintResolved',
  'taskAssigned',
]);
/** A mark or a stage is taken back while it is the present one; older ones are history others built on. */
const isPresent = ({ mark, opportunities }: CustomerState, { id }: TimelineEntry): boolean =>
  mark?.id === id || opportunities.some(({ visits }) => visits.length > 1 && visits[visits.length - 1]?.id === id);
/** Lines drawn at a time. */
const PAGE_LINES = 40;

interface LineProps {
  readonly customer: CustomerAnswer;
  readonly entry: TimelineEntry;
  readonly context: WordContext;
}

/** Why the system acted, for who wants to know; a task not fired yet has nothing behind it that could be shown. */
const Why: Component<LineProps> = (props) => {
  const [isOpen, setIsOpen] = createSignal(false);
  const effect = () => effectOf(props.entry);
  return (
    <Show when={props.customer.state.effects.some(({ id }) => id === effect())}>
      <div class="mt-1">
        <Button kind="text" class="-ml-2" onClick={() => setIsOpen(true)}>
          {words.why}
        </Button>
        <Show when={isOpen()}>
          <WhySheet customer={props.customer} effect={effect()} onClose={() => setIsOpen(false)} />
        </Show>
      </div>
    </Show>
  );
};

const Line: Component<LineProps & { readonly onRetract: () => void }> = (props) => {
  const me = useMe();
  const spoken = createMemo(() => entryWords(props.entry, props.context));
  const isAutomatic = () => props.entry.automaticBy !== null;
  const author = () => (isAutomatic() ? words.system : props.context.nameOf(props.entry.author) || words.someone);
  const mayRetract = () =>
    !isAutomatic() &&
    props.entry.author === me.member() &&
    props.entry.noEffectBecause === null &&
    (RECORDS.has(props.entry.type) || isPresent(props.customer.state, props.entry));
  return (
    <li class="flex gap-3 border-b border-line py-3 last:border-0">
      <span class="flex w-6 shrink-0 justify-center pt-0.5 text-ink-3">
        <Show when={!isAutomatic()} fallback={<Settings size={18} />}>
          <Avatar name={author()} size={24} />
        </Show>
      </span>
      <div class="min-w-0 flex-1">
        <p class={`m-0 text-item break-words ${props.entry.noEffectBecause === null ? 'text-ink' : 'text-ink-3'}`}>
          {spoken().line}
        </p>
        <For each={spoken().details}>
          {(detail) => <p class="m-0 text-second break-words whitespace-pre-line text-ink-2">{detail}</p>}
        </For>
        <p class="mt-0.5 mb-0 flex flex-wrap items-center gap-x-2 gap-y-1 text-meta text-ink-3">
          <span>{author()}</span>
          <span>{dayNear(props.entry.t, props.context.nowMs)}</span>
          <Show when={props.customer.unsynced.includes(props.entry.id)}>
            <Tag tone="brand">{words.unsynced}</Tag>
          </Show>
          <Show when={props.entry.receivedAt}>
            {(received) => (
              <Tag tone="quiet">
                {words.late(dayNear(props.entry.t, props.context.nowMs), dayNear(received(), props.context.nowMs))}
              </Tag>
            )}
          </Show>
        </p>
        <Show when={props.entry.noEffectBecause}>
          {(reason) => <p class="m-0 text-second text-yellow-text">{noEffectWords(reason())}</p>}
        </Show>
        <Show when={isAutomatic()}>
          <Why {...props} />
        </Show>
      </div>
      <Show when={mayRetract()}>
        <Button
          kind="text"
          class="-my-2 -mr-2 shrink-0 self-start text-second!"
          aria-label={words.retractNamed(spoken().line)}
          onClick={() => props.onRetract()}
        >
          {words.retract}
        </Button>
      </Show>
    </li>
  );
};

/** 时间线: everything that happened, newest first; automatic lines say why. */
export const TimelinePanel: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const org = useOrg();
  const now = useNow();
  const toast = useToast();
  const act = createAct();
  const [limit, setLimit] = createSignal(PAGE_LINES);
  const [retracting, setRetracting] = createSignal<TimelineEntry | null>(null);
  const nameOf = useNameOf(() => props.customer);
  const context: WordContext = {
    get customer() {
      return props.customer.state;
    },
    nameOf,
    lookOf: useFieldLook(),
    get stages() {
      return org()?.process.stages ?? [];
    },
    get nowMs() {
      return now();
    },
  };
  const newest = createMemo(() => props.customer.state.timeline.toReversed());
  const shown = () => newest().slice(0, limit());
  const retract = async (): Promise<void> => {
    const entry = retracting();
    if (entry === null) return;
    const saved = await act.run({ type: 'retracted', subject: props.customer.state.id, payload: { event: entry.id } });
    if (saved === null) return;
    setRetracting(null);
    toast.show({ text: words.retractAsk.done });
  };
  const [isAskingNot, setIsAskingNot] = createSignal(false);
  return (
    <Show
      when={newest().length > 0}
      fallback={<EmptyState icon={<History size={26} />} title={words.empty.title} line={words.empty.line} />}
    >
      <ol aria-label={words.title} class="m-0 list-none p-0">
        <For each={shown()}>
          {(entry) => (
            <Line
              customer={props.customer}
              entry={entry}
              context={context}
              onRetract={() => {
                act.clear();
                setRetracting(entry);
              }}
            />
          )}
        </For>
      </ol>
      <Button kind="text" class="-ml-2 text-second!" onClick={() => setIsAskingNot(true)}>
        {words.whyNot}
      </Button>
      <Show when={isAskingNot()}>
        <WhySheet customer={props.customer} effect={null} onClose={() => setIsAskingNot(false)} />
      </Show>
      <Show when={newest().length > limit()}>
        <Button wide={true} class="mt-3" onClick={() => setLimit(limit() + PAGE_LINES)}>
          {words.older(newest().length - limit())}
        </Button>
      </Show>
      <Dialog
        open={retracting() !== null}
        onClose={() => setRetracting(null)}
        title={words.retractAsk.title}
        acts={
          <>
            <Button kind="plain" onClick={() => setRetracting(null)}>
              {words.retractAsk.cancel}
            </Button>
            <Button kind="primary" onClick={() => void retract()}>
              {words.retractAsk.act}
            </Button>
          </>
        }
      >
        {words.retractAsk.line}
        <Show when={act.problem()}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
      </Dialog>
    </Show>
  );
};
