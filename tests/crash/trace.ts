/**
 * Reads an strace log and checks the promise of an acknowledgement: its write to standard output comes after the
 * fsync or fdatasync that completed behind the write of the row to the database.
 */
export interface TraceReport {
  readonly acknowledged: number;
  /** Acknowledged rows whose write to the file was seen by its id (a page border may cut an id in two). */
  readonly followed: number;
  readonly syncs: number;
  readonly violations: readonly string[];
}

const CALL = /^(\d+)\s+(write|pwrite64|fsync|fdatasync)\((\d+)/;
const RESUMED = /^(\d+)\s+<\.\.\. (fsync|fdatasync) resumed>.*= 0/;
const ACK = /"ack ([A-Za-z0-9_-]+)\\n"/;
const EVENT_ID = /\[1,\\"(ev-[A-Za-z0-9_-]+)\\"/g;
const STDOUT = '1';

export const readTrace = (text: string): TraceReport => {
  /** Written and not synced yet, per file. */
  const dirty = new Map<string, Set<string>>();
  const syncing = new Map<string, { file: string; covers: ReadonlySet<string> }>();
  const written = new Set<string>();
  const durable = new Set<string>();
  const violations: string[] = [];
  const counts = { acknowledged: 0, followed: 0, syncs: 0 };
  const complete = (file: string, covers: ReadonlySet<string>): void => {
    counts.syncs += 1;
    for (const id of covers) {
      durable.add(id);
      dirty.get(file)?.delete(id);
    }
  };
  for (const line of text.split('\n')) {
    const resumed = RESUMED.exec(line);
    if (resumed?.[1] !== undefined) {
      const sync = syncing.get(resumed[1]);
      if (sync) complete(sync.file, sync.covers);
      continue;
    }
    const call = CALL.exec(line);
    const [, thread = '', name, file = ''] = call ?? [];
    if (name === 'pwrite64') {
      const ids = dirty.get(file) ?? new Set<string>();
      dirty.set(file, ids);
      for (const [, id = ''] of line.matchAll(EVENT_ID)) {
        if (!written.has(id)) ids.add(id);
        written.add(id);
      }
    } else if (name === 'fsync' || name === 'fdatasync') {
      const covers = new Set(dirty.get(file));
      if (line.includes('<unfinished')) syncing.set(thread, { file, covers });
      else if (line.endsWith('= 0')) complete(file, covers);
    } else if (name === 'write' && file === STDOUT) {
      const id = ACK.exec(line)?.[1];
      if (id === undefined) continue;
      counts.acknowledged += 1;
      if (written.has(id)) counts.followed += 1;
      if (written.has(id) && !durable.has(id)) violations.push(`${id} acknowledged before it was synced`);
    }
  }
  return { ...counts, violations };
};
