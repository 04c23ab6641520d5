import { shanghaiDay } from '../calendar/shanghai.ts';
import type { CustomerId, MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { CustomerState, NoteState } from '../state.ts';
import { DAY_MS } from '../time.ts';

/**
 * Signs that work goes past the system (R81), to be shown softly and to nobody but the person and those who lead him:
 * a won deal without a single visit, and notes written down in one go long after the visits.
 */
export type BypassSign =
  | { readonly kind: 'wonWithoutVisit'; readonly member: MemberId; readonly customer: CustomerId; readonly at: number }
  | { readonly kind: 'lateInBulk'; readonly member: MemberId; readonly notes: number; readonly at: number };

/** A note is late when it is written more than this after the visit, ms. */
const LATE_MS = 2 * DAY_MS;
/** So many late notes of one person on one day are written in bulk. */
const BULK = 5;

const wonWithoutVisit = ({ id, opportunities, notes }: CustomerState): BypassSign[] =>
  opportunities.flatMap(({ ended }) =>
    ended?.outcome === 'won' && ended.payload.imported === undefined && !notes.some(({ t }) => t <= ended.t)
      ? [{ kind: 'wonWithoutVisit', member: ended.author, customer: id, at: ended.t }]
      : [],
  );

const isLate = ({ t, payload }: NoteState): boolean => t - payload.visitedAtMs > LATE_MS;

/** Signs since an instant, ms, the latest first. Pure: the same on every device that holds the same customers. */
export const bypassSigns = (customers: Iterable<CustomerState>, sinceMs: number): readonly BypassSign[] => {
  const signs: BypassSign[] = [];
  const late = new Map<string, { member: MemberId; notes: number; at: number }>();
  for (const customer of customers) {
    signs.push(...wonWithoutVisit(customer).filter(({ at }) => at >= sinceMs));
    for (const note of customer.notes) {
      if (note.t < sinceMs || !isLate(note)) continue;
      const key = `${note.author} ${shanghaiDay(note.t)}`;
      const known = late.get(key) ?? { member: note.author, notes: 0, at: 0 };
      late.set(key, { member: note.author, notes: known.notes + 1, at: Math.max(known.at, note.t) });
    }
  }
  for (const one of late.values()) if (one.notes >= BULK) signs.push({ kind: 'lateInBulk', ...one });
  return signs.sort((a, b) => b.at - a.at || compareText(a.member, b.member));
};
