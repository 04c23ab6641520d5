import type { SentPlaybook } from '../desk-state.ts';
import { DAY_MS } from '../time.ts';

/** How long a pack can still be read, with its files, after its last task was done, ms. */
const KEPT_AFTER_DONE_MS = 30 * DAY_MS;

/** Whether its person still has the pack to read: while something is to be done, and for a while after. */
export const isPackKept = ({ tasks, t }: SentPlaybook, nowMs: number): boolean =>
  nowMs < Math.max(t, ...tasks.map(({ done }) => done?.t ?? Number.POSITIVE_INFINITY)) + KEPT_AFTER_DONE_MS;
