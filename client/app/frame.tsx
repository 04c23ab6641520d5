import { Navigate, useLocation } from '@solidjs/router';
import {
  type Component,
  createEffect,
  createMemo,
  createSignal,
  ErrorBoundary,
  lazy,
  Match,
  on,
  onCleanup,
  onMount,
  type ParentProps,
  Show,
  Suspense,
  Switch,
  untrack,
} from 'solid-js';
import { SyncAnnouncer } from '../features/sync/sync-badge.tsx';
import { shell } from '../locales/zh-CN/shell.ts';
import { Button } from '../ui/button.tsx';
import { TriangleAlert } from '../ui/icons.ts';
import { EmptyState } from '../ui/list.tsx';
import { createWide } from '../ui/wide.ts';
import { useOrg, useSession, useSettled } from './data-context.tsx';
import { FrameProvider, useFrame } from './frame-context.tsx';
import { TabBar } from './nav.tsx';
import { FirstSync, ProblemBanner } from './notices.tsx';
import { PlainPage } from './plain-page.tsx';
import type { AppUpdate } from './update.ts';

const UpdatePrompt = lazy(async () => ({ default: (await import('./update-prompt.tsx')).UpdatePrompt }));
const SideRail = lazy(async () => ({ default: (await import('./side-rail.tsx')).SideRail }));
const PackReceipts = lazy(async () => ({ default: (await import('./pack-receipts.tsx')).PackReceipts }));
const LocalAlerts = lazy(async () => ({ default: (await import('./local-alerts.tsx')).LocalAlerts }));

/** From here on there is a rail with its keys instead of the phone's bar, px: the `sm` of the classes below. */
const RAIL_PX = 640;

const isMissingChunk = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

const Failed: Component<{ readonly error: unknown; readonly again: () => void }> = (props) => {
  onMount(() => console.error(props.error));
  const words = () => (isMissingChunk(props.error) ? shell.updating : shell.failed);
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert size={26} />}
        title={words().title}
        line={words().line}
        act={
          <Button onClick={() => (isMissingChunk(props.error) ? location.reload() : props.again())}>
            {shell.failed.act}
          </Button>
        }
      />
    </div>
  );
};

/** What comes behind the first screen: where it cannot be had, the page does without. */
const Aside: Component<ParentProps> = (props) => (
  <ErrorBoundary fallback={null}>
    <Suspense>{props.children}</Suspense>
  </ErrorBoundary>
);

const Inside: Component<ParentProps<{ readonly update: AppUpdate }>> = (props) => {
  const frame = useFrame();
  const here = useLocation();
  const isWide = createWide(RAIL_PX);
  const isSettled = useSettled();
  let main: HTMLElement | undefined;
  // Sent on from the root nobody has gone anywhere yet, and a focus would have the page laid out half made.
  let before = untrack(() => here.pathname);
  createEffect(
    on(
      () => here.pathname,
      (path) => {
        if (before !== '/') main?.focus({ preventScroll: true });
        before = path;
      },
      { defer: true },
    ),
  );
  return (
    <div class="flex h-dvh flex-col bg-paper text-ink sm:flex-row">
      <button
        type="button"
        class="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-60 focus:rounded-ctl focus:bg-surface focus:p-3"
        onClick={() => main?.focus()}
      >
        {shell.skip}
      </button>
      <Show when={isWide()}>
        <div class="flex w-16 shrink-0 flex-col lg:w-51">
          <Aside>
            <SideRail />
          </Aside>
        </div>
      </Show>
      <main
        id="main"
        ref={main}
        tabindex={-1}
        class="flex min-h-0 min-w-0 flex-1 flex-col pt-safe outline-none sm:m-2 sm:ml-0 sm:overflow-hidden sm:rounded-pane sm:border sm:border-line sm:bg-surface sm:shadow-1"
      >
        <ProblemBanner />
        <Aside>
          <Show when={props.update.waiting()}>
            <UpdatePrompt update={props.update} />
          </Show>
        </Aside>
        <FirstSync />
        <div class="min-h-0 flex-1">
          <ErrorBoundary fallback={(error, reset) => <Failed error={error} again={reset} />}>
            <Suspense>{props.children}</Suspense>
          </ErrorBoundary>
        </div>
      </main>
      <Show when={!frame.ownBar()}>
        <TabBar />
      </Show>
      <SyncAnnouncer />
      <Aside>
        <Show when={isSettled()}>
          <LocalAlerts />
          <PackReceipts />
        </Show>
      </Aside>
    </div>
  );
};

const SLOW_START_MS = 5_000;

const Starting: Component = () => {
  const [slow, setSlow] = createSignal(false);
  const timer = setTimeout(() => setSlow(true), SLOW_START_MS);
  onCleanup(() => clearTimeout(timer));
  return (
    <main class="flex h-dvh flex-col items-center justify-center gap-4 px-gutter text-center" aria-busy="true">
      <p class="m-0 text-body text-ink-3">{shell.starting}</p>
      <Show when={slow()}>
        <p role="status" class="m-0 max-w-sm text-second text-ink-2">
          {shell.slowStart}
        </p>
        <Button onClick={() => location.reload()}>{shell.reload}</Button>
      </Show>
    </main>
  );
};

/** Everything a signed-in device sees around a page; for the other states of the session, one plain page. */
export const makeFrame = (update: AppUpdate): Component<ParentProps> => {
  const Frame: Component<ParentProps> = (props) => {
    const session = useSession();
    const org = useOrg();
    const kind = createMemo(() => session()?.kind ?? 'starting');
    const unfounded = createMemo(() => {
      const now = session();
      return now?.kind === 'signedIn' && now.awaitsFounding && org()?.companyName === null;
    });
    return (
      <Switch fallback={<Starting />}>
        <Match when={kind() === 'signedOut'}>
          <PlainPage title={shell.signedOut.title} line={shell.signedOut.line} />
        </Match>
        <Match when={kind() === 'revoked'}>
          <PlainPage title={shell.revoked.title} line={shell.revoked.line} />
        </Match>
        <Match when={unfounded()}>
          <Navigate href="/welcome" />
        </Match>
        <Match when={kind() === 'signedIn'}>
          <FrameProvider>
            <Inside update={update}>{props.children}</Inside>
          </FrameProvider>
        </Match>
      </Switch>
    );
  };
  return Frame;
};
