import type { EventId } from '../ids.ts';
import type { CustomerState, NoteState, TouchpointState } from '../state.ts';
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

/** The first later note that names each appointment. */
const heldTouchpoints = (notes: readonly Rec[]): ReadonlyMap<string, Rec> => {
  const held = new Map<string, Rec>();
  for (const rec of notes) {
    const { touchpoint } = payloadOf(rec, 'visitNoteRecorded');
    if (touchpoint !== undefined && !held.has(touchpoint)) held.set(touchpoint, rec);
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
    const called = cancellations.get(note) ?? [];
    /** The first move or cancellation after a plan was agreed ends it. */
    const endOf = (step: Rec): number | null => {
      const later = [...moved, ...called].filter((act) => compareRec(step, act) < 0);
      return later.length === 0 ? null : Math.min(...later.map(({ t }) => t));
    };
    const history = [placed(rec, { plan: next.touchpoint, endedAt: endOf(rec) })];
    for (const move of moved) {
      history.push(placed(move, { plan: payloadOf(move, 'touchpointRescheduled').touchpoint, endedAt: endOf(move) }));
    }
    const lastMove = moved[moved.length - 1];
    const cancelled = called.find((act) => lastMove === undefined || compareRec(lastMove, act) < 0);
    const isCancelled = cancelled !== undefined;
    const holding = held.get(note);
    const closing = holding ?? cancelled;
    touchpoints.push({
      note,
      plan: history[history.length - 1]?.plan ?? next.touchpoint,
      status: holding !== undefined ? 'held' : isCancelled ? 'cancelled' : 'open',
      closedAt: closing?.t ?? null,
      moved: moved.length,
      history,
    });
  }
  return touchpoints;
};

/** When a record says a two-way contact was (A2), ms: a visit, an answered call or message, an inquiry, a won order. */
const contactAt = (rec: Rec): number | null => {
  switch (rec.event.type) {
    case 'visitNoteRecorded':
      return payloadOf(rec, 'visitNoteRecorded').visitedAtMs;
    case 'inquiryReceived':
      return payloadOf(rec, 'inquiryReceived').atMs;
    case 'interactionRecorded': {
      const { answered, atMs } = payloadOf(rec, 'interactionRecorded');
      return answered ? atMs : null;
    }
    case 'opportunityEnded': {
      const { outcome, dateMs } = payloadOf(rec, 'opportunityEnded');
      return outcome === 'won' ? (dateMs ?? rec.t) : null;
    }
    default:
      return null;
  }
};

/** Two-way contacts in order; none is later than its record (A2). */
export const foldInteractions = (context: CustomerContext): CustomerState['interactions'] => {
  const interactions: CustomerState['interactions'][number][] = [];
  for (const rec of context.sorted.all) {
    if (context.retracted.has(rec.event.id)) continue;
    const at = contactAt(rec);
    if (at !== null) interactions.push(placed(rec, { atMs: Math.min(at, rec.t) }));
  }
  return interactions;
};

export const lastInteractionOf = (interactions: CustomerState['interactions']): number | null =>
  interactions.reduce<number | null>((last, { atMs }) => (last === null || atMs > last ? atMs : last), null);
