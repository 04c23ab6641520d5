import { type Component, type JSX, type ParentProps, Show } from 'solid-js';

/** A white block: bordered card on every width. `flush` leaves the padding to the content. */
export const Card: Component<ParentProps<{ readonly flush?: boolean; readonly label?: string }>> = (props) => (
  <section
    aria-label={props.label}
    class={`rounded-card border border-line bg-surface shadow-1 ${props.flush ? 'overflow-hidden' : 'p-4'}`}
  >
    {props.children}
  </section>
);

/** Heading of a part of a page, with something at its right. */
export const SectionTitle: Component<ParentProps<{ readonly aside?: JSX.Element }>> = (props) => (
  <div class="flex min-h-9 items-end justify-between gap-3 pb-1.5">
    <h2 class="m-0 text-second font-semibold text-ink-2">{props.children}</h2>
    <Show when={props.aside}>
      <div class="text-second text-ink-3">{props.aside}</div>
    </Show>
  </div>
);

export interface ListRowProps {
  readonly lead?: JSX.Element;
  readonly title: JSX.Element;
  readonly line?: JSX.Element;
  readonly right?: JSX.Element;
  readonly rightLine?: JSX.Element;
  /** Goes there; otherwise `onPress`; otherwise the row is only text. */
  readonly href?: string;
  readonly onPress?: () => void;
  readonly selected?: boolean;
  /** Edge at the left for what is late. */
  readonly alarm?: boolean;
  readonly bold?: boolean;
}

/** Two lines a row, one bold thing a row: in the first the title gives way to what is due, in the second the right. */
export const ListRow: Component<ListRowProps> = (props) => {
  const shape = () =>
    `relative flex w-full min-h-row items-center gap-3 border-b border-line px-gutter py-2.5 text-left text-ink no-underline ${props.selected ? 'bg-hover' : ''} ${props.alarm ? 'before:absolute before:inset-y-0 before:left-0 before:w-1 before:bg-red' : ''}`;
  const inside = () => (
    <>
      <Show when={props.lead}>
        <span class="flex w-6 shrink-0 items-center justify-center">{props.lead}</span>
      </Show>
      <span class="min-w-0 flex-1">
        <span class="flex items-center justify-between gap-3">
          <span
            class={`flex min-w-0 flex-1 items-center gap-2 text-item ${props.bold === false ? '' : 'font-semibold'}`}
          >
            {props.title}
          </span>
          <Show when={props.right}>
            <span class="max-w-3/5 shrink-0 truncate text-second text-ink-2">{props.right}</span>
          </Show>
        </span>
        <Show when={props.line || props.rightLine}>
          <span
            class={`flex items-center justify-between gap-x-3 text-second ${props.rightLine ? 'max-h-[1lh] flex-wrap overflow-hidden' : ''}`}
          >
            <span
              class={`min-w-0 shrink-0 truncate text-ink-2 [&>*]:mr-2 ${props.rightLine ? 'max-w-[70%]' : 'max-w-full'}`}
            >
              {props.line}
            </span>
            {/* Without room for a few words it drops below the one line, out of sight. */}
            <Show when={props.rightLine}>
              <span class="min-w-14 flex-1 truncate text-right text-ink-3">{props.rightLine}</span>
            </Show>
          </span>
        </Show>
      </span>
    </>
  );
  return (
    <Show
      when={props.href}
      fallback={
        <Show when={props.onPress} fallback={<div class={shape()}>{inside()}</div>}>
          {(press) => (
            <button type="button" class={`${shape()} hover:bg-hover`} onClick={() => press()()}>
              {inside()}
            </button>
          )}
        </Show>
      }
    >
      {(href) => (
        <a
          href={href()}
          class={`${shape()} hover:bg-hover`}
          aria-current={props.selected ? 'page' : undefined}
          onClick={() => props.onPress?.()}
        >
          {inside()}
        </a>
      )}
    </Show>
  );
};

/** One icon, one sentence, one act. */
export const EmptyState: Component<{
  readonly icon: JSX.Element;
  readonly title: string;
  readonly line?: string;
  readonly act?: JSX.Element;
}> = (props) => (
  <div class="flex flex-col items-center gap-2 px-gutter py-12 text-center">
    <span class="text-ink-3">{props.icon}</span>
    <p class="m-0 text-card font-semibold text-ink">{props.title}</p>
    <Show when={props.line}>
      <p class="m-0 max-w-sm text-body text-ink-2">{props.line}</p>
    </Show>
    <Show when={props.act}>
      <div class="mt-2">{props.act}</div>
    </Show>
  </div>
);

/** A term and its value, in a column of facts. */
export const Fact: Component<ParentProps<{ readonly term: string }>> = (props) => (
  <div class="flex min-h-11 items-baseline justify-between gap-4 border-b border-line py-2 last:border-0">
    <dt class="shrink-0 text-second text-ink-3">{props.term}</dt>
    <dd class="m-0 min-w-0 text-right text-item text-ink">{props.children}</dd>
  </div>
);
