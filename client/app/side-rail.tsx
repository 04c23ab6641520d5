import { useIsRouting, useLocation } from '@solidjs/router';
import { type Component, createSignal, type JSX, lazy, Show, Suspense } from 'solid-js';
import { SyncBadge } from '../features/sync/sync-badge.tsx';
import { rail } from '../locales/zh-CN/rail.ts';
import { roleNames } from '../locales/zh-CN/roles.ts';
import { shell } from '../locales/zh-CN/shell.ts';
import { Avatar } from '../ui/avatar.tsx';
import { CountBadge } from '../ui/badge.tsx';
import {
  Bell,
  CalendarCheck,
  CircleUser,
  FileUp,
  Gauge,
  History,
  Inbox,
  Pencil,
  Recycle,
  Search,
  Table,
  TriangleAlert,
  Unlink,
  UserPlus,
  Users,
  Workflow,
} from '../ui/icons.ts';
import { FunnelGlyph, Logo } from '../ui/logo.tsx';
import { useMe, useOrg, useSync, useWaiting } from './data-context.tsx';
import { isAt, mayOpen, PATHS, type PageId } from './navigation.ts';
import { useSearch, useShortcuts } from './shortcuts.ts';

const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet.tsx')).ShortcutSheet }));

const SideItem: Component<{
  readonly page: PageId;
  readonly label: string;
  readonly icon: JSX.Element;
  readonly count?: number;
  readonly loud?: boolean;
}> = (props) => {
  const location = useLocation();
  const isRouting = useIsRouting();
  // What is drawn while a page is being fetched misses the address it ends at, unless it looks again then.
  const here = (): boolean => {
    isRouting();
    return isAt(location.pathname, props.page);
  };
  return (
    <li>
      <a
        href={PATHS[props.page]}
        aria-current={here() ? 'page' : undefined}
        title={props.label}
        class={`flex min-h-11 items-center gap-3 rounded-[8px] border px-2.5 text-item no-underline max-lg:justify-center lg:pointer-fine:min-h-8 ${here() ? 'border-line bg-surface font-semibold text-ink shadow-1' : 'border-transparent text-ink-2 hover:bg-hover'}`}
      >
        {props.icon}
        <span class="max-lg:sr-only">{props.label}</span>
        <span class="ml-auto max-lg:sr-only">
          <CountBadge count={props.count ?? 0} loud={props.loud ?? false} />
        </span>
      </a>
    </li>
  );
};

const Group: Component<{ readonly label?: string; readonly children: JSX.Element }> = (props) => (
  <>
    <Show when={props.label} fallback={<div class="h-2" />}>
      <p class="m-0 px-2.5 pt-4 pb-1 text-meta text-ink-3 max-lg:hidden">{props.label}</p>
    </Show>
    <ul class="m-0 flex list-none flex-col gap-0.5 p-0">{props.children}</ul>
  </>
);

/**
 * The rail of wide screens, and the single keys that go with it: icons from 640 px, words from 1,024 px. Same words, same
 * order for all roles.
 */
export const SideRail: Component = () => {
  const search = useSearch();
  const [keys, setKeys] = createSignal(false);
  useShortcuts(() => setKeys(true));
  const me = useMe();
  const org = useOrg();
  const sync = useSync();
  const waiting = useWaiting();
  return (
    <nav aria-label={shell.navigation} class="flex min-h-0 flex-1 flex-col overflow-y-auto px-2.5 py-3">
      <div class="flex items-center gap-2 px-1.5 pb-3 max-lg:justify-center">
        <Logo size={26} />
        <span class="text-card font-semibold max-lg:sr-only">{shell.app}</span>
        <span class="ml-auto truncate text-meta text-ink-3 max-lg:hidden">{org()?.companyName}</span>
      </div>
      <button
        type="button"
        onClick={() => search()}
        aria-label={rail.search}
        class="flex min-h-9 items-center gap-3 rounded-[8px] bg-sunken px-2.5 text-item text-ink-3 max-lg:justify-center"
      >
        <Search size={17} />
        <span class="max-lg:hidden">{rail.search}</span>
        <kbd class="ml-auto rounded-tag border border-line-2 px-1 font-sans text-meta max-lg:hidden">
          {rail.searchKey}
        </kbd>
      </button>
      <Group>
        <SideItem page="today" label={shell.tabs.today} icon={<CalendarCheck size={18} />} />
        <SideItem page="tasks" label={shell.tabs.tasks} icon={<Inbox size={18} />} count={waiting()} />
        <SideItem page="pool" label={shell.tabs.pool} icon={<Users size={18} />} />
        <SideItem page="note" label={shell.tabs.note} icon={<Pencil size={18} />} />
      </Group>
      <Group label={rail.watch}>
        <SideItem page="funnel" label={rail.funnel} icon={<FunnelGlyph size={18} />} />
        <Show when={mayOpen(me.role(), 'leads')}>
          <SideItem page="leads" label={rail.leads} icon={<FileUp size={18} />} />
        </Show>
        <Show when={mayOpen(me.role(), 'metrics')}>
          <SideItem page="metrics" label={rail.metrics} icon={<Gauge size={18} />} />
        </Show>
        <SideItem
          page="gaps"
          label={rail.gaps[mayOpen(me.role(), 'review') ? 'leader' : 'rep']}
          icon={<Unlink size={18} />}
        />
        <Show when={mayOpen(me.role(), 'review')}>
          <SideItem page="review" label={rail.review} icon={<History size={18} />} />
        </Show>
        <SideItem page="mirror" label={rail.mirror} icon={<CircleUser size={18} />} />
      </Group>
      <Group label={rail.manage}>
        <Show when={mayOpen(me.role(), 'process')}>
          <SideItem page="process" label={rail.process} icon={<Workflow size={18} />} />
        </Show>
        <SideItem page="cleansing" label={rail.cleansing} icon={<Recycle size={18} />} />
        <Show when={mayOpen(me.role(), 'import')}>
          <SideItem page="import" label={rail.import} icon={<Table size={18} />} />
        </Show>
        <Show when={mayOpen(me.role(), 'team')}>
          <SideItem page="team" label={rail.team} icon={<UserPlus size={18} />} />
        </Show>
        <Show when={mayOpen(me.role(), 'messages')}>
          <SideItem page="messages" label={rail.messages} icon={<Bell size={18} />} />
        </Show>
        <Show when={sync()?.quarantined}>
          {(count) => (
            <SideItem
              page="quarantine"
              label={rail.quarantine}
              icon={<TriangleAlert size={18} />}
              count={count()}
              loud={true}
            />
          )}
        </Show>
      </Group>
      <div class="mt-auto flex flex-col gap-1 pt-4 max-lg:items-center">
        <span class="max-lg:hidden">
          <SyncBadge />
        </span>
        <a
          href={PATHS.settings}
          aria-label={shell.me(me.name())}
          class="flex min-h-11 items-center gap-2.5 rounded-[8px] px-1.5 text-item text-ink no-underline hover:bg-hover"
        >
          <Avatar name={me.name()} size={28} />
          <span class="truncate max-lg:hidden">
            {me.name()}
            <Show when={me.role()}>{(role) => `，${roleNames[role()]}`}</Show>
          </span>
        </a>
      </div>
      <Suspense>
        <Show when={keys()}>
          <ShortcutSheet onClose={() => setKeys(false)} />
        </Show>
      </Suspense>
    </nav>
  );
};
