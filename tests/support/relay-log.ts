import { createHash } from 'node:crypto';
import type { DeviceId, MemberId } from '#rules';
import { type ManualClock, makeManualClock } from '../../sync-relay/clock.ts';
import type { AppendOutcome, LogService } from '../../sync-relay/log/contract.ts';
import { makeLogService } from '../../sync-relay/log/index.ts';
import type { Storage } from '../../sync-relay/storage/contract.ts';
import { makeMemoryStorage } from '../../sync-relay/storage/memory.ts';

export const LOG_ROOM = 'log:east:2026Q4@1';
export const START_MS = 1_790_000_000_000;

/** Replayable bytes: SHA-256 of a counter and a seed. */
export const seededBytes = (seed: string): ((count: number) => Uint8Array) => {
  let counter = 0;
  return (count) => {
    counter += 1;
    return createHash('sha256').update(`${seed}:${counter}`).digest().subarray(0, count);
  };
};

export interface TestLog {
  readonly log: LogService;
  readonly clock: ManualClock;
  append(update: Uint8Array, from?: { device?: string; member?: string; room?: string }): Promise<AppendOutcome>;
}

/** A log service on `storage` with a manual clock and the usual room. */
export const openTestLog = async (
  storage: Storage = makeMemoryStorage(),
  options: { readonly restored?: boolean; readonly seed?: string; readonly rooms?: readonly string[] } = {},
): Promise<TestLog> => {
  const clock = makeManualClock(START_MS);
  const log = await makeLogService({
    storage,
    clock,
    randomBytes: seededBytes(options.seed ?? 'log'),
    restored: options.restored ?? false,
  });
  for (const room of options.rooms ?? [LOG_ROOM]) await log.createRoom(room);
  return {
    log,
    clock,
    append: (update, from = {}) =>
      log.append({
        room: from.room ?? LOG_ROOM,
        device: (from.device ?? 'dev-a') as DeviceId,
        member: (from.member ?? 'mem-a') as MemberId,
        mayAppend: () => true,
        update,
      }),
  };
};
