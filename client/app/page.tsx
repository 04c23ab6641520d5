import { type Component, children, createEffect, type JSX, onCleanup, type ParentProps, Show } from 'solid-js';
import { SyncBadge } from '../features/sync/sync-badge.tsx';
import { shell } from '../locales/zh-CN/shell.ts';
import { Avatar } from '../ui/avatar.tsx';
import { ArrowLeft } from '../ui/icons.ts';
import { useMe } from './data-context.tsx';
import { useFrame } from './frame-context.tsx';
import { PATHS } from './navigation.ts';

export interface PageProps {
  readonly title: string;
  /** Beside the title: a count, a place. */
  readonly aside?: JSX.Element;
  /** At the right of the header: presence, view acts. */
  readonly acts?: JSX.Element;
  /** A page below another one: where back leads. Draws the arrow instead of the face. */
  readonly back?: string;
  /** Own action bar; takes the place of the tab bar on a phone. */
  readonly bar?: JSX.Element;
  /** The content scrolls by itself (a virtual list): it gets the remaining height. */
  readonly fixed?: boolean;
  /** On a phone the title gets a line of its own, in full: names are long. */
  readonly titleBelow?: boolean;
  /** What it shows is being read; said only once that takes long enough to be noticed. */
  readonly isPending?: boolean;
  /** Hides the sync badge on a phone where the header is full. */
  readonly hideSync?: boolean;
}

const Lead: Component<{ readonly back: string | undefined }> = (props) => {
  const me = useMe();
  return (
    <Show
      when={props.back}
      fallback={
        <a
          href={PATHS.settings}
          aria-label={shell.me(me.name())}
          class="hit flex size-11 shrink-0 items-center justify-center rounded-full lg:hidden"
        >
          <Avatar name={me.name()} size={36} />
        </a>
      }
    >
      {(back) => (
        <a
          href={back()}
          aria-label={shell.back}
          class="-ml-2 flex size-11 shrink-0 items-center justify-center rounded-ctl text-ink hover:bg-hover lg:size-9"
        >
          <ArrowLeft size={22} />
        </a>
      )}
    </Show>
  );
};

/** A page inside the frame: heading, sync state, content, and an own action bar where it has one. */
export const Page: Component<ParentProps<PageProps>> = (props) => {
  const frame = useFrame();
  createEffect(() => {
    document.title = `${props.title} · ${shell.app}`;
  });
  // Made once: each reading of the prop would make another bar, with all that it watches and fetches.
  const bar = children(() => props.bar);
  createEffect(() => {
    if (bar() !== undefined) onCleanup(frame.claimBar());
  });
  return (
    <div class="flex h-full min-h-0 flex-col">
      <header class="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 px-gutter pt-2 pb-1 lg:border-b lg:border-line lg:pt-1.5">
        <Lead back={props.back} />
        <h1
          class={`m-0 min-w-0 text-page font-semibold ${props.titleBelow ? 'max-lg:order-last max-lg:w-full lg:truncate' : 'truncate'}`}
        >
          {props.title}
        </h1>
        <Show when={props.aside}>
          <span class="text-second whitespace-nowrap text-ink-3">{props.aside}</span>
        </Show>
        <span class="ml-auto flex items-center gap-2">
          {props.acts}
          <Show when={!props.hideSync}>
            <span class="lg:hidden">
              <SyncBadge />
            </span>
          </Show>
        </span>
      </header>
      {/* What is hidden by being placed absolutely is placed inside here: it would lengthen the whole document. */}
      <div class={`relative min-h-0 flex-1 ${props.fixed ? 'flex flex-col' : 'overflow-y-auto px-gutter pt-1 pb-8'}`}>
        {props.children}
        <Show when={props.isPending}>
          <p role="status" class="m-0 animate-late py-6 text-center text-body text-ink-3">
            {shell.pending}
          </p>
        </Show>
      </div>
      <Show when={bar()}>
        <div class="shrink-0 border-t border-line bg-surface px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
          <div class="mx-auto flex max-w-3xl flex-wrap gap-2">{bar()}</div>
        </div>
      </Show>
    </div>
  );
};
