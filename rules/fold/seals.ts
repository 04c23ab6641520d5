import type { Rec } from './records.ts';

/** A sealed stretch of one device's rows in one document. */
export interface Seal {
  readonly from: number;
  readonly to: number;
  readonly received: number;
  readonly tick: number;
}

/** Rows and seals of one device in one document; each may arrive before the other. */
export interface DeviceLog {
  readonly recs: Rec[];
  recsSorted: boolean;
  /** Ascending by `from`. */
  seals: Seal[];
  sealsSorted: boolean;
  /** `reach[i]` = highest `to` of `seals[0..i]`: tells how far back a covering seal can stand. */
  reach: number[];
  /** Not yet matched. */
  newRecs: Rec[];
  newSeals: Seal[];
}

export const makeDeviceLog = (): DeviceLog => ({
  recs: [],
  recsSorted: true,
  seals: [],
  sealsSorted: true,
  reach: [],
  newRecs: [],
  newSeals: [],
});

/** First index whose key is not below `value`. */
const lowerBound = <Item>(items: readonly Item[], value: number, keyOf: (item: Item) => number): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && keyOf(item) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
const numberOf = (rec: Rec): number => rec.event.n;
const startOf = (seal: Seal): number => seal.from;

const sortRecs = (log: DeviceLog): void => {
  if (log.recsSorted) return;
  log.recs.sort((a, b) => a.event.n - b.event.n);
  log.recsSorted = true;
};

const takeNewSeals = (log: DeviceLog): void => {
  const known = log.seals.length;
  for (const seal of log.newSeals) {
    const before = log.seals[log.seals.length - 1];
    if (before !== undefined && before.from > seal.from) log.sealsSorted = false;
    log.seals.push(seal);
  }
  if (log.sealsSorted) {
    for (let i = known; i < log.seals.length; i++) {
      log.reach[i] = Math.max(i === 0 ? Number.NEGATIVE_INFINITY : (log.reach[i - 1] ?? 0), log.seals[i]?.to ?? 0);
    }
    return;
  }
  log.seals.sort((a, b) => a.from - b.from || a.to - b.to || a.tick - b.tick || a.received - b.received);
  // A seal given again (another connection, another delivery) says nothing new.
  log.seals = log.seals.filter((seal, i) => {
    const before = log.seals[i - 1];
    return (
      before === undefined ||
      before.from !== seal.from ||
      before.to !== seal.to ||
      before.tick !== seal.tick ||
      before.received !== seal.received
    );
  });
  let reach = Number.NEGATIVE_INFINITY;
  log.reach = log.seals.map((seal) => {
    reach = Math.max(reach, seal.to);
    return reach;
  });
  log.sealsSorted = true;
};

/** Tells `lower` each pair of a row and a seal that covers it, of which at least one is new. */
export const matchSeals = (log: DeviceLog, lower: (rec: Rec, received: number, tick: number) => void): void => {
  sortRecs(log);
  const hadSeals = log.seals.length > 0;
  for (const seal of log.newSeals) {
    for (let i = lowerBound(log.recs, seal.from, numberOf); i < log.recs.length; i++) {
      const rec = log.recs[i];
      if (rec === undefined || rec.event.n > seal.to) break;
      lower(rec, seal.received, seal.tick);
    }
  }
  if (hadSeals) {
    for (const rec of log.newRecs) {
      const n = rec.event.n;
      for (let i = lowerBound(log.seals, n + 1, startOf) - 1; i >= 0 && (log.reach[i] ?? 0) >= n; i--) {
        const seal = log.seals[i];
        if (seal !== undefined && seal.to >= n) lower(rec, seal.received, seal.tick);
      }
    }
  }
  if (log.newSeals.length > 0) takeNewSeals(log);
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

/** Whether the very same seal was taken in before. */
export const hasSeal = ({ seals }: DeviceLog, { from, to, received, tick }: Seal): boolean => {
  for (let i = lowerBound(seals, from, startOf); i < seals.length; i++) {
    const known = seals[i];
    if (known === undefined || known.from !== from) return false;
    if (known.to === to && known.tick === tick && known.received === received) return true;
  }
  return false;
};

/** The row stands elsewhere from now on; a seal of its old number is no longer about it, not even one of this batch. */
export const removeRec = (log: DeviceLog, rec: Rec): void => {
  for (const recs of [log.recs, log.newRecs]) {
    const at = recs.indexOf(rec);
    if (at >= 0) recs.splice(at, 1);
  }
};
