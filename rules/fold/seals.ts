import type { Rec } from './records.ts';
import { type Seal, type Seals, SealTable } from './seal-table.ts';

/** Rows and seals of one device in one document; each may arrive before the other. */
export interface DeviceLog {
  readonly recs: Rec[];
  recsSorted: boolean;
  seals: Seals;
  /** Not yet matched. */
  newRecs: Rec[];
  newSeals: Seal[];
}

export const makeDeviceLog = (): DeviceLog => ({
  recs: [],
  recsSorted: true,
  seals: new SealTable(),
  newRecs: [],
  newSeals: [],
});

/** First record whose number is not below; they are in order. */
const firstFrom = (recs: readonly Rec[], n: number): number => {
  let low = 0;
  let high = recs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const rec = recs[middle];
    if (rec !== undefined && rec.event.n < n) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The log's records ascending by number, those too that were put back since it was last looked at. */
export const recsInOrder = (log: DeviceLog): readonly Rec[] => {
  if (!log.recsSorted) log.recs.sort((a, b) => a.event.n - b.event.n);
  log.recsSorted = true;
  return log.recs;
};

/** Tells `lower` each pair of a row and a seal that covers it, of which at least one is new. */
export const matchSeals = (log: DeviceLog, lower: (rec: Rec, received: number, tick: number) => void): void => {
  const recs = recsInOrder(log);
  for (const seal of log.newSeals) {
    for (let i = firstFrom(recs, seal.from); i < recs.length; i++) {
      const rec = recs[i];
      if (rec === undefined || rec.event.n > seal.to) break;
      lower(rec, seal.received, seal.tick);
    }
  }
  for (const rec of log.newRecs) {
    const n = rec.event.n;
    for (let i = log.seals.lowerBound(n + 1) - 1; i >= 0 && log.seals.reach(i) >= n; i--) {
      const seal = log.seals.at(i);
      if (seal.to >= n) lower(rec, seal.received, seal.tick);
    }
  }
  log.seals.add(log.newSeals);
  log.newRecs = [];
  log.newSeals = [];
};

/** A row that stood in the log before: every seal in it is matched with it already. */
export const putBackRec = (log: DeviceLog, rec: Rec): void => {
  const before = log.recs[log.recs.length - 1];
  if (before !== undefined && before.event.n > rec.event.n) log.recsSorted = false;
  log.recs.push(rec);
};

export const addRec = (log: DeviceLog, rec: Rec): void => {
  putBackRec(log, rec);
  log.newRecs.push(rec);
};

/** The row stands elsewhere from now on; a seal of its old number is no longer about it, not even one of this batch. */
export const removeRec = (log: DeviceLog, rec: Rec): void => {
  // Found by its number: packing takes thousands out of logs of thousands.
  const at = recsInOrder(log).indexOf(rec, firstFrom(log.recs, rec.event.n));
  if (at >= 0) log.recs.splice(at, 1);
  const fresh = log.newRecs.indexOf(rec);
  if (fresh >= 0) log.newRecs.splice(fresh, 1);
};
