import type { Command, CustomerId, EventId, RichText } from '#rules';
import type { note as words } from '../../locales/zh-CN/note.ts';

export type ConcernKind = keyof typeof words.concerns;
export type NextKind = keyof typeof words.nextKinds;
export type AgreedKind = keyof typeof words.agreedKinds;
export type VerifiedAnswer = keyof typeof words.verifiedAnswers;
export type NoteCommand = Extract<Command, { type: 'visitNoteRecorded' }>;

/** What the form holds while it is written; kept as a draft, so plain data only. */
export interface NoteForm {
  readonly concern: ConcernKind | null;
  readonly concernText: string;
  readonly promises: boolean;
  readonly deliverable: RichText;
  readonly dueMs: number | null;
  readonly by: string;
  readonly noPromiseReason: string;
  readonly next: NextKind | null;
  readonly nextAtMs: number | null;
  readonly attendees: string;
  readonly agenda: string;
  readonly agreed: AgreedKind | null;
  readonly checkReason: string;
  readonly met: string;
  /** 本次已验证需求 (R62); null until it is answered. */
  readonly verified: VerifiedAnswer | null;
  readonly verifiedNeed: string;
  readonly remark: string;
}

/** What of the form a refusal at a field of the command speaks of; the whole of a part, of its kind too. */
const PLACES: Readonly<Record<string, readonly (keyof NoteForm)[]>> = {
  concern: ['concern'],
  'concern.text': ['concern', 'concernText'],
  'commitment.deliverable': ['promises', 'deliverable'],
  'commitment.reason': ['promises', 'noPromiseReason'],
  'commitment.dueMs': ['promises', 'dueMs'],
  'commitment.by': ['promises', 'by'],
  next: ['next'],
  'next.atMs': ['next', 'nextAtMs'],
  'next.reason': ['next', 'checkReason'],
  'next.touchpoint.atMs': ['next', 'nextAtMs'],
  'next.touchpoint.attendees': ['next', 'attendees'],
  'next.touchpoint.agenda': ['next', 'agenda'],
  'next.touchpoint.agreed': ['next', 'agreed'],
  verifiedNeed: ['verified'],
  'verifiedNeed.need': ['verified', 'verifiedNeed'],
  remark: ['remark'],
};
export const placesOf = (field: string): readonly (keyof NoteForm)[] => PLACES[field] ?? [];

const EMPTY_TEXT: RichText = [{ kind: 'paragraph', runs: [] }];

export const emptyForm = (member: string): NoteForm => ({
  concern: null,
  concernText: '',
  promises: true,
  deliverable: EMPTY_TEXT,
  dueMs: null,
  by: member,
  noPromiseReason: '',
  next: 'touchpoint',
  nextAtMs: null,
  attendees: '',
  agenda: '',
  agreed: null,
  checkReason: '',
  met: '',
  verified: null,
  verifiedNeed: '',
  remark: '',
});

const names = (text: string): string[] =>
  text
    .split(/[、,，;；\n]+/u)
    .map((name) => name.trim())
    .filter((name) => name !== '');
const optional = <Key extends string>(key: Key, text: string): Partial<Record<Key, string>> =>
  text.trim() === '' ? {} : ({ [key]: text.trim() } as Record<Key, string>);

const commitmentOf = (form: NoteForm): unknown => {
  if (!form.promises) return { kind: 'none', reason: form.noPromiseReason.trim() };
  return { kind: 'promised', deliverable: form.deliverable, dueMs: form.dueMs ?? undefined, by: form.by };
};

/** What was typed under 是 stays in the draft when 没有 is pressed, and does not go along. */
const verifiedOf = ({ verified, verifiedNeed }: NoteForm): object => {
  if (verified === null) return {};
  return { verifiedNeed: verified === 'none' ? { kind: 'none' } : { kind: 'verified', need: verifiedNeed.trim() } };
};

const nextOf = (form: NoteForm): unknown => {
  switch (form.next) {
    case null:
      return undefined;
    case 'touchpoint':
      return {
        kind: 'touchpoint',
        touchpoint: {
          atMs: form.nextAtMs ?? undefined,
          attendees: names(form.attendees),
          agenda: form.agenda.trim(),
          agreed: form.agreed ?? undefined,
        },
      };
    case 'checkDate':
      return { kind: 'checkDate', atMs: form.nextAtMs ?? undefined, reason: form.checkReason.trim() };
    default:
      return { kind: form.next };
  }
};

/** Whether nothing but the remark was written: then the rules explain why that is not a note (R32). */
const isRemarkAlone = (form: NoteForm): boolean =>
  form.remark.trim() !== '' &&
  form.concern === null &&
  form.promises &&
  JSON.stringify(form.deliverable) === JSON.stringify(EMPTY_TEXT) &&
  form.nextAtMs === null &&
  form.verified === null &&
  form.agenda === '';

export interface NoteContext {
  readonly customer: CustomerId;
  readonly opportunity: string | null;
  /** The appointment this visit was, when it was one. */
  readonly touchpoint: EventId | null;
  readonly nowMs: number;
}

/** The form as a command. Gaps stay gaps: the rules name them, all at once. */
export const noteCommand = (form: NoteForm, context: NoteContext): NoteCommand => {
  const parts = isRemarkAlone(form)
    ? {}
    : {
        concern: form.concern === null ? undefined : { kind: form.concern, ...optional('text', form.concernText) },
        commitment: commitmentOf(form),
        next: nextOf(form),
      };
  const met = names(form.met);
  const payload = {
    visitedAtMs: context.nowMs,
    ...(context.opportunity === null ? {} : { opportunity: context.opportunity }),
    ...(context.touchpoint === null ? {} : { touchpoint: context.touchpoint }),
    ...(met.length > 0 ? { met } : {}),
    ...parts,
    ...verifiedOf(form),
    ...optional('remark', form.remark),
  };
  return { type: 'visitNoteRecorded', subject: context.customer, payload: payload as NoteCommand['payload'] };
};
