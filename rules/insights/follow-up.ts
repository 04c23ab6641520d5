import type { PayloadOf } from '../events/payloads.ts';
import type { CustomerState } from '../state.ts';
import { visibleText } from '../text/rich-text.ts';

/** The last thing that was done about a customer (R45). */
export interface FollowUp {
  readonly atMs: number;
  readonly kind: 'visitNote' | 'interaction' | 'inquiry' | 'quote';
  readonly text: string;
}

/** The need a note says was verified; null where it says none, or does not say (R62). */
export const verifiedNeedOf = ({ verifiedNeed }: PayloadOf<'visitNoteRecorded'>): string | null =>
  verifiedNeed?.kind === 'verified' ? verifiedNeed.need : null;

const noteText = (note: PayloadOf<'visitNoteRecorded'>): string => {
  const { commitment, concern, next } = note;
  if (commitment.kind === 'promised') return visibleText(commitment.deliverable);
  const agenda = next.kind === 'touchpoint' ? next.touchpoint.agenda : commitment.reason;
  return verifiedNeedOf(note) ?? concern.text ?? agenda;
};

const asFollowUp = (type: string, payload: unknown, t: number): FollowUp | null => {
  switch (type) {
    case 'visitNoteRecorded':
      return { atMs: t, kind: 'visitNote', text: noteText(payload as PayloadOf<'visitNoteRecorded'>) };
    case 'interactionRecorded':
      return { atMs: t, kind: 'interaction', text: (payload as PayloadOf<'interactionRecorded'>).summary };
    case 'inquiryReceived':
      return { atMs: t, kind: 'inquiry', text: (payload as PayloadOf<'inquiryReceived'>).summary };
    case 'quoteSent':
      return { atMs: t, kind: 'quote', text: (payload as PayloadOf<'quoteSent'>).summary };
    default:
      return null;
  }
};

/** Latest follow-up in the order of events; null = none yet. */
export const lastFollowUp = (customer: CustomerState): FollowUp | null => {
  for (let index = customer.timeline.length - 1; index >= 0; index--) {
    const entry = customer.timeline[index];
    const found = entry && entry.noEffectBecause === null ? asFollowUp(entry.type, entry.payload, entry.t) : null;
    if (found) return found;
  }
  return null;
};
