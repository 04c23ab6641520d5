import { type Component, createEffect, type JSX, type ParentProps, Show } from 'solid-js';
import { shell } from '../locales/zh-CN/shell.ts';
import { Logo } from '../ui/logo.tsx';

/** A page without the frame: before joining, or when nothing else can be shown. One column, one thing to do. */
export const PlainPage: Component<
  ParentProps<{ readonly title: string; readonly line?: string; readonly foot?: JSX.Element }>
> = (props) => {
  createEffect(() => {
    document.title = `${props.title} · ${shell.app}`;
  });
  return (
    <main
      id="main"
      class="mx-auto flex min-h-dvh w-full max-w-md flex-col px-gutter pt-[max(2rem,env(safe-area-inset-top))] pb-[max(1.5rem,env(safe-area-inset-bottom))] sm:justify-center"
    >
      <div class="flex items-center gap-2 pb-8">
        <Logo size={30} />
        <span class="text-card font-semibold">{shell.app}</span>
      </div>
      <h1 class="m-0 text-[1.625rem] leading-9 font-semibold text-ink">{props.title}</h1>
      <Show when={props.line}>
        <p class="mt-2 mb-0 text-prose text-ink-2">{props.line}</p>
      </Show>
      <div class="mt-6 flex flex-col gap-4">{props.children}</div>
      <Show when={props.foot}>
        <div class="mt-auto pt-8 text-second text-ink-3 sm:mt-8">{props.foot}</div>
      </Show>
    </main>
  );
};
