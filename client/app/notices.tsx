import { type Component, Show } from 'solid-js';
import { shell } from '../locales/zh-CN/shell.ts';
import { Banner, ProgressBar } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { TriangleAlert } from '../ui/icons.ts';
import { useSession, useSync } from './data-context.tsx';

/** Problems that endanger nothing that was written. */
const PASSING: ReadonlySet<string> = new Set(['onlineOnly', 'upgradeNeeded', 'incomplete']);

/** Storage and version problems: what happened and what to do; nothing is disabled. */
export const ProblemBanner: Component = () => {
  const sync = useSync();
  return (
    <Show when={sync()?.problem}>
      {(problem) => (
        <div class="px-3 pt-2">
          <Banner
            tone={PASSING.has(problem()) ? 'yellow' : 'red'}
            alert={true}
            icon={<TriangleAlert size={18} />}
            act={
              <Show when={problem() === 'upgradeNeeded' || problem() === 'storageBlocked'}>
                <Button onClick={() => location.reload()}>{shell.reload}</Button>
              </Show>
            }
          >
            {shell.problems[problem()]}
          </Banner>
        </div>
      )}
    </Show>
  );
};

/** First sync after joining: a bar with counts, while the list is already usable. */
export const FirstSync: Component = () => {
  const session = useSession();
  const progress = () => {
    const now = session();
    return now?.kind === 'signedIn' && now.firstSync && now.firstSync.done < now.firstSync.total ? now.firstSync : null;
  };
  return (
    <Show when={progress()}>
      {(count) => (
        <div class="px-gutter pt-2 text-second text-ink-2">
          <div class="flex justify-between gap-3 pb-1">
            <span>{shell.firstSync}</span>
            <span class="font-semibold text-ink">
              {count().done.toLocaleString('zh-CN')} / {count().total.toLocaleString('zh-CN')}
            </span>
          </div>
          <ProgressBar label={shell.firstSync} value={count().done} max={count().total} />
        </div>
      )}
    </Show>
  );
};
