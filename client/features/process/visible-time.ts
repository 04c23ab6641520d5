import { onCleanup } from 'solid-js';

export interface VisibleTime {
  /** Time before the eyes since the last time it was taken, ms. */
  take(): number;
}

/**
 * How long this page has been before somebody's eyes; a page in the background does not count. Runs on a clock that
 * nobody sets.
 */
export const createVisibleTime = (now: () => number = () => performance.now()): VisibleTime => {
  const isSeen = (): boolean => document.visibilityState === 'visible';
  let passed = 0;
  let since: number | null = isSeen() ? now() : null;
  const settle = (): void => {
    if (since !== null) passed += Math.max(0, now() - since);
    since = isSeen() ? now() : null;
  };
  document.addEventListener('visibilitychange', settle);
  onCleanup(() => document.removeEventListener('visibilitychange', settle));
  return {
    take: () => {
      settle();
      const taken = Math.round(passed);
      passed = 0;
      return taken;
    },
  };
};
