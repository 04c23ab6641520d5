import { shanghaiDay } from '../calendar/shanghai.ts';
import { verifiedNeedOf } from '../insights/follow-up.ts';
import { mootSince } from '../insights/today.ts';
import { byVisit, firstVisitOf, visitedAt } from '../insights/visits.ts';
import { compareText } from '../order.ts';
import type { CustomerState, NoteState } from '../state.ts';
import { HOUR_MS } from '../time.ts';
import { REPEAT_DAYS } from './definitions.ts';
import type { Emit } from './emit.ts';
import { goneAt } from './gone-at.ts';

/** Fields of a visit note that count as key (R85): concern, promise, next step, whom we met, whether a need was verified. */
const KEY_FIELDS = 5;
/** An appointment without news for so long was a visit without a note, if anything (R35), ms. */
const SILENCE_MS = 2 * HOUR_MS;

/** A reason for no promise is an answer (R30), and so is that no need was verified (R62); 其他 without words is none (R29). */
const filledFields = (note: NoteState): number => {
  const { concern, met, verifiedNeed } = note.payload;
  const optional = [
    concern.kind !== 'other' || (concern.text ?? '') !== '',
    (met ?? []).length > 0,
    verifiedNeed !== undefined,
  ];
  return KEY_FIELDS - optional.length + optional.filter(Boolean).length;
};

/** Somebody else visited within the days before, not on the same day: then they went together. */
const isRepeat = (note: NoteState, before: readonly NoteState[]): boolean => {
  const day = shanghaiDay(visitedAt(note));
  return before.some((other) => {
    const daysBetween = day - shanghaiDay(visitedAt(other));
    return other.author !== note.author && daysBetween > 0 && daysBetween <= REPEAT_DAYS;
  });
};

const noteItems = (customer: CustomerState, emit: Emit): void => {
  const notes = byVisit(customer.notes);
  notes.forEach((note, index) => {
    const at = { atMs: visitedAt(note), member: note.author };
    emit('visits', at);
    emit('validatedNeedRate', { ...at, numerator: verifiedNeedOf(note.payload) === null ? 0 : 1 });
    emit('reportCompleteness', { ...at, numerator: filledFields(note), denominator: KEY_FIELDS });
    if (isRepeat(note, notes.slice(0, index))) emit('repeatVisits', at);
  });
};

/**
 * Appointments that passed without any news, and meetings nobody wrote a note on that day (R85). Nobody goes to an
 * appointment with a customer who is gone by then, or whose deal has ended, and nobody takes it off the calendar.
 */
const visitsWithoutNote = (customer: CustomerState, emit: Emit): void => {
  const missing = { numerator: 0, denominator: KEY_FIELDS };
  const gone = goneAt(customer);
  for (const touchpoint of customer.touchpoints) {
    const { note, status, plan } = touchpoint;
    const isOver = [gone, mootSince(customer, touchpoint)].some((atMs) => atMs !== null && plan.atMs > atMs);
    if (status !== 'open' || isOver) continue;
    const member = customer.notes.find(({ id }) => id === note)?.author ?? null;
    emit('reportCompleteness', { atMs: plan.atMs + SILENCE_MS, member, ...missing });
  }
  const noted = new Set(customer.notes.map((note) => `${note.author} ${shanghaiDay(visitedAt(note))}`));
  for (const { author, t, type, payload, noEffectBecause } of customer.timeline) {
    if (type !== 'interactionRecorded' || noEffectBecause !== null) continue;
    const { channel, atMs } = payload as { channel: string; atMs: number };
    const at = Math.min(atMs, t);
    if (channel !== 'meeting' || noted.has(`${author} ${shanghaiDay(at)}`)) continue;
    emit('reportCompleteness', { atMs: at, member: author, ...missing });
  }
};

/** Outcomes that came with an import say nothing of who met whom. */
const imported = (customer: CustomerState): ReadonlySet<string> =>
  new Set(customer.opportunities.flatMap(({ ended }) => (ended?.payload.imported === undefined ? [] : [ended.id])));

const interactionItems = (customer: CustomerState, emit: Emit): void => {
  const without = imported(customer);
  const contacts = customer.interactions
    .filter(({ id }) => !without.has(id))
    .sort((a, b) => a.atMs - b.atMs || compareText(a.id, b.id));
  contacts.forEach(({ atMs, author }, index) => {
    emit('effectiveTouchpoints', { atMs, member: author });
    const before = contacts[index - 1];
    if (before !== undefined) emit('interactionSpacingDays', { sinceMs: before.atMs, atMs, member: author });
  });
};

/** Marks that turned the customer green, and the contact that followed (R25). */
const greenItems = (customer: CustomerState, emit: Emit): void => {
  const times = customer.interactions.map(({ atMs, author }) => ({ atMs, author })).sort((a, b) => a.atMs - b.atMs);
  let colour: string | null = null;
  for (const mark of customer.marks) {
    if (!mark.effective) continue;
    const isTurn = mark.colour === 'green' && colour !== 'green';
    colour = mark.colour;
    const since = mark.countsFrom;
    if (!isTurn || since === null) continue;
    const next = times.find(({ atMs }) => atMs > since);
    if (next !== undefined) emit('greenFollowUpDays', { sinceMs: since, atMs: next.atMs, member: next.author });
  }
};

/** First visit of a lead (R83). What was known before go-live and imported had its first visit before anybody noted it here. */
const firstVisit = (customer: CustomerState, wentLiveAt: number | null, emit: Emit): void => {
  const isOld = customer.created.payload.imported !== undefined && customer.knownSince < (wentLiveAt ?? 0);
  const first = firstVisitOf(customer);
  if (isOld || first === null) return;
  emit('leadToFirstVisitDays', { sinceMs: customer.knownSince, atMs: visitedAt(first), member: first.author });
};

/** What notes, contacts and appointments of a customer count for. */
export const contactItems = (customer: CustomerState, wentLiveAt: number | null, emit: Emit): void => {
  noteItems(customer, emit);
  visitsWithoutNote(customer, emit);
  interactionItems(customer, emit);
  greenItems(customer, emit);
  firstVisit(customer, wentLiveAt, emit);
};
