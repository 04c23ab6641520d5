import type { ConnectionDeps } from './connection-deps.ts';
import { makeTokenBucket } from './token-bucket.ts';
import type { Wire } from './wire.ts';

/** To be told of each message of a connection: who sends too fast is not read for a while, and nothing is lost. */
export const makeReadPace = (
  { limits, log, metrics, timers }: Pick<ConnectionDeps, 'limits' | 'log' | 'metrics' | 'timers'>,
  wire: Wire,
): (() => void) => {
  const bucket = makeTokenBucket(limits.messagesPerSecond, limits.messageBurst, log.now());
  return () => {
    const waitMs = bucket.take(log.now());
    if (waitMs === 0) return;
    metrics.count('jieli_reads_paused_total');
    wire.pause();
    timers.after(waitMs, () => wire.resume());
  };
};
