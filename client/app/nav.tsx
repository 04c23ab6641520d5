import { useLocation } from '@solidjs/router';
import { type Component, type JSX, Show } from 'solid-js';
import { shell } from '../locales/zh-CN/shell.ts';
import { CountBadge } from '../ui/badge.tsx';
import { CalendarCheck, Inbox, Pencil, Users } from '../ui/icons.ts';
import { FunnelGlyph } from '../ui/logo.tsx';
import { useWaiting } from './data-context.tsx';
import { isAt, PATHS, type PageId } from './navigation.ts';

const Tab: Component<{
  readonly page: PageId;
  readonly label: string;
  readonly icon: JSX.Element;
  readonly name?: string;
  readonly count?: number;
}> = (props) => {
  const location = useLocation();
  const here = () => isAt(location.pathname, props.page);
  return (
    <a
      href={PATHS[props.page]}
      aria-current={here() ? 'page' : undefined}
      aria-label={props.name}
      class={`relative flex min-h-12.5 flex-1 flex-col items-center justify-center gap-0.5 no-underline ${here() ? 'font-semibold text-brand-text' : 'text-ink-3'}`}
    >
      {props.icon}
      <span class="text-corner whitespace-nowrap">{props.label}</span>
      <Show when={props.count}>
        {(count) => (
          <span class="absolute top-0.5 left-[calc(50%+9px)] max-[359px]:-right-0.5 max-[359px]:left-auto">
            <CountBadge count={count()} loud={true} />
          </span>
        )}
      </Show>
    </a>
  );
};

/** The phone's bar: four places and, in the middle, the one act. */
export const TabBar: Component = () => {
  const waiting = useWaiting();
  return (
    <nav
      aria-label={shell.navigation}
      class="relative z-10 flex shrink-0 items-center border-t border-line bg-surface px-1 pb-safe sm:hidden"
    >
      <Tab page="today" label={shell.tabs.today} icon={<CalendarCheck size={22} />} />
      <Tab page="pool" label={shell.tabs.pool} icon={<Users size={22} />} />
      <a
        href={PATHS.note}
        class="-mt-3 mb-1 flex min-h-13 min-w-15.5 shrink-0 px-2 flex-col items-center justify-center gap-0.5 rounded-card bg-ink text-on-ink no-underline shadow-3"
      >
        <Pencil size={20} />
        <span class="text-corner font-semibold">{shell.tabs.note}</span>
      </a>
      <Tab page="funnel" label={shell.tabs.funnel} icon={<FunnelGlyph />} />
      <Tab
        page="tasks"
        label={shell.tabs.tasks}
        icon={<Inbox size={22} />}
        count={waiting()}
        {...(waiting() > 0 ? { name: shell.tasksWaiting(waiting()) } : {})}
      />
    </nav>
  );
};
