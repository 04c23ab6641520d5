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

/** What one customer says of such signs. */
export interface BypassTraces {
  readonly won: readonly Extract<BypassSign, { kind: 'wonWithoutVisit' }>[];
  /** Late notes: who wrote them down, and when, ms. */
  readonly late: readonly { readonly member: MemberId; readonly at: number }[];
}

const wonWithoutVisit = ({ id, opportunities, notes }: CustomerState): BypassTraces['won'] =>
  opportunities.flatMap(({ ended }) =>
    ended?.outcome === 'won' && ended.payload.imported === undefined && !notes.some(({ t }) => t <= ended.t)
      ? [{ kind: 'wonWithoutVisit', member: ended.author, customer: id, at: ended.t }]
      : [],
  );

const isLate = ({ t, payload }: NoteState): boolean => t - payload.visitedAtMs > LATE_MS;

/** `null` = nothing, as of most customers. */
export const bypassTraces = (customer: CustomerState): BypassTraces | null => {
  const won = wonWithoutVisit(customer);
  const late = customer.notes.filter(isLate).map(({ author, t }) => ({ member: author, at: t }));
  return won.length + late.length === 0 ? null : { won, late };
};

const customerOf = (sign: BypassSign): string => (sign.kind === 'wonWithoutVisit' ? sign.customer : '');

/** Signs since an instant, ms, the latest first. Pure: the same on every device that holds the same customers. */
export const bypassSigns = (traces: Iterable<BypassTraces>, sinceMs: number): readonly BypassSign[] => {
  const signs: BypassSign[] = [];
  const bulks = new Map<string, { member: MemberId; notes: number; at: number }>();
  for (const { won, late } of traces) {
    signs.push(...won.filter(({ at }) => at >= sinceMs));
    for (const { member, at } of late) {
      if (at < sinceMs) continue;
      const key = `${member} ${shanghaiDay(at)}`;
      const known = bulks.get(key) ?? { member, notes: 0, at: 0 };
      bulks.set(key, { member, notes: known.notes + 1, at: Math.max(known.at, at) });
    }
  }
  for (const one of bulks.values()) if (one.notes >= BULK) signs.push({ kind: 'lateInBulk', ...one });
  return signs.sort(
    (a, b) => b.at - a.at || compareText(a.member, b.member) || compareText(customerOf(a), customerOf(b)),
  );
};
