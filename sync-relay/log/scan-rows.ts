import type { LogService, StoredRow } from './contract.ts';

/** Rows looked at in one go, some ten ms of work: what is asked of the relay meanwhile does not wait for all of them. */
const AT_ONCE = 2000;

/** Shows every stored row once, room after room, giving way in between; rows that come meanwhile may be missed. */
export const scanRows = async (
  log: Pick<LogService, 'rooms' | 'rows'>,
  visit: (row: StoredRow) => void,
  isStopped: () => boolean = () => false,
): Promise<void> => {
  let seen = 0;
  for (const room of log.rooms()) {
    for (const row of log.rows(room)) {
      visit(row);
      seen += 1;
      if (seen % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      if (isStopped()) return;
    }
  }
};
