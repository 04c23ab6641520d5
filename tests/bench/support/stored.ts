import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { makeManualClock } from '../../../sync-relay/clock.ts';
import { type LogService, makeLogService } from '../../../sync-relay/log/index.ts';
import { DATABASE_FILE } from '../../../sync-relay/storage/contract.ts';
import { openSqliteStorage } from '../../../sync-relay/storage/sqlite.ts';

const EMPTY_VECTOR = Uint8Array.of(0);

/** A room as a device gets it from the relay: the updates of a first sync. */
export interface WireRoom {
  readonly room: string;
  readonly updates: readonly Uint8Array[];
}

/** Opens the relay's log of a stored world, lets `use` read it, and closes it. */
export const withLog = async <Result>(
  folder: string,
  use: (log: LogService) => Promise<Result> | Result,
): Promise<Result> => {
  const storage = await openSqliteStorage({ file: join(folder, DATABASE_FILE) });
  const log = await makeLogService({ storage, clock: makeManualClock(Date.now()), randomBytes });
  const result = await use(log);
  await log.close();
  await storage.close();
  return result;
};

/** What a device without anything gets of these rooms. */
export const wireRooms = (log: LogService, wanted: (room: string) => boolean): readonly WireRoom[] =>
  log
    .rooms()
    .filter(wanted)
    .map((room) => ({ room, updates: [...log.diff(room, EMPTY_VECTOR, null)].map(({ update }) => update) }));

/** Documents with customers' history. */
export const isHistory = (room: string): boolean => room.startsWith('pool:') || room.startsWith('log:');
