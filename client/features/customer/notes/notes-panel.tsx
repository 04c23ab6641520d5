import { type Component, createMemo, For, type ParentProps, Show } from 'solid-js';
import { BLOB_PATH } from '#protocol';
import { type NoteState, verifiedNeedOf, visibleText } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import { PATHS } from '../../../app/navigation.ts';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerNotes as words } from '../../../locales/zh-CN/customer-notes.ts';
import { customerTimeline } from '../../../locales/zh-CN/customer-timeline.ts';
import { Tag } from '../../../ui/badge.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { FileText } from '../../../ui/icons.ts';
import { Card, EmptyState } from '../../../ui/list.tsx';
import { dayNear } from '../../../views/day-near.ts';
import { dateWords } from '../../../views/field-values.ts';
import { useNameOf } from '../use-names.ts';
import { Appointment } from './appointment.tsx';

const Part: Component<ParentProps<{ readonly term: string }>> = (props) => (
  <>
    <dt class="text-second text-ink-3">{props.term}</dt>
    <dd class="m-0 min-w-0 text-body break-words text-ink">{props.children}</dd>
  </>
);

const PromisePart: Component<{ readonly customer: CustomerAnswer; readonly note: NoteState }> = (props) => {
  const now = useNow();
  const nameOf = useNameOf(() => props.customer);
  const promised = () => {
    const { commitment } = props.note.payload;
    return commitment.kind === 'promised' ? commitment : null;
  };
  const refused = () => {
    const { commitment } = props.note.payload;
    return commitment.kind === 'none' ? commitment.reason : '';
  };
  return (
    <Part term={words.promise}>
      <Show when={promised()} fallback={words.noPromise(refused())}>
        {(commitment) => (
          <>
            <span class="whitespace-pre-line">{visibleText(commitment().deliverable)}</span>
            <span class="mt-0.5 flex flex-wrap items-center gap-2 text-second text-ink-3">
              {words.due(dateWords(commitment().dueMs, now()), nameOf(commitment().by))}
              <Show when={props.note.delivered}>
                <Tag tone="green">{words.delivered}</Tag>
              </Show>
            </span>
          </>
        )}
      </Show>
    </Part>
  );
};

const Next: Component<{ readonly customer: CustomerAnswer; readonly note: NoteState }> = (props) => {
  const now = useNow();
  const touchpoint = () => props.customer.state.touchpoints.find(({ note }) => note === props.note.id);
  const otherwise = () => {
    const { next } = props.note.payload;
    if (next.kind === 'checkDate') return words.checkDate(dateWords(next.atMs, now()), next.reason);
    return next.kind === 'touchpoint' ? dayNear(next.touchpoint.atMs, now()) : words.nexts[next.kind];
  };
  return (
    <Show
      when={touchpoint()}
      fallback={
        <dl class="mt-2 mb-0 grid grid-cols-[3.5rem_1fr] items-baseline gap-x-2">
          <Part term={words.next}>{otherwise()}</Part>
        </dl>
      }
    >
      {(found) => (
        <div class="mt-3">
          <Appointment customer={props.customer} touchpoint={found()} />
        </div>
      )}
    </Show>
  );
};

const NoteCard: Component<{ readonly customer: CustomerAnswer; readonly note: NoteState }> = (props) => {
  const now = useNow();
  const nameOf = useNameOf(() => props.customer);
  const payload = () => props.note.payload;
  const visited = () => words.visited(dayNear(payload().visitedAtMs, now()));
  const concern = () => {
    const { kind, text } = payload().concern;
    return [customerTimeline.concerns[kind], ...(text ? [text] : [])].join(customerTimeline.join);
  };
  return (
    <Card label={visited()}>
      <div class="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <h3 class="m-0 text-card font-semibold">{visited()}</h3>
        <span class="text-second text-ink-3">{words.by(nameOf(props.note.author))}</span>
        <Show when={props.customer.unsynced.includes(props.note.id)}>
          <Tag tone="brand">{words.unsynced}</Tag>
        </Show>
      </div>
      <Show when={payload().met?.length}>
        <p class="m-0 text-second text-ink-2">{words.met((payload().met ?? []).join(words.separator))}</p>
      </Show>
      <dl class="mt-2 mb-0 grid grid-cols-[3.5rem_1fr] items-baseline gap-x-2 gap-y-1.5">
        <Part term={words.concern}>{concern()}</Part>
        <PromisePart customer={props.customer} note={props.note} />
        <Show when={payload().verifiedNeed}>
          <Part term={words.verifiedNeed}>{verifiedNeedOf(payload()) ?? words.nothingVerified}</Part>
        </Show>
        <Show when={payload().remark}>{(remark) => <Part term={words.remark}>{remark()}</Part>}</Show>
      </dl>
      <For each={payload().attachments ?? []}>
        {(file) => (
          <a
            class="flex min-h-11 items-center gap-2 text-second text-brand-text"
            href={`${BLOB_PATH}/${file.sha256}`}
            download={file.name}
          >
            <FileText size={16} />
            <span class="truncate">{file.name}</span>
          </a>
        )}
      </For>
      <Next customer={props.customer} note={props.note} />
    </Card>
  );
};

/** 纪要: newest first, each with what was promised and the appointment it made. */
export const NotesPanel: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const newest = createMemo(() => props.customer.state.notes.toReversed());
  return (
    <Show
      when={newest().length > 0}
      fallback={
        <EmptyState
          icon={<FileText size={26} />}
          title={words.empty.title}
          line={words.empty.line}
          {...(props.customer.mayEdit
            ? {
                act: <ButtonLink href={`${PATHS.note}/${props.customer.state.id}`}>{words.empty.act}</ButtonLink>,
              }
            : {})}
        />
      }
    >
      <div class="flex flex-col gap-3 pt-1">
        <For each={newest()}>{(note) => <NoteCard customer={props.customer} note={note} />}</For>
      </div>
    </Show>
  );
};
