import type { EffectId, EventType, Mark, PayloadOf, Trigger } from '#rules';
import { type Case, type Entry, type FiredFact, isBefore } from './ledger.ts';

/** What a fired fact acted on, looked up by hand. */
export interface Cause {
  /** Where its time begins, ms. */
  readonly t0: number;
  /** Times of the acts of people that end it, ms. */
  readonly acts: readonly { readonly id: string; readonly t: number }[];
}

type Act = Cause['acts'][number];
const acts = (entries: readonly Entry[]): Act[] => entries.map(({ event, t }) => ({ id: event.id, t }));
const payloadOf = <Type extends EventType>(entry: Entry, _type: Type): PayloadOf<Type> =>
  entry.event.payload as PayloadOf<Type>;

export const ofType = ({ rows }: Case, type: string): Entry[] => rows.filter(({ event }) => event.type === type);
const after = (one: Case, id: string, entries: readonly Entry[]): Entry[] =>
  entries.filter(({ event }) => isBefore(one.ledger, id, event.id));

/** Two-way contacts (A2) with the time they say. */
const contacts = (one: Case): { readonly entry: Entry; readonly atMs: number }[] =>
  one.rows.flatMap((entry) => {
    const { payload, type } = entry.event;
    const said = payload as {
      visitedAtMs?: number;
      atMs?: number;
      answered?: boolean;
      outcome?: string;
      dateMs?: number;
    };
    if (type === 'visitNoteRecorded') return [{ entry, atMs: said.visitedAtMs ?? entry.t }];
    if (type === 'inquiryReceived') return [{ entry, atMs: said.atMs ?? entry.t }];
    if (type === 'interactionRecorded' && said.answered === true) return [{ entry, atMs: said.atMs ?? entry.t }];
    if (type === 'opportunityEnded' && said.outcome === 'won') return [{ entry, atMs: said.dateMs ?? entry.t }];
    return [];
  });

/** Effective marks, of people and rules, by the order S7. */
export const marksInOrder = ({ state, ledger }: Case): Mark[] =>
  state.marks.filter(({ effective }) => effective).sort((a, b) => (isBefore(ledger, a.id, b.id) ? -1 : 1));

/** Ends of deals that stand. */
const endedDeals = ({ state }: Case): Act[] =>
  state.opportunities.flatMap(({ ended }) => (ended === null ? [] : [{ id: ended.id, t: ended.t }]));

const touchpoint = (one: Case, cause: string): Cause | null => {
  const step = one.rows.find(({ event }) => event.id === cause);
  if (step === undefined) return null;
  const isNote = step.event.type === 'visitNoteRecorded';
  const note = isNote ? cause : payloadOf(step, 'touchpointRescheduled').note;
  // A note that was taken back takes its appointment along, moved or not.
  if (!one.rows.some(({ event }) => event.id === note)) return null;
  const { next } = isNote ? payloadOf(step, 'visitNoteRecorded') : { next: undefined };
  const plan = next?.kind === 'touchpoint' ? next.touchpoint : payloadOf(step, 'touchpointRescheduled').touchpoint;
  const about = (entry: Entry): boolean => (entry.event.payload as { note?: string }).note === note;
  const later = after(one, cause, [
    ...ofType(one, 'visitNoteRecorded'),
    ...ofType(one, 'touchpointRescheduled').filter(about),
    ...ofType(one, 'touchpointCancelled').filter(about),
  ]);
  const met = contacts(one).flatMap(({ entry }) => (entry.t >= plan.atMs ? [entry] : []));
  const over = endedDeals(one).filter(({ id }) => isBefore(one.ledger, cause, id));
  const isLast = !later.some(({ event }) => event.type === 'touchpointRescheduled');
  // A visit that names the appointment was it, wherever the two stand.
  const held = isLast
    ? ofType(one, 'visitNoteRecorded').filter((entry) => payloadOf(entry, 'visitNoteRecorded').touchpoint === note)
    : [];
  return { t0: plan.atMs, acts: [...acts([...later, ...met, ...held]), ...over] };
};

const markCause = (one: Case, { cause, rule }: FiredFact, on: Trigger): Cause | null => {
  const marks = marksInOrder(one);
  const at = marks.findIndex(({ id }) => id === cause);
  const mark = marks[at];
  const isWaiting = on.kind === 'greenAwaitsDocument';
  if (mark === undefined || (on.kind === 'markStands' && mark.colour !== on.colour)) return null;
  const by = one.ledger.acted.get(mark.id as string as EffectId)?.rule;
  if (on.kind === 'markStands' && (by === rule || (on.automatic === true && by === undefined))) return null;
  const next = marks.slice(at + 1, at + 2).map(({ id, t }) => ({ id, t }));
  const begins = isWaiting ? mark.t : mark.countsFrom;
  return begins === null ? null : { t0: begins, acts: next };
};

const contactCause = (one: Case, cause: string): Cause | null => {
  const all = contacts(one);
  const at = all.findIndex(({ entry }) => entry.event.id === cause);
  if (at < 0) return null;
  const known = all.slice(0, at + 1).map(({ entry, atMs }) => Math.min(atMs, entry.t));
  return { t0: Math.max(...known), acts: acts(all.slice(at + 1).map(({ entry }) => entry)) };
};

/** A quote or an inquiry: until the other side moves, we quote again, or the deal ends. */
const deal = (one: Case, cause: string): Cause | null => {
  const step = one.rows.find(({ event }) => event.id === cause);
  if (step === undefined) return null;
  const { opportunity, atMs } = step.event.payload as PayloadOf<'quoteSent'>;
  const ours = (entry: Entry): boolean => (entry.event.payload as { opportunity?: string }).opportunity === opportunity;
  // Taken back, the opportunity takes what was asked and offered on it along.
  if (!one.state.opportunities.some(({ id }) => id === opportunity)) return null;
  const isInquiry = step.event.type === 'inquiryReceived';
  const quotes = after(one, cause, ofType(one, 'quoteSent').filter(ours));
  const replies = contacts(one)
    .map(({ entry }) => entry)
    // Asking once more is no answer of ours.
    .filter((entry) => !(isInquiry && entry.event.type === 'inquiryReceived' && ours(entry)));
  const ended = one.state.opportunities.find(({ id }) => id === opportunity)?.ended ?? null;
  const over = ended === null ? [] : [{ id: ended.id, t: ended.t }];
  return { t0: Math.min(atMs, step.t), acts: [...acts([...quotes, ...after(one, cause, replies)]), ...over] };
};

const promise = (one: Case, cause: string): Cause | null => {
  const note = one.rows.find(({ event }) => event.id === cause);
  if (note === undefined) return null;
  const { commitment } = payloadOf(note, 'visitNoteRecorded');
  const delivered = ofType(one, 'commitmentDelivered').filter(
    (entry) => payloadOf(entry, 'commitmentDelivered').note === cause,
  );
  return commitment.kind === 'promised' ? { t0: commitment.dueMs, acts: acts(delivered) } : null;
};

/** Null where the cause is gone, undefined for triggers that are not worked out here. */
export const causeOf = (one: Case, fact: FiredFact, on: Trigger): Cause | null | undefined => {
  const { cause } = fact;
  switch (on.kind) {
    case 'touchpointPassed':
      return touchpoint(one, cause);
    case 'markStands':
    case 'greenAwaitsDocument':
      return markCause(one, fact, on);
    case 'silent':
      return contactCause(one, cause);
    case 'neverFollowedUp': {
      // Shared out of a private document a customer begins anew.
      const created = one.rows.find(({ event }) => event.id === cause && cause === one.state.created.id);
      return created === undefined ? null : { t0: created.t, acts: acts(contacts(one).map(({ entry }) => entry)) };
    }
    case 'quoteUnanswered':
    case 'inquiryUnanswered':
      return deal(one, cause);
    case 'promiseOverdue':
      return promise(one, cause);
    default:
      return undefined;
  }
};
