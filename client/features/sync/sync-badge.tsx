import {
  type Component,
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  lazy,
  on,
  onCleanup,
  Show,
  Suspense,
} from 'solid-js';
import { useDeviceNow, useIsFetching, useSync } from '../../app/data-context.tsx';
import { sync as words } from '../../locales/zh-CN/sync.ts';
import { Pill, type Tone } from '../../ui/badge.tsx';
import { Clock, CloudCheck, CloudOff, CloudUpload, TriangleAlert } from '../../ui/icons.ts';
import { useToast } from '../../ui/toast.tsx';
import { type BadgeState, badgeState, STARTING_MS } from './badge-state.ts';

const SyncSheet = lazy(async () => ({ default: (await import('./sync-sheet.tsx')).SyncSheet }));

interface Look {
  readonly tone: Tone;
  readonly icon: () => JSX.Element;
  readonly text: string;
}

const lookOf = (state: BadgeState): Look => {
  switch (state.kind) {
    case 'rejected':
      return { tone: 'red', icon: () => <TriangleAlert size={16} />, text: words.rejected(state.count) };
    case 'stale':
      return { tone: 'yellow', icon: () => <Clock size={16} />, text: words.stale(state.sinceMs) };
    case 'offline':
      return {
        tone: 'ink',
        icon: () => <CloudOff size={16} />,
        text: state.pending > 0 ? words.offlinePending(state.pending) : words.offline,
      };
    case 'pending':
      return { tone: 'brand', icon: () => <CloudUpload size={16} />, text: words.pending(state.pending) };
    case 'clock':
      return { tone: 'yellow', icon: () => <Clock size={16} />, text: words.clock(state.offsetMs) };
    case 'connecting':
      return { tone: 'plain', icon: () => <CloudUpload size={16} />, text: words.connecting };
    case 'fetching':
      return { tone: 'plain', icon: () => <CloudUpload size={16} />, text: words.fetching };
    case 'synced':
      return { tone: 'plain', icon: () => <CloudCheck size={16} />, text: words.synced };
  }
};

const useLook = (): (() => Look | null) => {
  const sync = useSync();
  const now = useDeviceNow();
  const isFetching = useIsFetching();
  const left = STARTING_MS - performance.now();
  const [isStarting, setIsStarting] = createSignal(left > 0);
  const timer = setTimeout(() => setIsStarting(false), left);
  onCleanup(() => clearTimeout(timer));
  return createMemo(() => {
    const state = sync();
    const options = { isFetching: isFetching(), isStarting: isStarting() };
    return state ? lookOf(badgeState(state, now(), options)) : null;
  });
};

/** What is saved here and what the relay has; a press opens the queue. */
export const SyncBadge: Component = () => {
  const look = useLook();
  const [open, setOpen] = createSignal(false);
  return (
    <Show when={look()}>
      {(shown) => (
        <>
          <Pill tone={shown().tone} icon={shown().icon()} onPress={() => setOpen(true)}>
            {shown().text}
          </Pill>
          <Suspense>
            <Show when={open()}>
              <SyncSheet onClose={() => setOpen(false)} />
            </Show>
          </Suspense>
        </>
      )}
    </Show>
  );
};

/** Reads changes of the sync state out, politely; once in the frame, however many badges are drawn. */
export const SyncAnnouncer: Component = () => {
  const look = useLook();
  const toast = useToast();
  createEffect(
    on(
      () => look()?.text,
      (text, before) => {
        if (text !== undefined && before !== undefined && text !== before) toast.say(text);
      },
    ),
  );
  return null;
};
