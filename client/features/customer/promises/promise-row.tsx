import { type Component, For, Show } from 'solid-js';
import { useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerPromises as words } from '../../../locales/zh-CN/customer-promises.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Check } from '../../../ui/icons.ts';
import { FileRow } from '../files/file-row.tsx';
import { fileState } from '../files/file-state.ts';
import { usePeople } from '../people/use-people.ts';
import type { Promised } from './promise-list.ts';

const TickBox: Component<{
  readonly promised: Promised;
  readonly mayTick: boolean;
  readonly onTick: () => void;
}> = (props) => {
  const isDone = () => props.promised.note.delivered !== null;
  const circle = () =>
    `flex size-5.5 items-center justify-center rounded-full ${isDone() ? 'bg-ink-2 text-surface' : 'border-2 border-line-strong'} ${props.promised.note.delivered?.standing === 'local' ? 'outline-2 outline-offset-2 outline-dashed outline-line-strong' : ''}`;
  const inside = () => (
    <span class={circle()}>
      <Show when={isDone()}>
        <Check size={14} />
      </Show>
    </span>
  );
  return (
    <Show
      when={props.mayTick}
      fallback={<span class="flex size-11 shrink-0 items-center justify-center">{inside()}</span>}
    >
      <button
        type="button"
        aria-label={(isDone() ? words.untick : words.tick)(props.promised.text)}
        onClick={() => props.onTick()}
        class="flex size-11 shrink-0 items-center justify-center rounded-ctl hover:bg-hover"
      >
        {inside()}
      </button>
    </Show>
  );
};

/** A promise: what, until when, by whom; ticked by one tap, with a file or a word where there is one. */
export const PromiseRow: Component<{
  readonly customer: CustomerAnswer;
  readonly promised: Promised;
  readonly mayTick: boolean;
  readonly onTick: () => void;
  readonly onMore: () => void;
}> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const delivered = () => props.promised.note.delivered;
  const isOver = () => delivered() === null && props.promised.isLate;
  const over = (): string => (props.promised.lateDays > 0 ? words.over(props.promised.lateDays) : words.overToday);
  return (
    <li class="flex items-start gap-1 border-b border-line py-1 pr-4 pl-2 last:border-0">
      <TickBox promised={props.promised} mayTick={props.mayTick} onTick={props.onTick} />
      <div class="min-w-0 flex-1 py-2">
        <p class={`m-0 text-item whitespace-pre-line ${delivered() ? 'text-ink-2' : 'text-ink'}`}>
          {props.promised.text}
        </p>
        <p class="m-0 flex flex-wrap items-center gap-x-2 text-second text-ink-3">
          <Show
            when={delivered()}
            fallback={
              <>
                <span class={isOver() ? 'font-semibold text-red-text' : 'text-ink-2'}>
                  {words.due(dayAndTime(props.promised.dueMs, now()))}
                  <Show when={isOver()}>，{over()}</Show>
                </span>
                <span>{words.by(people(props.promised.by))}</span>
              </>
            }
          >
            {(done) => (
              <>
                <span>{words.deliveredAt(people(done().author), dayAndTime(done().t, now()))}</span>
                <Show when={props.promised.lateDays > 0}>
                  <span>{words.late(props.promised.lateDays)}</span>
                </Show>
                <Show when={done().standing === 'local'}>
                  <Tag tone="brand">{words.unsynced}</Tag>
                </Show>
              </>
            )}
          </Show>
        </p>
        <Show when={delivered()?.payload.remark}>
          {(remark) => <p class="m-0 text-second text-ink-2">{remark()}</p>}
        </Show>
        <For each={delivered()?.payload.evidence ?? []}>
          {(file) => (
            <FileRow
              file={file}
              state={fileState(
                props.customer.state.evidence.some(({ sha256, attested }) => sha256 === file.sha256 && attested),
                props.customer.uploads[file.sha256],
              )}
            />
          )}
        </For>
        <Show when={props.mayTick && !delivered()}>
          <Button kind="text" class="-ml-2 text-second!" onClick={() => props.onMore()}>
            {words.more}
          </Button>
        </Show>
      </div>
    </li>
  );
};
