import type { EventId } from '../ids.ts';
import type { ComplaintState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import type { CustomerContext } from './context.ts';
import { ownerAt } from './ownership.ts';
import { payloadOf, placed, type Rec } from './records.ts';

/** By whoever is responsible at its place in the order, or a leader. */
const maySettle = ({ org, ownership, territory }: CustomerContext, rec: Rec): boolean => {
  const owner = ownerAt(ownership, rec);
  return rec.event.author === owner || org.leads(rec.event.author, rec, owner, territory);
};

/** The first word that settles each complaint. */
const settled = (context: CustomerContext): ReadonlyMap<string, Rec> => {
  const found = new Map<string, Rec>();
  for (const rec of context.live('complaintResolved')) {
    const { complaint, reason } = payloadOf(rec, 'complaintResolved');
    if (!found.has(complaint) && hasText(reason) && maySettle(context, rec)) found.set(complaint, rec);
  }
  return found;
};

/** Complaints, oldest first; one that was taken back is none, one that is settled stays and counts (R38). */
export const foldComplaints = (context: CustomerContext): readonly ComplaintState[] => {
  const promises = new Set<string>(
    context
      .live('visitNoteRecorded')
      .filter((rec) => payloadOf(rec, 'visitNoteRecorded').commitment.kind === 'promised')
      .map((rec) => rec.event.id),
  );
  const ends = settled(context);
  return context.live('complaintRecorded').map((rec) => {
    const { summary, atMs, commitment } = payloadOf(rec, 'complaintRecorded');
    const end = ends.get(rec.event.id);
    return placed(rec, {
      summary,
      // Nobody complains after it was written down.
      atMs: Math.min(atMs, rec.t),
      commitment: commitment !== undefined && promises.has(commitment) ? (commitment as EventId) : null,
      resolved: end === undefined ? null : placed(end, { reason: payloadOf(end, 'complaintResolved').reason }),
    });
  });
};
