import { type Component, Show } from 'solid-js';
import { useDeviceNow, useSync } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { shell } from '../../locales/zh-CN/shell.ts';
import { syncSheet as words } from '../../locales/zh-CN/sync-sheet.ts';
import { Banner } from '../../ui/badge.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Fact } from '../../ui/list.tsx';
import { CLOCK_WRONG_MS, STALE_AFTER_MS } from './badge-state.ts';

/** The queue in words: what waits, since when, whether the relay is there, how right the clock is. */
export const SyncSheet: Component<{ readonly onClose: () => void }> = (props) => {
  const sync = useSync();
  const now = useDeviceNow();
  const sentence = (): string => {
    const state = sync();
    if (!state) return '';
    if (state.oldestPendingMs !== null && now() - state.oldestPendingMs > STALE_AFTER_MS) {
      return words.stale(now() - state.oldestPendingMs);
    }
    if (state.pending > 0) return words.pending(state.pending);
    return state.pendingUploads > 0 ? words.uploads(state.pendingUploads) : words.synced;
  };
  const waiting = (): string => {
    const state = sync();
    if (!state || state.pending + state.pendingUploads === 0) return words.none;
    const parts = [
      state.pending > 0 ? words.waitingCount(state.pending) : null,
      state.pendingUploads > 0 ? words.uploads(state.pendingUploads) : null,
      state.oldestPendingMs === null ? null : words.oldest(now() - state.oldestPendingMs),
    ];
    return parts.filter((part) => part !== null).join('，');
  };
  const clock = (): string => {
    const offset = sync()?.clockOffsetMs ?? null;
    if (offset === null) return words.never;
    return Math.abs(offset) < CLOCK_WRONG_MS ? words.clockGood : words.clockBad(offset);
  };
  return (
    <Sheet open={true} onClose={props.onClose} title={words.title} closeLabel={shell.close}>
      <Show when={sync()}>
        {(state) => (
          <div class="flex flex-col gap-3">
            <p class="m-0 text-body text-ink">{sentence()}</p>
            <Show when={state().quarantined > 0}>
              <Banner
                tone="red"
                act={
                  <ButtonLink href={PATHS.quarantine} kind="plain" onClick={() => props.onClose()}>
                    {words.toQuarantine}
                  </ButtonLink>
                }
              >
                {words.rejected(state().quarantined)}
              </Banner>
            </Show>
            <dl class="m-0">
              <Fact term={words.connection}>{words.connectionNow[state().connection]}</Fact>
              <Fact term={words.waiting}>{waiting()}</Fact>
              <Fact term={words.last}>
                {state().lastSyncMs === null
                  ? words.never
                  : words.lastAgo(Math.max(0, now() - (state().lastSyncMs ?? 0)))}
              </Fact>
              <Fact term={words.clockTerm}>{clock()}</Fact>
            </dl>
            <p class="m-0 text-second text-ink-3">{words.whatSaved}</p>
          </div>
        )}
      </Show>
    </Sheet>
  );
};
