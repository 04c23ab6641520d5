import { type Rec, settleTime } from './records.ts';

const byNumberDown = (a: Rec, b: Rec): number => b.event.n - a.event.n;

/**
 * Bounds rows without acknowledgement by the `received` of their acknowledged successors on the same device (S4),
 * for the relay will lower them to it (S5). `logs` are that device's rows, each ascending by `n`.
 */
export const settleBounds = (
  unacknowledged: Iterable<Rec>,
  logs: readonly (readonly Rec[])[],
  onMoved: (rec: Rec) => void,
): void => {
  const own = [...unacknowledged].sort(byNumberDown);
  const lowest = own[own.length - 1]?.event.n ?? 0;
  const later: Rec[] = [];
  for (const recs of logs) {
    for (let i = recs.length - 1; i >= 0; i--) {
      const rec = recs[i];
      if (rec === undefined || rec.event.n <= lowest) break;
      if (rec.received !== null) later.push(rec);
    }
  }
  later.sort(byNumberDown);
  let bound: number | null = null;
  let next = 0;
  for (const rec of own) {
    for (; next < later.length; next++) {
      const successor = later[next];
      if (successor === undefined || successor.event.n <= rec.event.n) break;
      if (bound === null || (successor.received ?? bound) < bound) bound = successor.received;
    }
    rec.bound = bound;
    if (settleTime(rec)) onMoved(rec);
  }
};
