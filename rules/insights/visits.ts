import { compareText } from '../order.ts';
import type { CustomerState, NoteState } from '../state.ts';

/** When the visit was, ms: never later than its note. */
export const visitedAt = ({ t, payload }: NoteState): number => Math.min(payload.visitedAtMs, t);

/** Notes in the order of their visits, whenever they were written. */
export const byVisit = (notes: readonly NoteState[]): readonly NoteState[] =>
  [...notes].sort((a, b) => visitedAt(a) - visitedAt(b) || compareText(a.id, b.id));

/** 首访: the note of the earliest visit, whichever was written down first; null = none yet. */
export const firstVisitOf = ({ notes }: Pick<CustomerState, 'notes'>): NoteState | null => byVisit(notes)[0] ?? null;
