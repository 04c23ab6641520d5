import type { EventId } from '../ids.ts';
import type { NoteState, TouchpointState } from '../state.ts';
import type { CustomerContext } from './context.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';

const byNote = (recs: readonly Rec[]): ReadonlyMap<string, readonly Rec[]> => {
  const map = new Map<string, Rec[]>();
  for (const rec of recs) {
    const { note } = rec.event.payload as { note: string };
    const list = map.get(note);
    if (list === undefined) map.set(note, [rec]);
    else list.push(rec);
  }
  return map;
};

/** Visit notes in order; the first tick 已交付 that was not taken back counts (R30). */
export const foldNotes = (context: CustomerContext): readonly NoteState[] => {
  const deliveries = byNote(context.live('commitmentDelivered'));
  return context.live('visitNoteRecorded').map((rec) => {
    const tick = deliveries.get(rec.event.id)?.[0];
    return placed(rec, {
      payload: payloadOf(rec, 'visitNoteRecorded'),
      delivered: tick === undefined ? null : placed(tick, { payload: payloadOf(tick, 'commitmentDelivered') }),
    });
  });
};

const heldTouchpoints = (notes: readonly Rec[]): ReadonlySet<string> => {
  const held = new Set<string>();
  for (const rec of notes) {
    const { touchpoint } = payloadOf(rec, 'visitNoteRecorded');
    if (touchpoint !== undefined) held.add(touchpoint);
  }
  return held;
};

/** The appointment of each note through its reschedules (R31); a later note that names it has held it. */
export const foldTouchpoints = (context: CustomerContext): readonly TouchpointState[] => {
  const notes = context.live('visitNoteRecorded');
  const moves = byNote(context.live('touchpointRescheduled'));
  const cancellations = byNote(context.live('touchpointCancelled'));
  const held = heldTouchpoints(notes);
  const touchpoints: TouchpointState[] = [];
  for (const rec of notes) {
    const { next } = payloadOf(rec, 'visitNoteRecorded');
    if (next.kind !== 'touchpoint') continue;
    const note = rec.event.id as EventId;
    const moved = moves.get(note) ?? [];
    const history = [placed(rec, { plan: next.touchpoint })];
    for (const move of moved) history.push(placed(move, { plan: payloadOf(move, 'touchpointRescheduled').touchpoint }));
    const lastMove = moved[moved.length - 1];
    const cancelled = cancellations.get(note)?.at(-1);
    const isCancelled = cancelled !== undefined && (lastMove === undefined || compareRec(lastMove, cancelled) < 0);
    touchpoints.push({
      note,
      plan: history[history.length - 1]?.plan ?? next.touchpoint,
      status: held.has(note) ? 'held' : isCancelled ? 'cancelled' : 'open',
      moved: moved.length,
      history,
    });
  }
  return touchpoints;
};

/** Time of the last two-way contact (A2), ms: a visit note, an answered call or message, an inquiry, a won order. */
export const lastInteractionOf = (context: CustomerContext): number | null => {
  let last: number | null = null;
  const meet = (atMs: number, rec: Rec): void => {
    const time = Math.min(atMs, rec.t);
    if (last === null || time > last) last = time;
  };
  for (const rec of context.live('visitNoteRecorded')) meet(payloadOf(rec, 'visitNoteRecorded').visitedAtMs, rec);
  for (const rec of context.live('inquiryReceived')) meet(payloadOf(rec, 'inquiryReceived').atMs, rec);
  for (const rec of context.live('interactionRecorded')) {
    const { answered, atMs } = payloadOf(rec, 'interactionRecorded');
    if (answered) meet(atMs, rec);
  }
  for (const rec of context.live('opportunityEnded')) {
    const { outcome, dateMs } = payloadOf(rec, 'opportunityEnded');
    if (outcome === 'won') meet(dateMs ?? rec.t, rec);
  }
  return last;
};
