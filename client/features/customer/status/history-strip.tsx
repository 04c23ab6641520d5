import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import { DAY_MS, type Mark, markLook } from '#rules';
import { useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { marks as markNames } from '../../../locales/zh-CN/marks.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ChevronRight } from '../../../ui/icons.ts';
import { MarkGlyph } from '../../../views/mark-glyph.tsx';
import { usePeople } from '../people/use-people.ts';
import { groundsOf } from './mark-words.ts';

const STRIP_DAYS = 90;
/** More would push the title away on a narrow phone; the list behind it has them all. */
const STRIP_MARKS = 7;

const HistoryItem: Component<{ readonly mark: Mark; readonly who: string }> = (props) => {
  const now = useNow();
  const org = useOrg();
  const word = () => markNames[markLook(props.mark)];
  return (
    <li class="flex gap-3 border-b border-line py-3 last:border-0">
      <span class={props.mark.effective ? '' : 'opacity-55'}>
        <MarkGlyph look={markLook(props.mark)} size={22} />
      </span>
      <div class="min-w-0 flex-1">
        <p class="m-0 flex flex-wrap items-center gap-2 text-item">
          <span class="font-semibold text-ink">{word()}</span>
          <span class="text-ink-2">{props.who}</span>
          <span class="text-second text-ink-3">{dayAndTime(props.mark.t, now())}</span>
        </p>
        <For each={groundsOf(props.mark, org()?.process.statusCard.silentDays ?? 0)}>
          {(line) => <p class="m-0 text-second text-ink-2">{line}</p>}
        </For>
        <Show when={props.mark.receivedAt}>
          {(at) => <p class="m-0 text-second text-ink-3">{words.lateEntry(dayAndTime(at(), now()))}</p>}
        </Show>
        <Show when={props.mark.noEffectBecause}>
          {(why) => <p class="m-0 text-second text-ink-3">{words.history[why()]}</p>}
        </Show>
        <Show when={props.mark.standing === 'local'}>
          <Tag tone="brand">{words.unsynced}</Tag>
        </Show>
      </div>
    </li>
  );
};

/** The marks of the last 90 days, oldest first, and all of them behind it: colour, who, when. */
export const HistoryStrip: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const [isOpen, setIsOpen] = createSignal(false);
  const marks = () => props.customer.state.marks;
  const recent = createMemo(() =>
    marks()
      .filter(({ effective, t }) => effective && t > now() - STRIP_DAYS * DAY_MS)
      .slice(-STRIP_MARKS),
  );
  const label = (mark: Mark): string =>
    words.history.item(markNames[markLook(mark)], people(mark.author), dayAndTime(mark.t, now()));
  return (
    <Show when={marks().length > 0}>
      <span class="flex items-center gap-2">
        <Show when={recent().length > 0}>
          <ol aria-label={words.history.strip} class="m-0 flex list-none items-center gap-1.5 p-0">
            <For each={recent()}>
              {(mark) => (
                <li class="flex" title={label(mark)}>
                  <span aria-hidden="true" class="flex">
                    <MarkGlyph look={markLook(mark)} size={14} />
                  </span>
                  <span class="sr-only">{label(mark)}</span>
                </li>
              )}
            </For>
          </ol>
        </Show>
        <button
          type="button"
          class="hit -mr-1 inline-flex min-h-8 items-center rounded-chip px-1 text-second text-ink-3 hover:bg-hover"
          aria-label={words.history.title}
          onClick={() => setIsOpen(true)}
        >
          {recent().length > 0 ? words.history.recent : words.history.all}
          <ChevronRight size={16} />
        </button>
      </span>
      <Sheet
        open={isOpen()}
        onClose={() => setIsOpen(false)}
        title={words.history.title}
        line={props.customer.row.name}
        closeLabel={words.history.close}
      >
        <ol class="m-0 list-none p-0">
          <For each={[...marks()].reverse()}>{(mark) => <HistoryItem mark={mark} who={people(mark.author)} />}</For>
        </ol>
      </Sheet>
    </Show>
  );
};
