import { type CustomerState, type FieldValue, type NoteState, type PatchableField, verifiedNeedOf } from '#rules';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import type { Check } from './mark-form.ts';

/** What is known already about a check (R16): shown under it, and ticked when it says the thing itself. */
export interface CheckHint {
  readonly text: string;
  readonly ticks: boolean;
}

const FEN_PER_WAN = 1_000_000;

const shownValue = (customer: CustomerState, field: PatchableField): FieldValue['value'] => {
  const running = customer.opportunities.find(({ ended }) => ended === null);
  return running?.fields[field]?.leaves[0]?.value ?? customer.fields[field]?.leaves[0]?.value ?? null;
};

const lastVerified = (customer: CustomerState): NoteState | undefined =>
  customer.notes.findLast(({ payload }) => verifiedNeedOf(payload) !== null);

/** The need as the last note or the profile has it; '' when nowhere. */
export const knownNeed = (customer: CustomerState): string => {
  const note = lastVerified(customer);
  const field = shownValue(customer, 'need');
  return (note && verifiedNeedOf(note.payload)) ?? (typeof field === 'string' ? field : '');
};

const needHint = (customer: CustomerState, nowMs: number): CheckHint | undefined => {
  const note = lastVerified(customer);
  const need = note && verifiedNeedOf(note.payload);
  if (note && need) {
    const when = dayAndTime(note.t, nowMs).split(' ')[0] ?? '';
    return { text: words.form.hints.need(when, need), ticks: true };
  }
  const field = shownValue(customer, 'need');
  return typeof field === 'string' ? { text: words.form.hints.needField(field), ticks: false } : undefined;
};

const budgetHint = (customer: CustomerState): CheckHint | undefined => {
  const fen = shownValue(customer, 'budgetFen');
  if (typeof fen !== 'number' || fen <= 0) return undefined;
  // The last word counts: a concern about money noted since then speaks against a definite budget.
  const isDoubted = customer.notes.at(-1)?.payload.concern.kind === 'budget';
  return { text: words.form.hints.budget(String(fen / FEN_PER_WAN)), ticks: !isDoubted };
};

const keyPersonHint = (customer: CustomerState): CheckHint | undefined => {
  const name = shownValue(customer, 'keyContact');
  return typeof name === 'string' ? { text: words.form.hints.keyPerson(name), ticks: false } : undefined;
};

/** Hints for the three checks of green, from notes and profile. */
export const checkHints = (customer: CustomerState, nowMs: number): Readonly<Partial<Record<Check, CheckHint>>> => {
  const found = {
    needVerified: needHint(customer, nowMs),
    budgetDefinite: budgetHint(customer),
    keyPersonAgrees: keyPersonHint(customer),
  };
  return Object.fromEntries(Object.entries(found).filter(([, hint]) => hint !== undefined));
};
