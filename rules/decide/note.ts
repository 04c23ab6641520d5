import type { DecideContext, Decision, Warning } from '../commands.ts';
import type { PayloadOf, RichText } from '../events/payloads.ts';
import { verifiedNeedOf } from '../insights/follow-up.ts';
import type { Process } from '../process.ts';
import type { CustomerState } from '../state.ts';
import { graphemeCount } from '../text/graphemes.ts';
import { hasText } from '../text/invisible.ts';
import { containsAny, containsPhone, wordsIn } from '../text/normalise.ts';
import { visibleText } from '../text/rich-text.ts';
import { worksOn } from './entitlement.ts';
import { accepted, citing, customerDraft, type RefusalInput, refusal, refused } from './outcome.ts';
import { shapeRefusals } from './schema-check.ts';

type Note = PayloadOf<'visitNoteRecorded'>;
/** A note while it is being written: any part may still be missing. */
export type NoteInProgress = Partial<Note>;

const RULE = 'visitNote';
const CONCERN = 'visitNote.concern';
const DELIVERABLE = 'visitNote.deliverable';
const NEXT = 'visitNote.next';
const VERIFIED_NEED = 'visitNote.verifiedNeed';

const concernFaults = ({ concern }: NoteInProgress): RefusalInput[] => {
  if (!concern?.kind) return [{ code: 'required', rule: CONCERN, field: 'concern' }];
  return concern.kind === 'other' && !hasText(concern.text)
    ? [{ code: 'concernNeedsText', rule: CONCERN, field: 'concern.text' }]
    : [];
};

const isRichText = (value: unknown): value is RichText =>
  Array.isArray(value) &&
  value.every((block) => Array.isArray(block?.kind === 'paragraph' ? block.runs : block?.items));

const promiseText = ({ commitment }: NoteInProgress): string =>
  commitment?.kind === 'promised' && isRichText(commitment.deliverable) ? visibleText(commitment.deliverable) : '';

/** The keywords and every word that counts as one of them (R33). */
const withSynonyms = (words: readonly string[], synonyms: Process['visitNote']['synonyms']): readonly string[] => [
  ...words,
  ...synonyms.filter(({ word }) => words.includes(word)).flatMap(({ means }) => means),
];

const promiseFaults = (note: NoteInProgress, context: DecideContext): RefusalInput[] => {
  const { deliverableLimit, keywords, synonyms } = context.org.process.visitNote;
  const field = 'commitment.deliverable';
  const text = promiseText(note);
  if (text === '') return [{ code: 'deliverableEmpty', rule: DELIVERABLE, field }];
  const faults: RefusalInput[] = [];
  const count = graphemeCount(text);
  if (count > deliverableLimit) {
    faults.push({ code: 'deliverableTooLong', rule: DELIVERABLE, field, params: { count, limit: deliverableLimit } });
  }
  const concern = note.concern?.kind ?? '';
  const wanted = Object.hasOwn(keywords, concern) ? (keywords[concern] ?? []) : [];
  if (wanted.length > 0 && !containsAny(text, withSynonyms(wanted, synonyms))) {
    faults.push({ code: 'keywordMissing', rule: 'visitNote.keywords', field, params: { keywords: wanted } });
  }
  return faults;
};

/** The three parts (R30): a promise with date and owner, or the truthful exit with its reason. */
const commitmentFaults = (note: NoteInProgress, context: DecideContext): RefusalInput[] => {
  const { commitment } = note;
  if (!commitment) return [{ code: 'required', rule: DELIVERABLE, field: 'commitment' }];
  if (commitment.kind === 'none') {
    return hasText(commitment.reason) ? [] : [{ code: 'required', rule: DELIVERABLE, field: 'commitment.reason' }];
  }
  const faults = promiseFaults(note, context);
  if (!Number.isFinite(commitment.dueMs))
    faults.push({ code: 'required', rule: DELIVERABLE, field: 'commitment.dueMs' });
  else if (commitment.dueMs < context.now)
    faults.push({ code: 'dueInPast', rule: DELIVERABLE, field: 'commitment.dueMs' });
  if (!commitment.by) faults.push({ code: 'required', rule: DELIVERABLE, field: 'commitment.by' });
  else if (context.org.members[commitment.by]?.active !== true)
    faults.push({ code: 'unknownSubject', rule: DELIVERABLE, field: 'commitment.by' });
  return faults;
};

const appointmentFaults = (
  touchpoint: Partial<PayloadOf<'touchpointRescheduled'>['touchpoint']>,
  field: 'next.touchpoint' | 'touchpoint',
  now: number,
): RefusalInput[] => {
  const faults: RefusalInput[] = [];
  if (!Number.isFinite(touchpoint.atMs)) faults.push({ code: 'required', rule: NEXT, field: `${field}.atMs` });
  else if ((touchpoint.atMs ?? 0) <= now) faults.push({ code: 'touchpointInPast', rule: NEXT, field: `${field}.atMs` });
  if (!touchpoint.attendees?.some(hasText)) faults.push({ code: 'required', rule: NEXT, field: `${field}.attendees` });
  if (!hasText(touchpoint.agenda)) faults.push({ code: 'required', rule: NEXT, field: `${field}.agenda` });
  if (!touchpoint.agreed) faults.push({ code: 'required', rule: NEXT, field: `${field}.agreed` });
  return faults;
};

/** 丢单: the note's own opportunity, or, where it names none, the last one still running (R102). */
const isLost = ({ opportunity }: NoteInProgress, { opportunities }: CustomerState): boolean => {
  const concerned = opportunities.filter(({ id }) => opportunity === undefined || id === opportunity);
  return concerned.every(({ ended }) => ended !== null) && concerned.some(({ ended }) => ended?.outcome === 'lost');
};

const checkDateFaults = ({ atMs, reason }: { atMs?: number; reason?: string }, now: number): RefusalInput[] => {
  const faults: RefusalInput[] = [];
  if (!Number.isFinite(atMs)) faults.push({ code: 'required', rule: NEXT, field: 'next.atMs' });
  else if ((atMs ?? 0) <= now) faults.push({ code: 'checkDateInPast', rule: NEXT, field: 'next.atMs' });
  if (!hasText(reason)) faults.push({ code: 'required', rule: NEXT, field: 'next.reason' });
  return faults;
};

/** R31: an appointment with all four, or none only where the customer is lost, red, or looked at again on a date. */
const nextFaults = (note: NoteInProgress, context: DecideContext, customer: CustomerState): RefusalInput[] => {
  const { next } = note;
  switch (next?.kind) {
    case undefined:
      return [{ code: 'nextMissing', rule: NEXT, field: 'next', params: { exit: 'none' } }];
    case 'touchpoint':
      return appointmentFaults(next.touchpoint ?? {}, 'next.touchpoint', context.now);
    case 'checkDate':
      return checkDateFaults(next, context.now);
    case 'lost':
      return isLost(note, customer)
        ? []
        : [{ code: 'nextMissing', rule: NEXT, field: 'next', params: { exit: 'lost' } }];
    case 'turnedRed':
      return customer.mark?.colour === 'red'
        ? []
        : [{ code: 'nextMissing', rule: NEXT, field: 'next', params: { exit: 'turnedRed' } }];
  }
};

/** R62: answered with yes or no, since the share of visits that verified a need is only worth what it leaves out. */
const verifiedNeedFaults = ({ verifiedNeed }: NoteInProgress): RefusalInput[] => {
  if (!verifiedNeed?.kind) return [{ code: 'verifiedNeedUnanswered', rule: VERIFIED_NEED, field: 'verifiedNeed' }];
  return verifiedNeed.kind === 'verified' && !hasText(verifiedNeed.need)
    ? [{ code: 'verifiedNeedNeedsText', rule: VERIFIED_NEED, field: 'verifiedNeed.need' }]
    : [];
};

const isRemarkAlone = ({ concern, commitment, next, verifiedNeed, remark }: NoteInProgress): boolean =>
  !concern && !commitment && !next && !verifiedNeed && hasText(remark);

const warningsOf = (note: Note, context: DecideContext): Warning[] => {
  const text = promiseText(note);
  const words = wordsIn(text, context.org.process.visitNote.vagueWords);
  const warnings: Warning[] = [];
  if (words.length > 0) warnings.push({ code: 'vagueWording', field: 'commitment.deliverable', params: { words } });
  const texts: Readonly<Record<string, string>> = {
    remark: note.remark ?? '',
    'commitment.deliverable': text,
    'concern.text': note.concern.text ?? '',
    'verifiedNeed.need': verifiedNeedOf(note) ?? '',
  };
  for (const [field, value] of Object.entries(texts)) {
    if (containsPhone(value)) warnings.push({ code: 'phoneInText', field, params: {} });
  }
  return warnings;
};

/** R29-R33: names every gap at once, so that the form can lead to the first; nothing is cut or changed. */
export const decideNote = (payload: NoteInProgress, context: DecideContext, customer: CustomerState): Decision => {
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule: RULE });
  if (isRemarkAlone(payload)) return refused(context, { code: 'remarkAlone', rule: RULE, field: 'remark' });
  const faults = [
    ...concernFaults(payload),
    ...commitmentFaults(payload, context),
    ...nextFaults(payload, context, customer),
    ...verifiedNeedFaults(payload),
  ].map((input) => refusal(context, input));
  // The parts above explain themselves better than their schema does.
  const covered = ['concern', 'commitment', 'next', 'verifiedNeed'].filter((part) =>
    faults.some(({ field }) => field?.startsWith(part)),
  );
  const rest = shapeRefusals('visitNoteRecorded', payload, context).filter(
    ({ field }) => !covered.some((part) => field?.startsWith(part)),
  );
  const refusals = [...faults, ...rest];
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const note = payload as Note;
  const known = note.touchpoint ? customer.notes.find(({ id }) => id === note.touchpoint)?.id : undefined;
  return accepted([customerDraft(customer, 'visitNoteRecorded', note, citing(known))], warningsOf(note, context));
};

/** 改约: a new appointment in place of an open one; the old stays in the history. */
export const decideReschedule = (
  payload: PayloadOf<'touchpointRescheduled'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'touchpoint.reschedule';
  const open = customer.touchpoints.find(({ note }) => note === payload.note);
  if (open?.status !== 'open') return refused(context, { code: 'unknownSubject', rule, field: 'note' });
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule });
  const faults = appointmentFaults(payload.touchpoint, 'touchpoint', context.now);
  if (faults.length > 0) return refused(context, ...faults);
  const last = open.history[open.history.length - 1];
  return accepted([customerDraft(customer, 'touchpointRescheduled', payload, citing(open.note, last?.id))]);
};

export const decideCancel = (
  payload: PayloadOf<'touchpointCancelled'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'touchpoint.cancel';
  const open = customer.touchpoints.find(({ note }) => note === payload.note);
  if (open?.status !== 'open') return refused(context, { code: 'unknownSubject', rule, field: 'note' });
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule });
  return accepted([customerDraft(customer, 'touchpointCancelled', payload, citing(open.note))]);
};

/** 已交付: once per promise. */
export const decideDelivered = (
  payload: PayloadOf<'commitmentDelivered'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'visitNote.delivered';
  const note = customer.notes.find(({ id }) => id === payload.note);
  if (note?.payload.commitment.kind !== 'promised') {
    return refused(context, { code: 'unknownSubject', rule, field: 'note' });
  }
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule });
  if (note.delivered) return refused(context, { code: 'alreadyDone', rule });
  return accepted([customerDraft(customer, 'commitmentDelivered', payload, citing(note.id))]);
};
